"""A job as the rest of Quire sees it: states, record, request, result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from typing_extensions import TypeAliasType

from shared.events.payloads import Failure, Usage

JsonValue = TypeAliasType(
    "JsonValue",
    "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None",
)


class Kind(StrEnum):
    """What a job makes; the value is the service's name in keys and queues."""

    OUTLINE = "outline"
    DOCUMENT = "document"

    @property
    def task_type(self) -> str:
        """The name in events: ``outline_generation`` or ``document_generation``."""
        return f"{self.value}_generation"


class State(StrEnum):
    """Where a job is in its life; see docs/jobs.md for the transitions."""

    QUEUED = "queued"
    RUNNING = "running"
    RETRYING = "retrying"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing follows."""
        return self in (State.SUCCEEDED, State.FAILED, State.CANCELLED)


class Priority(IntEnum):
    """Which jobs go first."""

    LOW = 1
    NORMAL = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What a job is to do, as it is kept at ``job_request:{id}``.

    Args:
        body: the canonical JSON of the service's request model (sorted keys, no
            spaces, UTF-8), without the contents of files and texts.
        blobs: those contents, by the names that the body uses for them.

    """

    body: bytes
    blobs: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to be submitted.

    Args:
        fingerprint: SHA-256 (hex) by field of the request: what a repeat of the
            same id is compared with, and by which the differing field is named.
        deadline_ms: Unix time; 0 for none.

    """

    job_id: str
    owner: str
    request: JobRequest
    fingerprint: Mapping[str, str]
    priority: Priority = Priority.NORMAL
    labels: Mapping[str, str] = field(default_factory=dict)
    deadline_ms: int = 0
    retry_of: str = ""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as recorded. Times are Unix times in milliseconds; 0 means not yet.

    Args:
        trace: traceparent of the call that made it; '' if that was not traced.
        lost: attempts whose worker was lost.
        ahead: waiting jobs that are taken before it, where that was asked for and the
            job waits.

    """

    job_id: str
    uid: str
    kind: Kind
    owner: str
    state: State
    priority: Priority
    labels: Mapping[str, str]
    create_ms: int
    start_ms: int
    end_ms: int
    expire_ms: int
    deadline_ms: int
    attempt: int
    max_attempts: int
    fraction: float
    step: str
    message: str
    last_sequence: int
    partial: bool
    retry_of: str
    failure: Failure | None
    usage: Usage
    trace: str = ""
    lost: int = 0
    ahead: int | None = None

    def bears(self, labels: Mapping[str, str]) -> bool:
        """Whether it has all of these labels."""
        return all(self.labels.get(name) == value for name, value in labels.items())

    @property
    def suspect(self) -> bool:
        """Whether it has lost workers, which it may have killed, and this is its last attempt."""
        return self.lost > 0 and self.attempt >= self.max_attempts


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; an empty token means that it is the last."""

    jobs: tuple[JobRecord, ...]
    next_page_token: str


@dataclass(frozen=True, slots=True)
class SpendLimits:
    """What a job may use of models at most; 0 for no limit.

    Args:
        tokens: in and out together.
        cost_micros: in millionths of the configured currency.
        finish_ms: Unix time from which on no call starts.

    """

    tokens: int = 0
    cost_micros: int = 0
    finish_ms: int = 0


@dataclass(frozen=True, slots=True)
class JobResult:
    """What a handler hands back: the JSON for ``job_result:{id}``."""

    json: bytes
    usage: Usage = field(default_factory=Usage)
    partial: bool = False
