package watch

import "time"

// Options of a watch. The zero value watches from the first event.
type Options struct {
	// After is the sequence of the last event that the caller has.
	After int64
	// Latest asks only for what is new; After is not used then.
	Latest bool
	// JobUID is the life of the job's id that it must be; empty for the present one.
	JobUID string

	// ConnectPatience is how long the service may be away before its first answer: 10 s if zero.
	ConnectPatience time.Duration
	// ReconnectPatience is how long it may be away after a message: 60 s if zero.
	ReconnectPatience time.Duration
	// Silence is how long a stream may say nothing, not even a heartbeat, before it is taken as
	// cut: 45 s if zero.
	Silence time.Duration

	// OnAway, if given, is told of each stream that was cut and when the next is opened.
	OnAway func(err error, retryIn time.Duration)
}

func (o Options) withDefaults() Options {
	if o.ConnectPatience == 0 {
		o.ConnectPatience = 10 * time.Second
	}
	if o.ReconnectPatience == 0 {
		o.ReconnectPatience = time.Minute
	}
	if o.Silence == 0 {
		o.Silence = 45 * time.Second
	}
	if o.OnAway == nil {
		o.OnAway = func(error, time.Duration) {}
	}
	return o
}
