"""Watching many jobs in one stream."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from shared.errors import QuireError
from shared.events.ending import end_tasks
from shared.events.hub import EventHub
from shared.events.watcher import StoredEvent
from shared.reasons import Reason

JOBS_AT_ONCE = 1000
"""Jobs followed at once by a stream; others are taken up as these end, from their start."""

_QUEUE = 256
_FIND_SECONDS = 0.5
_TELL_SECONDS = 1.0
_PATIENCE_SECONDS = 30.0

_OF_ONE_JOB = frozenset(
    {
        Reason.JOB_NOT_FOUND,
        Reason.JOB_OF_ANOTHER_OWNER,
        Reason.RESULT_EXPIRED,
        Reason.CURSOR_OUT_OF_RANGE,
    }
)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A job, the sequence after which its events are wanted, and its life if that matters."""

    job_id: str
    after: int = 0
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Selector:
    """Jobs that bear all of the labels.

    Args:
        position: those recorded after it, as ``JobsMark`` told it; ``None`` for those
            that have not ended, and all that come.
    """

    labels: Mapping[str, str]
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A job that a finder has found; ``position`` is the time of its submit (Unix µs)."""

    job_id: str
    uid: str
    position: int
    ended: bool


@dataclass(frozen=True, slots=True)
class JobsMark:
    """A sign of life: how far the selection has got, and how many jobs are followed.

    Args:
        position: ``None`` without a selection, and until all that was there has been seen.
    """

    position: int | None
    jobs: int


@dataclass(frozen=True, slots=True)
class JobLost:
    """A job that can be followed no further."""

    job_id: str
    error: QuireError


class Finder(Protocol):
    """Finds jobs by owner and labels; ``shared.jobs.finding.JobFinder`` does."""

    async def since(
        self, owner: str, labels: Mapping[str, str], position: int
    ) -> tuple[list[Found], int]: ...


_Item = StoredEvent | JobLost | Exception | None  # None: the job is followed no more
ManyItem = StoredEvent | JobsMark | JobLost


async def watch_many(
    hub: EventHub,
    finder: Finder,
    *,
    owner: str,
    cursors: Sequence[Cursor],
    selector: Selector | None,
    heartbeat_seconds: float,
) -> AsyncGenerator[ManyItem, None]:
    """Yield the events of many jobs, for each what ``EventHub.watch`` promises.

    Ends when all jobs have ended and there is no selector. A mark comes first, then
    whenever the position has moved, and at least each ``heartbeat_seconds``.

    Raises QuireError as ``EventHub.watch`` does, but for what concerns one job alone.
    Close the iterator (``contextlib.aclosing``) when leaving it early.
    """
    many = _Many(hub, finder, owner, cursors, selector)
    try:
        async with aclosing(many.items(heartbeat_seconds)) as items:
            async for item in items:
                yield item
    finally:
        await many.close()


class _Many:
    """One stream: a task for each job followed, one that finds more, a queue between."""

    def __init__(
        self,
        hub: EventHub,
        finder: Finder,
        owner: str,
        cursors: Sequence[Cursor],
        selector: Selector | None,
    ) -> None:
        self._hub = hub
        self._finder = finder
        self._owner = owner
        self._selector = selector
        self._position = (selector.position or 0) if selector is not None else 0
        # Jobs that had ended before are passed over; until then no place is one to come back to.
        self._scanned = asyncio.Event()
        if selector is None or selector.position is not None:
            self._scanned.set()
        self._queue: asyncio.Queue[tuple[Cursor | None, _Item]] = asyncio.Queue(_QUEUE)
        self._room = asyncio.Semaphore(JOBS_AT_ONCE)
        self._followed: dict[Cursor, asyncio.Task[None]] = {}
        self._unseen: dict[Cursor, int] = {}
        self._named = {cursor.job_id: cursor.uid for cursor in cursors}
        self._finding: asyncio.Task[None] | None = None
        for cursor in cursors:
            self._follow(cursor)

    async def items(self, heartbeat_seconds: float) -> AsyncGenerator[ManyItem, None]:
        now = asyncio.get_running_loop().time
        if self._selector is not None:
            self._finding = asyncio.create_task(
                self._keep_finding(self._selector), name="find-jobs"
            )
            # Whoever is cut off after the first event needs a place to come back to.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._scanned.wait(), _TELL_SECONDS)
        told, told_at = self._mark(), now()
        yield told
        while self._followed or self._finding is not None or not self._queue.empty():
            item = await self._next(_TELL_SECONDS)
            if isinstance(item, Exception):
                raise item
            if item is not None:
                yield item
            mark, silent = self._mark(), now() - told_at
            moved = mark.position != told.position and silent >= _TELL_SECONDS
            if moved or silent >= heartbeat_seconds:
                told, told_at = mark, now()
                yield mark

    async def close(self) -> None:
        tasks = [*self._followed.values()]
        if self._finding is not None:
            tasks.append(self._finding)
        await end_tasks(tasks)

    async def _next(self, seconds: float) -> _Item:
        if self._queue.empty():
            try:
                async with asyncio.timeout(seconds):
                    cursor, item = await self._queue.get()
            except TimeoutError:
                return None
        else:
            cursor, item = self._queue.get_nowait()
        if cursor is not None:
            self._unseen.pop(cursor, None)
            if item is None:
                self._followed.pop(cursor, None)
        return item

    def _mark(self) -> JobsMark:
        """Return a mark whose position is before every job of which nothing was told yet."""
        if self._selector is None or not self._scanned.is_set():
            return JobsMark(None, len(self._followed))
        position = min(self._unseen.values(), default=self._position + 1) - 1
        return JobsMark(position, len(self._followed))

    def _follow(self, cursor: Cursor) -> None:
        task = asyncio.create_task(self._tell(cursor), name=f"follow-{cursor.job_id}")
        self._followed[cursor] = task

    async def _tell(self, cursor: Cursor) -> None:
        last: JobLost | Exception | None = None
        try:
            async with self._room:
                items = self._hub.watch(
                    cursor.job_id, owner=self._owner, after=cursor.after, uid=cursor.uid
                )
                async with aclosing(items):
                    async for item in items:
                        if isinstance(item, StoredEvent):
                            await self._queue.put((cursor, item))
        except QuireError as error:
            last = JobLost(cursor.job_id, error) if error.reason in _OF_ONE_JOB else error
        except Exception as error:  # a fault of ours must not pass for silence
            last = error
        if last is not None:
            await self._queue.put((cursor, last))
        await self._queue.put((cursor, None))

    async def _keep_finding(self, selector: Selector) -> None:
        """Find jobs for ever; an error that is not borne with ends the stream."""
        try:
            await self._find(selector)
        except Exception as error:
            await self._queue.put((None, error))

    async def _find(self, selector: Selector) -> None:
        """Follow what is selected, and look for more for ever."""
        now = asyncio.get_running_loop().time
        answered = now()
        while True:
            try:
                found, position = await self._finder.since(
                    self._owner, selector.labels, self._position
                )
            except QuireError:
                if now() - answered > _PATIENCE_SECONDS:
                    raise
                found, position = [], self._position
            else:
                answered = now()
            for job in found:
                passed = job.ended and not self._scanned.is_set()
                if not passed and self._named.get(job.job_id) not in ("", job.uid):
                    cursor = Cursor(job.job_id, 0, job.uid)
                    self._unseen[cursor] = job.position
                    self._follow(cursor)
            if position == self._position:
                self._scanned.set()
                await asyncio.sleep(_FIND_SECONDS)
            self._position = position
