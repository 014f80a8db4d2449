"""``python -m benchmarks.load.sse_watchers PLAN``: many readers of server-sent events.

A connection each, as browsers have. The reader is a bare asyncio protocol, so that the load
costs little beside the server.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import datetime

from benchmarks.load.control import answer
from benchmarks.load.events import job_id
from benchmarks.load.tally import Tally
from benchmarks.load.watchers import WatchPlan

_JOINING_AT_ONCE = 200


class _Reader(asyncio.Protocol):
    """Takes the lines ``data: {…}`` out of a response, whatever its chunks."""

    def __init__(self, tally: Tally, number: int, joined: asyncio.Future[None]) -> None:
        self._tally = tally
        self._number = number
        self._joined = joined
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.startswith(b"data: {"):
                event = json.loads(line[6:])
                written_at = datetime.fromisoformat(event["timestamp"]).timestamp()
                self._tally.received(self._number, event["sequence"], written_at)
                if not self._joined.done():
                    self._joined.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._tally.lost(self._number, type(exc).__name__)


async def watch(plan: WatchPlan) -> None:
    """Watch until the parent has its result."""
    tally = Tally(plan.watchers, plan.jobs)
    host, _, port = plan.address.partition(":")
    loop = asyncio.get_running_loop()
    joining = asyncio.Semaphore(_JOINING_AT_ONCE)
    transports = []

    async def join(number: int) -> None:
        async with joining:
            joined: asyncio.Future[None] = loop.create_future()
            transport, _ = await loop.create_connection(
                lambda: _Reader(tally, number, joined), host, int(port)
            )
            transports.append(transport)
            path = f"/jobs/{job_id(number % plan.jobs)}/events"
            transport.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            await joined

    tasks = [asyncio.create_task(join(number)) for number in range(plan.watchers)]
    await answer(tally, lambda events: asdict(tally.result(events)))
    for task in tasks:
        task.cancel()
    for transport in transports:
        transport.abort()


if __name__ == "__main__":
    asyncio.run(watch(WatchPlan(**json.loads(sys.argv[1]))))
