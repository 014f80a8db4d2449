"""What a watch of many jobs knows and decides, apart from how its streams travel.

docs/clients.md has the rules. No network, no clock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from quire.job.v1.errors_pb2 import ErrorReason
from quire.job.v1.watch_pb2 import JobCursor, JobLost, JobSelector, JobsHeartbeat

from quire_client.channel import Endpoint
from quire_client.errors import (
    JobLostError,
    JobReplacedError,
    QuireCallError,
    QuireError,
    WatchGapError,
)
from quire_client.patience import Patience
from quire_client.watch_state import Contact, Event, Place, Start

ENDED_KEPT = 10_000
"""Ended jobs that are remembered: a stream that is opened again may tell of them once more."""


class EventOfMany(Event, Protocol):
    """The part of an event that a watch of many jobs needs."""

    @property
    def job_id(self) -> str: ...


E = TypeVar("E", bound=EventOfMany)


@dataclass(frozen=True, slots=True)
class JobPlace:
    """A job, and from where it is to be followed.

    Args:
        job_id: its id.
        after: sequence of the last event that is known; 0 for the start.
        uid: the life of the id that it must be; empty for the present one.

    """

    job_id: str
    after: int = 0
    uid: str = ""


@dataclass(frozen=True, slots=True)
class LostJob:
    """A job that is followed no further, while the others are.

    Args:
        job_id: its id.
        error: why: ``JobLostError`` as the service said, ``WatchGapError`` or
            ``JobReplacedError``.

    """

    job_id: str
    error: QuireError


@dataclass(frozen=True, slots=True)
class JobsWish:
    """What a stream is to be asked for."""

    jobs: tuple[JobCursor, ...]
    selector: JobSelector | None


class JobsState(Generic[E]):
    """The state of a watch of many jobs, over all its streams.

    Args:
        service: its name, for errors; so ``endpoint``.
        jobs: those that the caller names.
        labels: follow also all jobs that bear these, and those that come; ``None`` for
            none but those named.

    """

    def __init__(
        self,
        service: str,
        endpoint: Endpoint,
        jobs: Iterable[JobPlace],
        labels: Mapping[str, str] | None,
        patience: Patience,
        now: float,
    ) -> None:
        self._contact = Contact(service, endpoint, patience, now)
        self._labels = labels
        self._token = ""
        self._live: dict[str, Place[E]] = {
            job.job_id: Place(job.job_id, Start(job.after, uid=job.uid)) for job in jobs
        }
        self._done: dict[str, str] = {}  # uid by id, the last one to end last
        self._beats = 0  # on this stream
        self._told = False  # anything but them, on this stream
        self._over = False

    @property
    def ended(self) -> bool:
        """Whether all jobs have ended, and no more can come."""
        return self._over or (self._labels is None and not self._live)

    def open(self) -> JobsWish:
        """Begin a stream; return what it is to be asked for (rule 13)."""
        self._beats, self._told = 0, False
        jobs = (
            JobCursor(job_id=job_id, after_sequence=place.start.after, job_uid=place.start.uid)
            for job_id, place in self._live.items()
        )
        selector = None
        if self._labels is not None:
            selector = JobSelector(labels=self._labels, resume_token=self._token)
        return JobsWish(tuple(jobs), selector)

    def take(self, message: E | JobsHeartbeat | JobLost, now: float) -> tuple[E | LostJob, ...]:
        """Take in a message; return what is for the caller."""
        self._contact.hear(now)
        if isinstance(message, JobsHeartbeat):
            self._beats += 1
            self._token = message.resume_token or self._token
            return ()
        self._told = True
        if isinstance(message, JobLost):
            if message.job_id in self._done:
                return ()
            return (self._lose(message.job_id, "", _lost_error(message)),)
        return self._take_event(message)

    def ask(self, now: float) -> None:
        """Take in that the caller, who had its time with an item, wants the next (rule 9)."""
        self._contact.ask(now)

    def close(self) -> None:
        """Take in that the stream ended with OK; raise if it was cut (rule 17).

        Raises:
            QuireCallError: it was, with a code for which it is opened again.

        """
        left = self._live.values()
        ended_before = all(place.start.after and not place.seen for place in left)
        self._over = self._labels is None and ended_before and self._beats == 1 and not self._told
        if not self._over:
            raise self.cut("the stream ended before the jobs")

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
        return self._contact.late("jobs", seconds)

    def _take_event(self, event: E) -> tuple[E | LostJob, ...]:
        job_id, uid = event.job_id, event.job_uid
        place = self._live.get(job_id)
        if place is None:
            if self._labels is None or self._done.get(job_id) == uid:
                return ()
            # A job that was found by its labels, or another life of an ended one's id.
            place = self._live[job_id] = Place(job_id, Start(uid=uid))
        try:
            wanted = place.take(event)
        except WatchGapError as gap:
            return (self._lose(job_id, uid, gap),)
        except JobReplacedError as replaced:
            # Where jobs are found by labels, the new life is one of them.
            return (self._lose(job_id, replaced.expected, replaced), *self._take_event(event))
        if place.ended:
            self._forget(job_id, place.start.uid)
        return (event,) if wanted else ()

    def _lose(self, job_id: str, uid: str, error: QuireError) -> LostJob:
        place = self._live.get(job_id)
        self._forget(job_id, uid or (place.start.uid if place is not None else ""))
        return LostJob(job_id, error)

    def _forget(self, job_id: str, uid: str) -> None:
        """Follow a job no more; remember that it was followed."""
        self._live.pop(job_id, None)
        self._done.pop(job_id, None)
        self._done[job_id] = uid
        if len(self._done) > ENDED_KEPT:
            del self._done[next(iter(self._done))]


def _lost_error(lost: JobLost) -> JobLostError:
    known = ErrorReason.values()
    reason = (
        ErrorReason.Name(lost.reason).removeprefix("ERROR_REASON_")
        if lost.reason in known
        else str(int(lost.reason))
    )
    return JobLostError(lost.job_id, reason, lost.message, lost.metadata)
