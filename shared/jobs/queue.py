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
from shared.jobs.waiting import FIELDS, KnownWaiting, WaitingJobs

LOOKED_AT = 1000
"""Waiting jobs whose priority is looked at, from the front; the rest is only counted."""

FRESH_SECONDS = 0.5
"""A look that is no older is given to whoever asks next."""


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


class QueueReader:
    """Reads the queue in two round trips, however many ask at the same time.

    Args:
        redis: a client that answers in bytes.
        keys: names of the service's keys.
    """

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._known = KnownWaiting()
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
        return Queue(
            now_ms=seconds * 1000 + micros // 1000,
            waiting=tuple(self._known.of(priority) for priority in sorted(Priority, reverse=True)),
            waiting_others=max(0, waiting - len(scores)),
            running=running,
            retrying=retrying,
            workers=workers,
        )

    async def _learn(self, scores: Mapping[bytes, float], names: list[bytes]) -> tuple[Worker, ...]:
        """Look at the jobs that are new in the queue; return the workers of these names."""
        new = self._known.new(scores)
        if not new and not names:
            return ()
        pipeline = self._redis.pipeline(transaction=False)
        for job_id in new:
            pipeline.hmget(self._keys.record(job_id.decode()), *FIELDS)
        for name in names:
            pipeline.get(self._keys.worker(name.decode()))
        with store_errors():
            answers = await pipeline.execute()
        for job_id, row in zip(new, answers, strict=False):
            self._known.learn(job_id, scores[job_id], row)
        said = [Worker.parse(value) for value in answers[len(new) :] if value]
        return tuple(sorted((one for one in said if one is not None), key=lambda one: one.name))
