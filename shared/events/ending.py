"""Ending tasks that use redis-py."""

import asyncio
from collections.abc import Iterable

_AGAIN_SECONDS = 0.2


async def end_tasks(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks and wait for them.

    More than once if need be: redis-py sends within ``asyncio.wait_for``, which up to
    3.11 swallows a cancel that comes just as the sending is done (cpython issue 86296).
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=_AGAIN_SECONDS)
        for task in done:
            if not task.cancelled():
                task.exception()  # it has been logged or told where it matters
