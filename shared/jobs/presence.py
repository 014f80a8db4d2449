"""Workers say that they are there: a small key each, which expires when they fall silent."""

import asyncio
import contextlib
import json
import os
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from redis.asyncio import Redis

from shared.errors import QuireError
from shared.jobs.keys import Keys
from shared.jobs.redis_errors import store_errors
from shared.jobs.trouble import Trouble

EVERY_SECONDS = 2.0
SILENT_SECONDS = 10.0
"""A worker that has said nothing for so long is not told of."""

_FORGOTTEN_SECONDS = 24 * 3600
"""A name is forgotten after a day; by the clocks of the workers, which may differ somewhat."""


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker process says of itself.

    Args:
        name: ``{host}/{process id}``.
        version: of Quire.
        start_ms: when it started, by its own clock (Unix ms).
        slots: how many jobs it runs at once at most.
        running: how many it runs.
        stopping: whether it takes no more.
    """

    name: str
    version: str
    start_ms: int
    slots: int
    running: int
    stopping: bool

    @property
    def json(self) -> str:
        """The form in which it is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, value: bytes) -> "Worker | None":
        """Return what was kept, ``None`` for what another version of Quire has kept otherwise."""
        with contextlib.suppress(ValueError, TypeError):
            return cls(**json.loads(value))
        return None


def worker_name() -> str:
    """Return the name of this process."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Presence:
    """Says every two seconds what ``facts`` returns, for as long as ``run`` runs.

    Args:
        redis: a client that answers in bytes.
    """

    def __init__(self, redis: Redis, keys: Keys, facts: Callable[[], Worker]) -> None:
        self._redis = redis
        self._keys = keys
        self._facts = facts
        self._trouble = Trouble("the worker cannot say that it is there")

    async def run(self) -> None:
        """Say it until cancelled; then say that the worker has gone."""
        try:
            while True:
                try:
                    await self._say()
                except QuireError as error:
                    self._trouble.met(error.message)
                else:
                    self._trouble.over()
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            with contextlib.suppress(QuireError):
                await self._leave()

    async def _say(self) -> None:
        worker = self._facts()
        now = time.time()
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.set(self._keys.worker(worker.name), worker.json, px=round(SILENT_SECONDS * 1000))
        pipeline.zadd(self._keys.workers, {worker.name: now})
        pipeline.zremrangebyscore(self._keys.workers, "-inf", now - _FORGOTTEN_SECONDS)
        pipeline.expire(self._keys.workers, _FORGOTTEN_SECONDS)
        with store_errors():
            await pipeline.execute()

    async def _leave(self) -> None:
        name = self._facts().name
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.delete(self._keys.worker(name))
        pipeline.zrem(self._keys.workers, name)
        with store_errors():
            await pipeline.execute()
