"""What can happen to a job, as plain data.

These are the payloads of the events; the store adds sequence and time when it
writes one, the codec of a service turns them into the service's event message.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from shared.reasons import Reason


class QueuedCause(StrEnum):
    """Why a job waits for a worker."""

    SUBMITTED = "submitted"
    LEASE_LOST = "lease_lost"
    DRAINED = "drained"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a job has used. Tokens are counted by the model's provider."""

    model_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micros: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.model_calls + other.model_calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_micros + other.cost_micros,
        )


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an attempt or a job failed."""

    reason: Reason
    message: str
    step: str = ""
    attempts: int = 0
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Queued:
    """The job waits for a worker."""

    event_type: ClassVar[str] = "task_queued"
    terminal: ClassVar[bool] = False
    cause: QueuedCause


@dataclass(frozen=True, slots=True)
class Started:
    """A worker has begun an attempt."""

    event_type: ClassVar[str] = "task_started"
    terminal: ClassVar[bool] = False
    max_attempts: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A step says how far the work is; ``fraction`` is of the whole job, 0 to 1."""

    event_type: ClassVar[str] = "task_progress"
    terminal: ClassVar[bool] = False
    step: str
    message: str
    fraction: float
    chapter_id: str = ""
    chapter_title: str = ""


@dataclass(frozen=True, slots=True)
class ChapterStarted:
    """Work on a chapter has begun; ``index`` counts from 0."""

    event_type: ClassVar[str] = "chapter_started"
    terminal: ClassVar[bool] = False
    chapter_id: str
    title: str
    index: int
    total: int


@dataclass(frozen=True, slots=True)
class ChapterCompleted:
    """A chapter is written and kept."""

    event_type: ClassVar[str] = "chapter_completed"
    terminal: ClassVar[bool] = False
    chapter_id: str
    title: str
    index: int
    total: int
    length: int
    citations: int


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A piece of a chapter in the making."""

    event_type: ClassVar[str] = "chapter_text"
    terminal: ClassVar[bool] = False
    chapter_id: str
    chapter_attempt: int
    text: str


@dataclass(frozen=True, slots=True)
class Retrying:
    """An attempt failed; the next one may start at ``next_attempt_ms`` (Unix time)."""

    event_type: ClassVar[str] = "task_retrying"
    terminal: ClassVar[bool] = False
    failure: Failure
    next_attempt_ms: int


@dataclass(frozen=True, slots=True)
class Completed:
    """The job has ended with a result.

    Args:
        result: the JSON text of the result, as kept at ``job_result:{id}``.
        duration_ms: from the submit to the end.
        partial: whether a budget ended the work early.

    """

    event_type: ClassVar[str] = "task_completed"
    terminal: ClassVar[bool] = True
    result: bytes
    duration_ms: int
    usage: Usage
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The job has ended without a result."""

    event_type: ClassVar[str] = "task_failed"
    terminal: ClassVar[bool] = True
    failure: Failure
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The job has ended by the caller's wish."""

    event_type: ClassVar[str] = "task_cancelled"
    terminal: ClassVar[bool] = True
    duration_ms: int


Payload = (
    Queued
    | Started
    | Progress
    | ChapterStarted
    | ChapterCompleted
    | ChapterText
    | Retrying
    | Completed
    | Failed
    | Cancelled
)
