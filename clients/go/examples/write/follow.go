package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	jobv1 "quire.example/clients/go/quire/job/v1"
)

// event is what the events of both services have in common. A nil event, which a heartbeat
// yields, has the sequence 0.
type event interface {
	GetSequence() int64
	GetTerminal() bool
	GetProgress() *jobv1.Progress
	GetFailed() *jobv1.Failed
	GetCancelled() *jobv1.Cancelled
}

type receive func() (event, error)

const patience = time.Minute

// follow prints the progress of a job until it has ended, and returns an error if it did not end
// well. A stream that is lost is opened again after the last event seen, so that none is missed
// or repeated; after a minute without any, follow gives up.
func follow(open func(after int64) (receive, error)) error {
	var seen int64
	heard := time.Now()
	for {
		next, err := open(seen)
		for err == nil {
			var e event
			if e, err = next(); err != nil {
				break
			}
			heard = time.Now()
			if e.GetSequence() <= seen {
				continue
			}
			seen = e.GetSequence()
			if progress := e.GetProgress(); progress != nil {
				log.Printf("%3.0f %%  %s", progress.GetFraction()*100, progress.GetMessage())
			}
			if e.GetTerminal() {
				return outcome(e)
			}
		}
		lost := status.Code(err) == codes.Unavailable || errors.Is(err, io.EOF)
		if !lost || time.Since(heard) > patience {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
}

func outcome(e event) error {
	switch {
	case e.GetFailed() != nil:
		failure := e.GetFailed().GetFailure()
		return fmt.Errorf("the job failed: %s (%s)", failure.GetMessage(), failure.GetReason())
	case e.GetCancelled() != nil:
		return errors.New("the job was cancelled")
	}
	return nil
}
