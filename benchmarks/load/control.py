"""How a load process and its parent talk: a JSON object a line, on stdin and stdout."""

import asyncio
import gc
import json
import sys
from collections.abc import Callable
from contextlib import suppress

from benchmarks.load.tally import Tally

_LATE_SECONDS = 45.0
"""How long what was written may take to arrive before it counts as missing."""


def tell(**facts: object) -> None:
    """Say something to the parent."""
    print(json.dumps(facts), flush=True)


class Commands:
    """What the parent says."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader

    @classmethod
    async def open(cls) -> "Commands":
        """Listen on stdin."""
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        return cls(reader)

    async def next(self) -> dict[str, int]:
        """Return the next command. Raises EOFError when the parent is gone."""
        line = await self._reader.readline()
        if not line:
            raise EOFError
        command: dict[str, int] = json.loads(line)
        return command


async def answer(tally: Tally, result: Callable[[int], dict[str, object]]) -> None:
    """Tell when all watchers are attached, then do what the parent says until it has its result.

    ``{"time": 1}`` begins the timing; ``{"finish": n}`` says that ``n`` events were written,
    and is answered with the result as soon as all have come, or after a while.
    """
    commands = await Commands.open()
    watchers = len(tally.cursors)
    while tally.attached < watchers:
        await asyncio.sleep(0.05)
        tell(attached=tally.attached)
    gc.collect()
    gc.freeze()  # else the collector walks over all streams now and then, and delays what it times
    while True:
        command = await commands.next()
        if "time" in command:
            tally.begin_timing()
        if "finish" in command:
            events = command["finish"]
            with suppress(TimeoutError):
                async with asyncio.timeout(_LATE_SECONDS):
                    await _all_here(tally, events)
            tell(**result(events))
            return


async def _all_here(tally: Tally, events: int) -> None:
    while tally.missing(events):  # noqa: ASYNC110  thousands of watchers should ring no bell
        await asyncio.sleep(0.1)
