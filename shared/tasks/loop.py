"""One event loop for a whole worker process, in a thread of its own.

All jobs of a worker run on it: several loops with grpc.aio in one process fail
with BlockingIOError, and connections cannot be shared between loops.
"""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

R = TypeVar("R")

_AGAIN_SECONDS = 0.5


class LoopThread:
    """An event loop that runs in a thread from ``start`` to ``stop``."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="jobs-loop", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def call(self, work: Coroutine[Any, Any, R]) -> R:
        """Run ``work`` on the loop and wait for it, from any other thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def stop(self) -> None:
        """Cancel what still runs, wait for it, and end the thread."""
        self.call(_cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()


async def _cancel_all() -> None:
    # Again and again: on Python 3.11 asyncio.wait_for may swallow a cancellation.
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=_AGAIN_SECONDS)
    await asyncio.get_running_loop().shutdown_asyncgens()
