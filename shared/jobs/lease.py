"""Keeps the leases of a process's attempts alive, from a thread of its own.

A thread, because a loop that is busy for a while must not lose its jobs; but one
that has stopped ticking for half a lease must, so then no heartbeat is sent.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import structlog
from redis import Redis as SyncRedis
from redis.exceptions import RedisError

from shared.jobs.keys import Keys
from shared.jobs.loop_watch import LoopWatch
from shared.jobs.observer import UNOBSERVED, JobObserver
from shared.jobs.policy import JobPolicy
from shared.jobs.scripts import Script, source
from shared.jobs.trouble import Trouble
from shared.reasons import Reason

_log = structlog.get_logger("quire.lease")


@dataclass(frozen=True, slots=True)
class Held:
    """An attempt whose lease is kept, and whom to tell, on the loop, of what is heard."""

    job_id: str
    token: str
    on_cancel: Callable[[], None]
    on_lost: Callable[[], None]


class LeaseKeeper:
    """Sends heartbeats for all attempts of a process together.

    Args:
        redis: a client for threads; used by the keeper's thread alone.
    """

    def __init__(
        self,
        redis: SyncRedis,
        keys: Keys,
        policy: JobPolicy,
        observer: JobObserver = UNOBSERVED,
    ) -> None:
        self._redis = redis
        self._observer = observer
        self._keys = keys
        self._policy = policy
        self._script = redis.register_script(source(Script.HEARTBEAT))
        self._held: dict[tuple[str, str], Held] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._ended = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop
        self._watch = LoopWatch(policy.lease_seconds / 2)
        self._trouble = Trouble("heartbeats are not answered")

    def start(self) -> None:
        """Start the thread; call on the loop whose life is told."""
        self._loop = asyncio.get_running_loop()
        self._watch.start()
        self._thread.start()

    async def stop(self) -> None:
        """End the thread, as soon as the heartbeat under way is answered."""
        self._stopped.set()
        self._watch.end()
        await self._ended.wait()

    def hold(self, held: Held) -> None:
        """Keep a lease alive from now on."""
        with self._lock:
            self._held[held.job_id, held.token] = held

    def drop(self, held: Held) -> None:
        """Let it go."""
        with self._lock:
            self._held.pop((held.job_id, held.token), None)

    def cancel(self, job_id: str, token: str) -> None:
        """Tell an attempt that its job is to be cancelled; call on the loop."""
        with self._lock:
            held = self._held.get((job_id, token))
        if held is not None:
            held.on_cancel()

    def _beat(self) -> None:
        while not self._stopped.wait(self._policy.heartbeat_seconds):
            runs = self._watch.runs()
            with self._lock:
                held = list(self._held.values())
            if held and runs:
                self._send(held)
        self._loop.call_soon_threadsafe(self._ended.set)

    def _send(self, held: list[Held]) -> None:
        keys = [self._keys.leases, *(self._keys.record(one.job_id) for one in held)]
        args: list[str | int] = [self._policy.lease_ms]
        for one in held:
            args += [one.job_id, one.token]
        try:
            answers = cast("list[bytes]", self._script(keys=keys, args=args))
        except (RedisError, OSError) as error:
            self._observer.store_failed(Reason.STORE_UNAVAILABLE)
            self._trouble.met(type(error).__name__)
            return
        self._trouble.over()
        for one, answer in zip(held, answers, strict=True):
            if answer == b"cancel":
                self._loop.call_soon_threadsafe(one.on_cancel)
            elif answer == b"gone":
                self._loop.call_soon_threadsafe(one.on_lost)
