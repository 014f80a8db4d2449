package watch

import (
	"context"
	"errors"
	"io"
	"iter"
	"math/rand/v2"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	firstDelay   = 200 * time.Millisecond
	longestDelay = 5 * time.Second
	clockSkew    = time.Second
)

var (
	errSilent = status.Error(codes.Unavailable, "nothing was heard for too long")
	errEnded  = status.Error(codes.Unavailable, "the stream ended before the job")
	errLeft   = errors.New("the caller reads no further")
)

// receive returns the next event of a stream; nil for a heartbeat, which tells the sequence of the
// newest event.
type receive[E event] func() (e E, newest int64, err error)

type open[E event] func(ctx context.Context, from place) (receive[E], error)

// resume yields the events of a job over as many streams as it takes.
func resume[E event](
	ctx context.Context, jobID string, options Options, open open[E],
) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		var none E
		w := &watcher[E]{
			place:   newPlace(jobID, options),
			options: options.withDefaults(),
			open:    open,
			heard:   time.Now(),
		}
		w.patience = w.options.ConnectPatience
		for {
			err := w.stream(ctx, yield)
			switch {
			case err == nil || errors.Is(err, errLeft):
				return
			case ctx.Err() != nil:
				yield(none, ctx.Err())
				return
			case lateAtService(ctx, err):
				yield(none, context.DeadlineExceeded)
				return
			}
			if err = w.wait(ctx, err); err != nil {
				yield(none, err)
				return
			}
		}
	}
}

// lateAtService says whether the service saw the caller's deadline pass before this clock did. A
// proxy with a time limit of its own gives the same code long before.
func lateAtService(ctx context.Context, err error) bool {
	deadline, limited := ctx.Deadline()
	return limited && status.Code(err) == codes.DeadlineExceeded && time.Until(deadline) < clockSkew
}

type watcher[E event] struct {
	place    *place
	options  Options
	open     open[E]
	tries    int
	heard    time.Time
	patience time.Duration
}

// stream yields the events of one stream; nil if the watch has ended with it.
func (w *watcher[E]) stream(ctx context.Context, yield func(E, error) bool) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silence := time.AfterFunc(w.options.Silence, func() { cancel(errSilent) })
	defer silence.Stop()
	w.place.begin()
	next, err := w.open(ctx, *w.place)
	for spoke := false; err == nil; spoke = true {
		silence.Reset(w.options.Silence)
		var e, none E
		var newest int64
		if e, newest, err = next(); errors.Is(err, io.EOF) {
			if !spoke && w.place.endedBefore() {
				return nil
			}
			return errEnded
		}
		silence.Stop() // while the caller works, the service is not to blame
		if err != nil {
			break
		}
		w.heard, w.patience, w.tries = time.Now(), w.options.ReconnectPatience, 0
		if e == none {
			w.place.beat(newest)
			continue
		}
		wanted, err := take(w.place, e)
		switch {
		case err != nil:
			return err
		case wanted && !yield(e, nil):
			return errLeft
		case e.GetTerminal():
			return nil
		}
		w.heard = time.Now() // what the caller did meanwhile is not the service's fault
	}
	if cause := context.Cause(ctx); errors.Is(cause, errSilent) {
		return cause
	}
	return err
}

// wait sleeps before the next stream is opened; it returns an error if there is to be none.
func (w *watcher[E]) wait(ctx context.Context, err error) error {
	var gap *GapError
	var replaced *JobReplacedError
	if errors.As(err, &gap) || errors.As(err, &replaced) || !cut(err) {
		return err
	}
	delay := w.delay()
	if asked, ok := retryAfter(err); ok {
		delay += asked
	}
	if time.Since(w.heard)+delay > w.patience {
		return err
	}
	w.options.OnAway(err, delay)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(delay):
		return nil
	}
}

// delay returns a random time that may grow with each try (full jitter).
func (w *watcher[E]) delay() time.Duration {
	bound := min(firstDelay<<min(w.tries, 10), longestDelay)
	w.tries++
	return rand.N(bound)
}
