"""Where work that would hold up the event loop is done."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, Protocol, TypeVar

from shared.cpu.pool import CpuPool
from shared.cpu.step import run_step

P = ParamSpec("P")
R = TypeVar("R")

_THREADS = 2  # they share one processor anyway


class Aside(Protocol):
    """Runs a function at module level, away from the event loop, and returns its value."""

    async def __call__(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R: ...


async def in_thread(work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a function that changes what it is given, which another process could not.

    Its threads are few, and none of the event loop's own, on which names are resolved.
    """
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(), partial(work, *args, **kwargs))


class PoolAside:
    """Runs it in a process of a pool.

    Raises QuireError(STEP_FAILED), metadata ``step``, when it takes too long or its
    process dies, and what the function raises.

    Args:
        seconds: that one call may take.

    """

    def __init__(self, pool: CpuPool, step: str, *, seconds: float) -> None:
        self._pool = pool
        self._step = step
        self._seconds = seconds

    async def __call__(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        return await run_step(self._pool, self._step, self._seconds, work, *args, **kwargs)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, "quire-author")
