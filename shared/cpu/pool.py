"""Processes for work that must not run on the event loop and must be killable."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class CpuPool:
    """A fixed number of worker processes, each replaced when it is killed.

    Args:
        size: processes at most.
        memory_limit: address space of each process in bytes; 0 for no limit.

    """

    def __init__(self, size: int, *, memory_limit: int = 0) -> None:
        raise NotImplementedError

    async def run(
        self, timeout: float, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``work``, a function at module level, in a process and return its value.

        Raises whatever ``work`` raises; TimeoutError when it took longer than
        ``timeout`` seconds, after its process was killed; WorkerDied when the
        process ended by itself (out of memory, crash). A cancelled call kills its
        process too.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """Kill all processes and wait for them."""
        raise NotImplementedError
