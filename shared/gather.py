"""Running several coroutines at once with one clear failure."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

R = TypeVar("R")


async def run_all(work: Iterable[Coroutine[Any, Any, R]]) -> list[R]:
    """Run all of ``work`` at once and return the values in order.

    The first failure cancels the rest, which is waited for, and is raised as it
    is, not within an exception group.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(each) for each in work]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]
