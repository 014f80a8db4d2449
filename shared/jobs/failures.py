"""Failures that the engine itself finds."""

from shared.events.payloads import Failure
from shared.jobs.model import JobRecord
from shared.reasons import Reason


def deadline_failure(record: JobRecord, step: str) -> Failure:
    """Return the failure of a job whose deadline has passed while that step was done."""
    return Failure(
        Reason.DEADLINE_EXCEEDED,
        "the deadline of the job has passed",
        step=step,
        attempts=record.attempt,
    )


def run_limit_failure(record: JobRecord, step: str, seconds: float) -> Failure:
    """Return the failure of a job that has run for longer than it may."""
    return Failure(
        Reason.DEADLINE_EXCEEDED,
        f"the job has run for longer than {seconds:g} s",
        step=step,
        attempts=record.attempt,
    )
