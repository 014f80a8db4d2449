"""The port through which jobs and hub write and read events without knowing protobuf."""

from dataclasses import dataclass
from typing import Protocol

from shared.events.payloads import Payload


@dataclass(frozen=True, slots=True)
class EventHead:
    """The part of an event that the hub needs; ``time_ms`` is in Unix ms, 0 if not known."""

    sequence: int
    terminal: bool
    time_ms: int = 0


class EventCodec(Protocol):
    """Serialises a service's events.

    An event is written in two parts: ``encode`` makes all but sequence and time,
    and the Lua script that appends the event to the stream adds these two, since
    only it knows them (``shared/jobs/scripts/prelude.lua``). That works because
    parsing the concatenation of two protobuf messages merges them
    (protobuf.dev/programming-guides/encoding, "Last One Wins").
    """

    def encode(self, job_id: str, job_uid: str, attempt: int, payload: Payload) -> bytes:
        """Return the event without its sequence (field 3) and time (field 4)."""
        ...

    def head(self, data: bytes) -> EventHead:
        """Return sequence, end mark and time of a stored event."""
        ...
