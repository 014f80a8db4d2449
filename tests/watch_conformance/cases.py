"""The cases of cases.json as Python sees them; README.md says what each field means."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CASES_FILE = Path(__file__).with_name("cases.json")
LIFE = "life-1"
"""The uid of events for which none is given."""


@dataclass(frozen=True)
class Span:
    """A time in milliseconds that must lie within bounds."""

    min: float = 0
    max: float = float("inf")

    def holds(self, milliseconds: float) -> bool:
        """Whether a time is within the bounds."""
        return self.min <= milliseconds <= self.max


@dataclass(frozen=True)
class Send:
    """One thing that a connection does: an event, a heartbeat or a pause."""

    event: int = 0
    kind: str = ""
    uid: str = LIFE
    terminal: bool = False
    chapter: str = ""
    attempt: int = 0
    heartbeat: int | None = None
    pause_ms: float = 0


@dataclass(frozen=True)
class Status:
    """An error with which a stream ends."""

    code: str
    reason: str = ""
    retry_after_ms: float | None = None


@dataclass(frozen=True)
class Asked:
    """What a stream must have been asked for."""

    after_sequence: int = 0
    latest: bool = False
    job_uid: str = ""


@dataclass(frozen=True)
class Connection:
    """One stream: what it must be asked for, what it sends and how it ends.

    Args:
        ends: ``ok``, ``cut`` (the connection is reset), ``reset`` (the stream alone is),
            ``hold`` (until the client leaves) or an error.
        waited_ms: time between the end of the stream before and this one's start.
        forever: whether all further streams are like this one.

    """

    asked: Asked
    sends: tuple[Send, ...]
    ends: str | Status
    waited_ms: Span = Span()
    forever: bool = False


@dataclass(frozen=True)
class Case:
    """One case: what the service does, and what the client must make of it."""

    name: str
    about: str
    rules: tuple[int, ...]
    service: str
    watch: dict[str, int | str | bool]
    connections: tuple[Connection, ...]
    yields: tuple[int, ...]
    outcome: dict[str, int | str]
    elapsed_ms: Span = field(default=Span())


def load_cases() -> list[Case]:
    """Return all cases; a field that is not known is a ``TypeError``."""
    return [_case(item) for item in json.loads(CASES_FILE.read_text(encoding="utf-8"))]


# JSON as it was read has no types that could be stated.
def _case(item: dict[str, Any]) -> Case:
    rest: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in item.items()
        if key not in ("connections", "elapsed_ms")
    }
    return Case(
        connections=tuple(_connection(part) for part in item["connections"]),
        elapsed_ms=Span(**item.get("elapsed_ms", {})),
        **rest,
    )


def _connection(item: dict[str, Any]) -> Connection:
    ends = item["ends"]
    return Connection(
        asked=Asked(**item["asked"]),
        sends=tuple(Send(**send) for send in item["sends"]),
        ends=ends if isinstance(ends, str) else Status(**ends),
        waited_ms=Span(**item.get("waited_ms", {})),
        forever=item.get("forever", False),
    )
