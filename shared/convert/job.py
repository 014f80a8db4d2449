"""Job records as messages of ``quire.job.v1``, and options of a request as plain values."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from quire.job.v1 import errors_pb2, job_pb2

from shared.errors import FieldViolation, QuireError
from shared.events.payloads import Failure, Usage
from shared.jobs.model import JobRecord, Kind, Priority, SpendLimits, State
from shared.jobs.retrying import RunOptions
from shared.reasons import Reason

_STATES = {
    State.QUEUED: job_pb2.Job.STATE_QUEUED,
    State.RUNNING: job_pb2.Job.STATE_RUNNING,
    State.RETRYING: job_pb2.Job.STATE_RETRYING,
    State.CANCELLING: job_pb2.Job.STATE_CANCELLING,
    State.SUCCEEDED: job_pb2.Job.STATE_SUCCEEDED,
    State.FAILED: job_pb2.Job.STATE_FAILED,
    State.CANCELLED: job_pb2.Job.STATE_CANCELLED,
}
_STATES_BACK = {number: state for state, number in _STATES.items()}
_KINDS = {
    Kind.OUTLINE: job_pb2.Job.KIND_OUTLINE,
    Kind.DOCUMENT: job_pb2.Job.KIND_DOCUMENT,
}
_PRIORITIES = {
    Priority.LOW: job_pb2.PRIORITY_LOW,
    Priority.NORMAL: job_pb2.PRIORITY_NORMAL,
    Priority.HIGH: job_pb2.PRIORITY_HIGH,
}
_PRIORITIES_BACK = {number: priority for priority, number in _PRIORITIES.items()}


def job_message(record: JobRecord) -> job_pb2.Job:
    """Return the job as callers see it."""
    job = job_pb2.Job(
        id=record.job_id,
        uid=record.uid,
        kind=_KINDS[record.kind],
        state=_STATES[record.state],
        priority=_PRIORITIES[record.priority],
        labels=record.labels,
        attempt=record.attempt,
        max_attempts=record.max_attempts,
        fraction=record.fraction,
        step=record.step,
        message=record.message,
        last_sequence=record.last_sequence,
        retry_of=record.retry_of,
        queue_position=record.ahead,
        usage=usage_message(record.usage),
    )
    for name, milliseconds in (
        ("create_time", record.create_ms),
        ("start_time", record.start_ms),
        ("end_time", record.end_ms),
        ("expire_time", record.expire_ms),
        ("deadline", record.deadline_ms),
    ):
        if milliseconds:
            getattr(job, name).CopyFrom(timestamp(milliseconds))
    if record.state is State.SUCCEEDED:
        job.completeness = completeness(record.partial)
    if record.failure is not None:
        job.failure.CopyFrom(failure_message(record.failure))
    return job


def priority_value(priority: Priority) -> "job_pb2.Priority.ValueType":
    """Return a priority as its enum value."""
    return _PRIORITIES[priority]


def completeness(partial: bool) -> "job_pb2.Completeness.ValueType":
    """Return whether a result is whole."""
    return job_pb2.COMPLETENESS_PARTIAL if partial else job_pb2.COMPLETENESS_FULL


def reason_number(reason: Reason) -> errors_pb2.ErrorReason.ValueType:
    """Return a reason as its enum value."""
    return errors_pb2.ErrorReason.Value(f"ERROR_REASON_{reason}")


def failure_message(failure: Failure) -> job_pb2.Failure:
    """Return a failure with the reason as its enum value."""
    return job_pb2.Failure(
        reason=reason_number(failure.reason),
        message=failure.message,
        step=failure.step,
        attempts=failure.attempts,
        metadata=failure.metadata,
    )


def usage_message(usage: Usage) -> job_pb2.Usage:
    """Return what a job has used."""
    return job_pb2.Usage(
        model_calls=usage.model_calls,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost_micros=usage.cost_micros,
    )


def timestamp(milliseconds: int) -> Timestamp:
    """Return a Unix time in milliseconds as a Timestamp."""
    return Timestamp(seconds=milliseconds // 1000, nanos=milliseconds % 1000 * 1_000_000)


def states(numbers: "Iterable[job_pb2.Job.State.ValueType]") -> tuple[State, ...]:
    """Return the states of a list request."""
    return tuple(_STATES_BACK[number] for number in numbers)


def priority(options: job_pb2.JobOptions) -> Priority:
    """Return the priority asked for, NORMAL if none."""
    return _PRIORITIES_BACK.get(options.priority, Priority.NORMAL)


def deadline_ms(options: job_pb2.JobOptions) -> int:
    """Return the deadline as a Unix time in milliseconds, 0 for none.

    Raises QuireError(INVALID_REQUEST) if it has passed.
    """
    return _future(options, "deadline", "options.deadline", "the deadline")


def run_options(options: job_pb2.JobOptions) -> RunOptions:
    """Return how a job is to be run.

    Raises QuireError INVALID_REQUEST (the deadline, or the time to finish, has passed).
    """
    budget = options.budget
    limits = SpendLimits(
        budget.max_tokens,
        budget.max_cost_micros,
        _future(budget, "finish_time", "options.budget.finish_time", "the time to finish"),
    )
    return RunOptions(priority(options), dict(options.labels), deadline_ms(options), limits)


def _future(message: Message, name: str, field: str, what: str) -> int:
    """Return a time of a message as a Unix time in milliseconds, 0 if it is absent."""
    if not message.HasField(name):
        return 0
    given = cast("Timestamp", getattr(message, name))
    when = given.seconds * 1000 + given.nanos // 1_000_000
    now = datetime.now(UTC)
    if when <= now.timestamp() * 1000:
        raise QuireError(
            Reason.INVALID_REQUEST,
            f"{what} has passed",
            violations=(
                FieldViolation(
                    field, f"must lie in the future; the server's time is {now.isoformat()}"
                ),
            ),
        )
    return when


def not_supported(field: str, what: str, setting: str) -> QuireError:
    """Return the refusal of a field that this server is not set up for: ``setting`` is missing."""
    return QuireError(
        Reason.NOT_SUPPORTED,
        f"this server is not set up for {what} ({setting}); leave {field} out",
        metadata={"field": field},
    )
