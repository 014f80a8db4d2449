"""What a watch knows and decides, apart from how its streams travel. No network, no clock.

docs/clients.md has the rules, for clients in any language; the numbers here are theirs.
"""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import grpc
from quire.document.v1.document_pb2 import DocumentEvent

from quire_client.backoff import Backoff
from quire_client.channel import Endpoint
from quire_client.errors import JobReplacedError, QuireCallError, WatchGapError, gave_up
from quire_client.patience import Patience

SILENCE = 45.0
"""Seconds without any message after which a stream is taken as cut: three heartbeats."""


class Event(Protocol):
    """The part of an event that a watch needs."""

    @property
    def sequence(self) -> int: ...
    @property
    def job_uid(self) -> str: ...
    @property
    def terminal(self) -> bool: ...


E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a stream is to start.

    Args:
        after: sequence of the last event that is known; 0 for the start.
        latest: only what is new; ``after`` is not used then.
        uid: the life of the job's id that it must be; empty for the present one.

    """

    after: int = 0
    latest: bool = False
    uid: str = ""


class WatchState(Generic[E]):
    """The state of one watch, over all its streams.

    Args:
        service: its name, for errors; so ``endpoint`` and ``job_id``.
        start: where the caller wants to begin.
        now: seconds of a monotonic clock, here as everywhere in this class.

    Attributes:
        ended: whether the watch is over; nothing more is to be asked for.

    """

    def __init__(
        self,
        service: str,
        endpoint: Endpoint,
        job_id: str,
        start: Start,
        patience: Patience,
        now: float,
    ) -> None:
        self.ended = False
        self._service = service
        self._endpoint = endpoint
        self._job_id = job_id
        self._next = start
        self._from_start = start.after == 0 and not start.latest
        self._seen = False  # an event, on any stream
        self._spoke = False  # anything, on this stream
        self._attempts: dict[str, int] = {}  # newest, by chapter
        self._backoff = Backoff()
        self._patience = patience
        self._limit = patience.connect
        self._heard = now

    def open(self) -> Start:
        """Begin a stream; return what it is to be asked for (rules 1, 3 and 10)."""
        self._spoke = False
        return self._next

    def take(self, event: E | None, now: float) -> bool:
        """Take in a message, ``None`` for a heartbeat; return whether it is for the caller.

        Raises:
            WatchGapError: an event is missing (rule 2).
            JobReplacedError: it is of another life of the job's id (rule 3).

        """
        self._spoke, self._heard, self._limit = True, now, self._patience.reconnect
        self._backoff.reset()
        if event is None:
            return False
        known = self._next
        if known.uid and event.job_uid and event.job_uid != known.uid:
            raise JobReplacedError(self._job_id, known.uid, event.job_uid)
        if not known.latest:
            if event.sequence <= known.after:
                return False
            if event.sequence != known.after + 1:
                raise WatchGapError(self._job_id, known.after + 1, event.sequence)
        self._next = Start(event.sequence, uid=event.job_uid or known.uid)
        self._seen, self.ended = True, event.terminal
        return not self._outdated(event)

    def close(self) -> None:
        """Take in that the stream ended with OK; raise if it was cut (rule 6).

        Raises:
            QuireCallError: it was, with a code for which it is opened again.

        """
        self.ended = not self._seen and not self._spoke and not self._from_start
        if not self.ended:
            raise self.cut("the stream ended before the job")

    def again(self, error: QuireCallError, now: float) -> float:
        """Return the seconds until the next stream is opened (rules 7 and 9).

        Raises:
            QuireCallError: there is to be none.

        """
        if not error.cut:
            raise error from None
        delay = self._backoff.delay(error.retry_after)
        waited = now - self._heard
        if waited + delay > self._limit:
            raise gave_up(error, self._endpoint.address, waited) from None
        return delay

    def cut(self, cause: str) -> QuireCallError:
        """Return the error of a stream that was cut."""
        return QuireCallError(self._service, grpc.StatusCode.UNAVAILABLE, cause)

    def late(self, seconds: float) -> QuireCallError:
        """Return the error of a watch that took longer than it may (rule 11)."""
        return QuireCallError(
            self._service,
            grpc.StatusCode.DEADLINE_EXCEEDED,
            f"the watch of job {self._job_id} took longer than {seconds:g} s",
        )

    def _outdated(self, event: E) -> bool:
        """Whether it is a piece of text of an older attempt than was seen (rule 12)."""
        if not isinstance(event, DocumentEvent) or not event.HasField("chapter_text"):
            return False
        text = event.chapter_text
        newest = self._attempts.get(text.chapter_id, 0)
        self._attempts[text.chapter_id] = max(newest, text.chapter_attempt)
        return text.chapter_attempt < newest
