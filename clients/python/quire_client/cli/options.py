"""How a job is to be run, as options say."""

import time
from collections.abc import Sequence
from enum import StrEnum

from quire.job.v1.job_pb2 import JobOptions, Priority

from quire_client.cli.inputs import read_labels


class PriorityName(StrEnum):
    """Which jobs go first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class StateName(StrEnum):
    """Where a job is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    RETRYING = "retrying"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


def job_options(
    priority: PriorityName | None, labels: Sequence[str], deadline: float | None
) -> JobOptions:
    """Return the options of a job.

    Args:
        labels: each as ``KEY=VALUE``.
        deadline: seconds from now.

    Raises:
        CommandError: a label is of another form.

    """
    options = JobOptions(labels=read_labels(labels))
    if priority is not None:
        options.priority = Priority.Value(f"PRIORITY_{priority.name}")
    if deadline is not None:
        options.deadline.FromMilliseconds(int((time.time() + deadline) * 1000))
    return options
