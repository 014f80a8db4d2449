"""Processes for work that must not run on the event loop and must be killable.

A call takes a thread of the pool and, with it, a process; both wait for the next
call afterwards. The threads do what blocks (starting, pickling, reading, reaping),
so a pool can be used from any event loop in any thread and needs no child watcher.
"""

import asyncio
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar, cast

from shared.cpu.worker import Worker, WorkerDied, WorkFailed, WorkNotBegun

__all__ = ["CpuPool", "WorkFailed", "WorkerDied"]

P = ParamSpec("P")
R = TypeVar("R")


class CpuPool:
    """A fixed number of worker processes, each replaced when it is killed.

    Processes start when first needed. Calls beyond their number wait, first come,
    first served.

    Args:
        size: processes at most.
        memory_limit: address space of each process in bytes; 0 for no limit.

    """

    def __init__(self, size: int, *, memory_limit: int = 0) -> None:
        self._memory_limit = memory_limit
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="quire-cpu")
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._calls: set[_Call] = set()
        self._closed = False

    async def run(
        self, timeout: float, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``work``, a function at module level, in a process and return its value.

        Raises whatever ``work`` raises; TimeoutError when it took longer than
        ``timeout`` seconds, after its process was killed; WorkerDied when the
        process ended by itself (out of memory, crash) or the pool was closed;
        WorkFailed when value or exception cannot be pickled. A cancelled call kills
        its process too. Time spent waiting for a process, starting it and importing
        the module of ``work`` does not count towards ``timeout``.
        """
        call = _Call(timeout)
        with self._lock:
            if self._closed:
                raise WorkerDied("the pool is closed")
            self._calls.add(call)
            future = self._threads.submit(self._perform, call, work, args, kwargs)
        future.add_done_callback(lambda _: self._forget(call))
        try:
            return cast("R", await asyncio.wrap_future(future))
        except asyncio.CancelledError:
            call.stop()
            raise

    async def close(self) -> None:
        """Kill all processes and wait for them. Calls under way raise WorkerDied."""
        with self._lock:
            self._closed = True
            calls = tuple(self._calls)
        for call in calls:
            call.stop()
        closer = ThreadPoolExecutor(1, thread_name_prefix="quire-cpu-close")
        try:
            await asyncio.wrap_future(closer.submit(self._end))
        finally:
            closer.shutdown(wait=False)

    def _forget(self, call: "_Call") -> None:
        with self._lock:
            self._calls.discard(call)

    def _end(self) -> None:
        self._threads.shutdown(wait=True)
        while self._idle:
            self._idle.pop().dispose()

    def _perform(
        self,
        call: "_Call",
        work: Callable[..., object],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> object:
        request = pickle.dumps((work, args, kwargs), pickle.HIGHEST_PROTOCOL)
        while True:
            worker = self._take()
            reused = not worker.fresh
            try:
                call.attach(worker)
                return worker.call(request, call.timeout)
            except WorkNotBegun:
                if not reused or call.stopped:
                    raise
            finally:
                call.detach()
                self._give_back(worker)

    def _take(self) -> Worker:
        with self._lock:
            dead = [worker for worker in self._idle if not worker.alive]
            self._idle = [worker for worker in self._idle if worker not in dead]
            found = self._idle.pop() if self._idle else None
        for worker in dead:
            worker.dispose()
        return found or Worker(self._memory_limit)

    def _give_back(self, worker: Worker) -> None:
        if worker.usable:
            with self._lock:
                self._idle.append(worker)
        else:
            worker.dispose()


@dataclass(eq=False)
class _Call:
    """A call and, while one works for it, its process: the only one that it may kill."""

    timeout: float
    stopped: bool = False
    _worker: Worker | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attach(self, worker: Worker) -> None:
        with self._lock:
            if self.stopped:
                raise WorkerDied("the call was cancelled or the pool was closed")
            self._worker = worker

    def detach(self) -> None:
        with self._lock:
            self._worker = None

    def stop(self) -> None:
        with self._lock:
            self.stopped = True
            if self._worker is not None:
                self._worker.kill()
