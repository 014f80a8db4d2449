package watch

import (
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// GapError says that the service left out an event.
type GapError struct {
	JobID    string
	Expected int64 // sequence of the event that should have come
	Received int64 // sequence of the event that came
}

func (e *GapError) Error() string {
	return fmt.Sprintf("job %s: event %d is missing, %d came instead", e.JobID, e.Expected, e.Received)
}

// JobReplacedError says that an event belongs to another life of the job's id.
type JobReplacedError struct {
	JobID    string
	Expected string // uid of the life that is watched
	Received string // uid of the event that came
}

func (e *JobReplacedError) Error() string {
	return fmt.Sprintf("job %s was replaced: life %s was watched, an event of %s came",
		e.JobID, e.Expected, e.Received)
}

// Reason returns the name of quire.job.v1.ErrorReason that a service gave for an error, without
// its prefix; empty if the error did not come from Quire.
func Reason(err error) string {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.GetReason()
		}
	}
	return ""
}

// retryAfter returns how long a service asks to be left alone, and whether it asks to be called
// again at all.
func retryAfter(err error) (time.Duration, bool) {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok {
			return info.GetRetryDelay().AsDuration(), true
		}
	}
	return 0, false
}

// cut says whether a stream was cut and not refused. Without a reason of Quire's, INTERNAL,
// UNKNOWN, CANCELLED and DEADLINE_EXCEEDED come from the way: a reset stream, a proxy's time limit.
func cut(err error) bool {
	if _, again := retryAfter(err); again {
		return true
	}
	switch status.Code(err) {
	case codes.Unavailable:
		return true
	case codes.Internal, codes.Unknown, codes.Canceled, codes.DeadlineExceeded:
		return Reason(err) == ""
	}
	return false
}
