"""Watching jobs: many watchers of many jobs over a few connections.

The stream is the truth. The Pub/Sub channel of a job carries the same bytes only to
save a read: sequences are dense, so a lost message shows as a gap, or at the next
audit, and the stream fills it.
"""

import asyncio
import random
import time
from collections.abc import AsyncGenerator

import structlog
from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.catch_up import CatchUp, Gone, StreamKeys, StreamPage
from shared.events.codec import EventCodec
from shared.events.ending import end_tasks
from shared.events.follow import follow
from shared.events.rooms import Rooms
from shared.events.rounds import audit, beat
from shared.events.subscriber import Subscriber
from shared.events.watcher import HeartbeatMark, StoredEvent, Watcher
from shared.jobs.model import State
from shared.jobs.observer import UNOBSERVED, JobObserver
from shared.jobs.redis_errors import store_errors
from shared.reasons import Reason

WatchItem = StoredEvent | HeartbeatMark

_log = structlog.get_logger("quire.events")

_RETRY_SECONDS = 1.0
_COME_BACK_SECONDS = 1.0


class EventHub:
    """One for a server process; used as an async context manager, on one event loop.

    Args:
        redis: client for reads, with a blocking pool (``shared.redis.make_redis``); the
            subscription has a connection of its own with the same settings.
        keys: names of the service's keys; jobs of another kind are not found.
        max_watchers: more are refused.
        heartbeat_seconds: a watcher to whom nothing was given for so long gets a mark.
        audit_seconds: after this time at most a lost last message is noticed.
        patience_seconds: how long a watcher that has begun bears with a store that does
            not answer.
        observer: is told how late events are; store and server have one clock only as far
            as their machines agree.
    """

    def __init__(
        self,
        redis: Redis,
        keys: StreamKeys,
        codec: EventCodec,
        *,
        max_watchers: int = 10_000,
        heartbeat_seconds: float = 15.0,
        audit_seconds: float = 5.0,
        patience_seconds: float = 30.0,
        observer: JobObserver = UNOBSERVED,
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._codec = codec
        self._max_watchers = max_watchers
        self._heartbeat_seconds = heartbeat_seconds
        self._audit_seconds = audit_seconds
        self._patience_seconds = patience_seconds
        self._observer = observer
        self._rooms = Rooms()
        self._draining = False
        self._catch_up = CatchUp(redis, keys, codec)
        self._subscriber = Subscriber(
            redis,
            wanted=self._rooms.channels,
            on_message=self._on_message,
            on_subscribed=self._on_subscribed,
        )
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    async def __aenter__(self) -> "EventHub":
        self._tasks = (
            asyncio.create_task(self._subscriber.run(), name="hub-subscriber"),
            asyncio.create_task(beat(self._rooms, self._heartbeat_seconds), name="hub-heartbeat"),
            asyncio.create_task(
                audit(self._redis, self._keys, self._rooms, self._audit_seconds), name="hub-audit"
            ),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def watchers(self) -> int:
        """How many watch at this moment."""
        return self._rooms.watchers

    def drain(self) -> None:
        """End every watcher with DRAINING, and refuse new ones."""
        self._draining = True
        for room in self._rooms:
            for watcher in room.watchers:
                watcher.wake()

    async def close(self) -> None:
        """Drain, and end the hub's own work. The client stays open."""
        self.drain()
        self._subscriber.end()
        await end_tasks(self._tasks)
        await self._catch_up.close()

    async def watch(
        self, job_id: str, *, owner: str, after: int | None, uid: str = ""
    ) -> AsyncGenerator[WatchItem, None]:
        """Yield the events of a job after a place, each once and in order, until its end.

        A watch of only what is new begins with a mark of its place, unless the job has ended.

        Args:
            job_id: id of the job.
            owner: whose job it must be.
            after: sequence of the last event that the caller has; 0 for the start,
                ``None`` for only what is new.
            uid: the life of the id that it must be; empty for the present one.

        Ends after the terminal event, also when that lies at or before ``after``. Raises
        QuireError: JOB_NOT_FOUND and RESULT_EXPIRED (both also when the job goes
        meanwhile), CURSOR_OUT_OF_RANGE, WATCH_LIMIT, DRAINING, STORE_UNAVAILABLE. Close
        the iterator (``contextlib.aclosing``) when leaving it early.
        """
        self._refuse_if_draining()
        self._refuse_if_full()
        now = asyncio.get_running_loop().time
        since_ms = time.time() * 1000
        watcher = Watcher(after, uid, now())
        channel = self._channel(job_id)
        self._rooms.join(channel, job_id, watcher)
        placed = False
        try:
            while True:
                self._refuse_if_draining()
                if watcher.beat:
                    yield watcher.mark()
                    watcher.taken(now())
                    continue
                events = await self._next(job_id, owner, watcher)
                if events is None:
                    return
                if after is None and watcher.begun and not placed:
                    placed = True  # whoever is cut off before the first event comes back to here
                    yield watcher.mark()
                for event in events:
                    watcher.give(event)
                    self._tell_lag(event, since_ms)
                    yield event
                    watcher.taken(now())
                    if event.terminal:
                        return
        finally:
            if self._rooms.leave(channel, watcher):
                self._subscriber.kick(channel)

    async def _next(
        self, job_id: str, owner: str, watcher: Watcher
    ) -> tuple[StoredEvent, ...] | None:
        """Return what is to be given out, or nothing after a sleep; ``None`` at the end."""
        if watcher.stale:
            page = await self._read(job_id, watcher)
            if page is not None:
                return self._take_page(page, job_id, owner, watcher)
        elif live := watcher.next():
            return (live,)
        elif watcher.stale:
            return ()
        await watcher.wait()
        return ()

    def _take_page(
        self, page: StreamPage | Gone, job_id: str, owner: str, watcher: Watcher
    ) -> tuple[StoredEvent, ...] | None:
        """Return the events of a page, ``None`` if the job ended with none of them left."""
        events = follow(watcher, page, job_id=job_id, kind=self._keys.kind, owner=owner)
        ended = isinstance(page, StreamPage) and State(page.state).final
        if not ended and not watcher.begun:  # what has ended needs no subscription
            self._subscriber.kick(self._channel(job_id))
        watcher.begun = True
        return None if ended and not events else events

    async def _read(self, job_id: str, watcher: Watcher) -> StreamPage | Gone | None:
        """Read what follows the cursor.

        Returns ``None`` when the store does not answer a watcher that has begun and has
        patience left; it is woken for another try.
        """
        loop = asyncio.get_running_loop()
        watcher.stale = False
        try:
            with store_errors(self._observer):
                page = await self._catch_up.read(job_id, watcher.cursor)
        except QuireError:
            self._refuse_if_draining()
            watcher.failing_since = watcher.failing_since or loop.time()
            if not watcher.begun or loop.time() - watcher.failing_since > self._patience_seconds:
                raise
            pause = _RETRY_SECONDS * random.uniform(0.5, 1.5)  # noqa: S311  not a secret
            loop.call_later(pause, watcher.go_stale)
            return None
        watcher.failing_since = 0.0
        return page

    def _tell_lag(self, event: StoredEvent, since_ms: float) -> None:
        """Tell how late an event is; what happened before the watcher came is not late."""
        if event.time_ms >= since_ms:
            self._observer.handed_over(max(0.0, time.time() - event.time_ms / 1000))

    def _channel(self, job_id: str) -> bytes:
        return self._keys.channel(job_id).encode()

    def _refuse_if_draining(self) -> None:
        if self._draining:
            raise QuireError(
                Reason.DRAINING,
                "this server is shutting down; watch again",
                retry_after=_COME_BACK_SECONDS,
            )

    def _refuse_if_full(self) -> None:
        if self._rooms.watchers >= self._max_watchers:
            raise QuireError(
                Reason.WATCH_LIMIT,
                "this server has as many watchers as it takes",
                metadata={"limit": str(self._max_watchers)},
                retry_after=_COME_BACK_SECONDS,
            )

    def _on_message(self, channel: bytes, data: bytes) -> None:
        room = self._rooms.get(channel)
        if room is None:
            return
        try:
            head = self._codec.head(data)
        except Exception as error:  # anyone may publish; only the stream is believed
            _log.warning("unreadable message", job_id=room.job_id, cause=type(error).__name__)
            room.go_stale()
            return
        room.offer(StoredEvent(head.sequence, head.terminal, data, head.time_ms))

    def _on_subscribed(self, channel: bytes) -> None:
        if room := self._rooms.get(channel):
            room.go_stale()
