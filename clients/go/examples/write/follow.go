package main

import (
	"errors"
	"fmt"
	"iter"
	"log"

	jobv1 "quire.example/clients/go/quire/job/v1"
)

// event is what the events of both services have in common.
type event interface {
	GetProgress() *jobv1.Progress
	GetFailed() *jobv1.Failed
	GetCancelled() *jobv1.Cancelled
}

// follow prints the progress of a job until it has ended, and returns an error if it did not end
// well.
func follow[E event](events iter.Seq2[E, error]) error {
	for e, err := range events {
		switch {
		case err != nil:
			return err
		case e.GetProgress() != nil:
			log.Printf("%3.0f %%  %s", e.GetProgress().GetFraction()*100, e.GetProgress().GetMessage())
		case e.GetFailed() != nil:
			failure := e.GetFailed().GetFailure()
			return fmt.Errorf("the job failed: %s (%s)", failure.GetMessage(), failure.GetReason())
		case e.GetCancelled() != nil:
			return errors.New("the job was cancelled")
		}
	}
	return nil
}
