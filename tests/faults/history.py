"""What happened in a fault test: calls, events, model calls and faults, with their times."""

import time
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["acknowledged", "refused", "unknown"]
"""A call was answered, was refused with a permanent error, or nobody knows."""


@dataclass(frozen=True, slots=True)
class Submit:
    """A submit and what its caller was told."""

    job_id: str
    begin: float
    end: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Cancel:
    """A cancel that was acknowledged at that time."""

    job_id: str
    at: float


@dataclass(frozen=True, slots=True)
class Read:
    """A state that was read of a job, between two times."""

    job_id: str
    state: str
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it stands in the stream; ``at`` is the store's time."""

    job_id: str
    sequence: int
    kind: str
    attempt: int
    terminal: bool
    at: float
    chapter: str = ""
    cause: str = ""
    max_attempts: int = 0


@dataclass(frozen=True, slots=True)
class ModelCall:
    """A call that the recorder received; ``end`` is 0 while it lasts.

    ``worker`` is the process that called, 0 if it did not say.
    """

    job_id: str
    attempt: int
    what: str
    begin: float
    end: float
    worker: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something done to the system, at that time."""

    what: str
    at: float


@dataclass(frozen=True, slots=True)
class Seen:
    """What a watcher was given, in this order."""

    watcher: str
    job_id: str
    sequence: int
    terminal: bool


@dataclass
class History:
    """All of it. Times are Unix times in seconds; everything runs on one machine."""

    submits: list[Submit] = field(default_factory=list)
    cancels: list[Cancel] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    model_calls: list[ModelCall] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def fault(self, what: str) -> None:
        """Note a fault that is done now."""
        self.faults.append(Fault(what, time.time()))

    def of(self, job_id: str) -> list[Event]:
        """Return the events of a job, in the order of the stream."""
        return [event for event in self.events if event.job_id == job_id]

    @property
    def acknowledged(self) -> list[str]:
        """Jobs whose submit was acknowledged, each once."""
        ids = (submit.job_id for submit in self.submits if submit.outcome == "acknowledged")
        return list(dict.fromkeys(ids))
