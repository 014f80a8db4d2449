"""Ends streams whose client does not read."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_LOOK_SECONDS = 1.0


@dataclass(slots=True, eq=False)
class Writing:
    """A stream under way.

    Attributes:
        since: since when a message waits to be taken (loop time); 0 if none does.
        too_slow: whether the stream was ended because it waited for too long.
    """

    task: asyncio.Task[object]
    since: float = 0.0
    too_slow: bool = False


class SlowReaders:
    """Knows the streams of a server; ``run`` it as a task.

    Args:
        seconds: how long a message may wait for a client that does not read.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._streams: set[Writing] = set()

    @contextmanager
    def stream(self) -> Iterator[Writing]:
        """Watch over the stream that the current task writes, within the block."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  a handler is a task
        writing = Writing(task)
        self._streams.add(writing)
        try:
            yield writing
        finally:
            self._streams.discard(writing)

    async def run(self) -> None:
        """Cancel the tasks of streams that wait for too long, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(min(_LOOK_SECONDS, self.seconds / 2))
            late = loop.time() - self.seconds
            for writing in tuple(self._streams):
                if 0 < writing.since < late:
                    writing.too_slow = True
                    writing.task.cancel()
