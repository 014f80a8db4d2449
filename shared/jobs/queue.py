"""How much there is to do for a service and who does it; nothing of single jobs."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from redis.asyncio import Redis

from shared.jobs.keys import Keys
from shared.jobs.model import Priority
from shared.jobs.presence import Worker
from shared.jobs.redis_errors import store_errors

LOOKED_AT = 1000
"""Waiting jobs whose priority is looked at, from the front; the rest is only counted."""

FRESH_SECONDS = 0.5
"""A look that is no older is given to whoever asks next."""


@dataclass(frozen=True, slots=True)
class WaitingJobs:
    """The waiting jobs of one priority: how many, and when the oldest was recorded (Unix ms)."""

    priority: Priority
    jobs: int
    oldest_ms: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What a service has to do.

    Args:
        now_ms: the store's time.
        waiting: one entry for each priority, HIGH first.
        waiting_others: waiting jobs that were not looked at.
        running: jobs that a worker holds.
        retrying: jobs between two attempts.
        workers: those that have been heard of lately, by name.
    """

    now_ms: int
    waiting: tuple[WaitingJobs, ...]
    waiting_others: int
    running: int
    retrying: int
    workers: tuple[Worker, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What never changes of a job as long as its place in the queue does not."""

    score: float
    priority: Priority
    create_ms: int


class QueueReader:
    """Reads the queue in two round trips, however many ask at the same time.

    Args:
        redis: a client that answers in bytes.
        keys: names of the service's keys.
    """

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._known: dict[bytes, _Known] = {}
        self._lock = asyncio.Lock()
        self._last: tuple[float, Queue] | None = None

    async def read(self) -> Queue:
        """Return the queue as it was at most half a second ago.

        Raises QuireError STORE_UNAVAILABLE.
        """
        async with self._lock:
            if self._last is None or time.monotonic() - self._last[0] > FRESH_SECONDS:
                self._last = (time.monotonic(), await self._look())
            return self._last[1]

    async def _look(self) -> Queue:
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.time()
        pipeline.zrange(self._keys.waiting, 0, LOOKED_AT - 1, withscores=True)
        pipeline.zcard(self._keys.waiting)
        pipeline.zcard(self._keys.leases)
        pipeline.zcard(self._keys.retries)
        pipeline.zrange(self._keys.workers, 0, -1)
        with store_errors():
            (seconds, micros), places, waiting, running, retrying, names = await pipeline.execute()
        scores = dict(cast("list[tuple[bytes, float]]", places))
        workers = await self._learn(scores, cast("list[bytes]", names))
        known = [self._known[job_id] for job_id in scores if job_id in self._known]
        return Queue(
            now_ms=seconds * 1000 + micros // 1000,
            waiting=tuple(_waiting(priority, known) for priority in sorted(Priority, reverse=True)),
            waiting_others=max(0, waiting - len(scores)),
            running=running,
            retrying=retrying,
            workers=workers,
        )

    async def _learn(self, scores: Mapping[bytes, float], names: list[bytes]) -> tuple[Worker, ...]:
        """Look at the jobs that are new in the queue; return the workers of these names."""
        self._known = {
            job_id: known
            for job_id, known in self._known.items()
            if scores.get(job_id) == known.score
        }
        new = [job_id for job_id in scores if job_id not in self._known]
        if not new and not names:
            return ()
        pipeline = self._redis.pipeline(transaction=False)
        for job_id in new:
            pipeline.hmget(self._keys.record(job_id.decode()), "priority", "create_ms")
        for name in names:
            pipeline.get(self._keys.worker(name.decode()))
        with store_errors():
            answers = await pipeline.execute()
        for job_id, (priority, create_ms) in zip(new, answers, strict=False):
            if priority and create_ms:  # else it has gone meanwhile
                self._known[job_id] = _Known(
                    scores[job_id], Priority(int(priority)), int(create_ms)
                )
        said = [Worker.parse(value) for value in answers[len(new) :] if value]
        return tuple(sorted((one for one in said if one is not None), key=lambda one: one.name))


def _waiting(priority: Priority, known: list[_Known]) -> WaitingJobs:
    times = [one.create_ms for one in known if one.priority is priority]
    return WaitingJobs(priority, len(times), min(times, default=0))
