"""What a watch knows and decides, apart from how its streams travel. No network, no clock.

docs/clients.md has the rules, for clients in any language; the numbers here are theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import grpc
from quire.document.v1.document_pb2 import DocumentEvent
from quire.job.v1.events_pb2 import Heartbeat

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


Wish_co = TypeVar("Wish_co", covariant=True)
Message_contra = TypeVar("Message_contra", contravariant=True)
Item_co = TypeVar("Item_co", covariant=True)


class State(Protocol[Wish_co, Message_contra, Item_co]):
    """What a watch knows and decides: what to ask for, and what to make of what comes."""

    @property
    def ended(self) -> bool:
        """Whether the watch is over; nothing more is to be asked for."""
        ...

    def open(self) -> Wish_co:
        """Begin a stream; return what it is to be asked for."""
        ...

    def take(self, message: Message_contra, now: float) -> Iterable[Item_co]:
        """Take in a message; return what is for the caller."""
        ...

    def ask(self, now: float) -> None:
        """Take in that the caller, who had its time with an item, wants the next (rule 9)."""
        ...

    def close(self) -> None:
        """Take in that a stream ended with OK; raise if it was cut."""
        ...

    def again(self, error: QuireCallError, now: float) -> float:
        """Return the seconds until the next stream is opened, or raise."""
        ...

    def cut(self, cause: str) -> QuireCallError:
        """Return the error of a stream that was cut."""
        ...

    def late(self, seconds: float) -> QuireCallError:
        """Return the error of a watch that took longer than it may."""
        ...


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


class Contact:
    """How long a service lets a watch wait, over all its streams (rules 7 and 9).

    Args:
        service: its name, for errors; so ``endpoint``.
        now: seconds of a monotonic clock, here as everywhere in this module.

    """

    def __init__(self, service: str, endpoint: Endpoint, patience: Patience, now: float) -> None:
        self._service = service
        self._endpoint = endpoint
        self._patience = patience
        self._limit = patience.connect
        self._since = now
        self._backoff = Backoff()

    def hear(self, now: float) -> None:
        """Take in a message, whatever it is."""
        self._since, self._limit = now, self._patience.reconnect
        self._backoff.reset()

    def ask(self, now: float) -> None:
        """Take in that the caller wants more; what it did since the last message is over."""
        self._since = now

    def again(self, error: QuireCallError, now: float) -> float:
        """Return the seconds until the next stream is opened.

        Raises:
            QuireCallError: there is to be none.

        """
        if not error.cut:
            raise error from None
        delay = self._backoff.delay(error.retry_after)
        waited = now - self._since
        if waited + delay > self._limit:
            raise gave_up(error, self._endpoint.address, waited) from None
        return delay

    def cut(self, cause: str) -> QuireCallError:
        """Return the error of a stream that was cut."""
        return QuireCallError(self._service, grpc.StatusCode.UNAVAILABLE, cause)

    def late(self, what: str, seconds: float) -> QuireCallError:
        """Return the error of a watch that took longer than it may (rule 11)."""
        return QuireCallError(
            self._service,
            grpc.StatusCode.DEADLINE_EXCEEDED,
            f"the watch of {what} took longer than {seconds:g} s",
        )


class Place(Generic[E]):
    """How far one job was followed (rules 1 to 3, 5, 10 and 12).

    Attributes:
        start: what the next stream is to be asked for.
        seen: whether an event came, on any stream.
        ended: whether the terminal one did.

    """

    __slots__ = ("_attempts", "_job_id", "ended", "seen", "start")

    def __init__(self, job_id: str, start: Start) -> None:
        self.start = start
        self.seen = False
        self.ended = False
        self._job_id = job_id
        self._attempts: dict[str, int] = {}  # newest, by chapter

    def take(self, event: E) -> bool:
        """Take in an event; return whether it is for the caller.

        Raises:
            WatchGapError: an event is missing.
            JobReplacedError: it is of another life of the job's id.

        """
        known = self.start
        if known.uid and event.job_uid and event.job_uid != known.uid:
            raise JobReplacedError(self._job_id, known.uid, event.job_uid)
        if not known.latest:
            if event.sequence <= known.after:
                return False
            if event.sequence != known.after + 1:
                raise WatchGapError(self._job_id, known.after + 1, event.sequence)
        self.start = Start(event.sequence, uid=event.job_uid or known.uid)
        self.seen, self.ended = True, event.terminal
        return not self._outdated(event)

    def _outdated(self, event: E) -> bool:
        """Whether it is a piece of text of an older attempt than was seen."""
        if not isinstance(event, DocumentEvent) or not event.HasField("chapter_text"):
            return False
        text = event.chapter_text
        newest = self._attempts.get(text.chapter_id, 0)
        self._attempts[text.chapter_id] = max(newest, text.chapter_attempt)
        return text.chapter_attempt < newest


class WatchState(Generic[E]):
    """The state of the watch of one job, over all its streams.

    Args:
        service: its name, for errors; so ``endpoint`` and ``job_id``.
        start: where the caller wants to begin.

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
        self._contact = Contact(service, endpoint, patience, now)
        self._place: Place[E] = Place(job_id, start)
        self._job_id = job_id
        self._from_start = start.after == 0 and not start.latest
        self._newest = 0  # as the first heartbeat told it
        self._spoke = False  # anything, on this stream
        self._over = False

    @property
    def ended(self) -> bool:
        """Whether the watch is over; nothing more is to be asked for."""
        return self._over or self._place.ended

    def open(self) -> Start:
        """Begin a stream; return what it is to be asked for (rules 1, 3 and 10)."""
        self._spoke = False
        start = self._place.start
        if start.latest and self._newest:
            self._place.start = start = Start(self._newest, uid=start.uid)
        return start

    def take(self, message: E | Heartbeat, now: float) -> tuple[E, ...]:
        """Take in a message; return the event that is for the caller, if it brings one.

        Raises:
            WatchGapError: an event is missing (rule 2).
            JobReplacedError: it is of another life of the job's id (rule 3).

        """
        self._spoke = True
        self._contact.hear(now)
        if isinstance(message, Heartbeat):
            self._newest = self._newest or message.last_sequence
            return ()
        return (message,) if self._place.take(message) else ()

    def ask(self, now: float) -> None:
        """Take in that the caller, who had its time with an event, wants the next (rule 9)."""
        self._contact.ask(now)

    def close(self) -> None:
        """Take in that the stream ended with OK; raise if it was cut (rule 6).

        Raises:
            QuireCallError: it was, with a code for which it is opened again.

        """
        self._over = not self._place.seen and not self._spoke and not self._from_start
        if not self._over:
            raise self.cut("the stream ended before the job")

    def again(self, error: QuireCallError, now: float) -> float:
        """Return the seconds until the next stream is opened (rules 7 and 9).

        Raises:
            QuireCallError: there is to be none.

        """
        return self._contact.again(error, now)

    def cut(self, cause: str) -> QuireCallError:
        """Return the error of a stream that was cut."""
        return self._contact.cut(cause)

    def late(self, seconds: float) -> QuireCallError:
        """Return the error of a watch that took longer than it may (rule 11)."""
        return self._contact.late(f"job {self._job_id}", seconds)
