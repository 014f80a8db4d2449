"""A server of asyncio for tests that are not: on a loop and a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TypeVar

T = TypeVar("T")

_SECONDS = 20


@contextmanager
def in_background(server: AbstractAsyncContextManager[T]) -> Iterator[T]:
    """Run an async context for as long as the block lasts, and give what it gives."""
    ready: Future[T] = Future()
    over = threading.Event()

    async def run() -> None:
        try:
            async with server as running:
                ready.set_result(running)
                await asyncio.to_thread(over.wait)
        except BaseException as error:
            if not ready.done():
                ready.set_exception(error)
            raise

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    try:
        yield ready.result(timeout=_SECONDS)
    finally:
        over.set()
        thread.join(timeout=_SECONDS)
