"""Where work that would hold up the event loop is done."""

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from shared.cpu.pool import CpuPool
from shared.cpu.step import run_step

P = ParamSpec("P")
R = TypeVar("R")


class Aside(Protocol):
    """Runs a function at module level, away from the event loop, and returns its value."""

    async def __call__(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R: ...


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
