"""How a job is to be run, as options say."""

import time
from collections.abc import Sequence
from enum import StrEnum

from quire.document.v1.document_pb2 import BibliographyStyle
from quire.job.v1.job_pb2 import JobOptions, Priority

from quire_client.cli.inputs import read_labels


class PriorityName(StrEnum):
    """Which jobs go first."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class BibliographyName(StrEnum):
    """How sources are cited and listed."""

    NUMERIC = "numeric"
    AUTHOR_DATE = "author-date"
    GBT7714 = "gbt7714"

    @property
    def style(self) -> "BibliographyStyle.ValueType":
        """As the service names it."""
        return BibliographyStyle.Value(f"BIBLIOGRAPHY_STYLE_{self.name}")


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
