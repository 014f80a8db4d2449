"""Ending tasks that use redis-py."""

import asyncio
import math
import time
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


async def end_tasks(
    tasks: Iterable[asyncio.Task[T]],
    *,
    again_seconds: float = 0.2,
    within_seconds: float = math.inf,
) -> None:
    """Cancel tasks and wait for them, at most ``within_seconds``.

    More than once if need be: redis-py sends within ``asyncio.wait_for``, which up to
    3.11 swallows a cancel that comes just as the sending is done (cpython issue 86296).
    """
    pending = set(tasks)
    give_up = time.monotonic() + within_seconds
    while pending and (left := give_up - time.monotonic()) > 0:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=min(left, again_seconds))
        for task in done:
            if not task.cancelled():
                task.exception()  # it has been logged or told where it matters
