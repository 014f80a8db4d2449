"""A bare grpc.aio stream from memory: what gRPC itself costs, with no store behind it.

``python -m benchmarks.baselines.memory PORT JOBS RATE SECONDS``

Each watcher gets a first event at once; SIGUSR1 begins the others.
"""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator

from quire.job.v1 import events_pb2
from quire.outline.v1 import outline_pb2

from benchmarks.baselines.watch_server import Request, Response, serve_watch
from benchmarks.load.events import job_id
from shared.rpc.context import Context

_TICK_SECONDS = 0.005


class Jobs:
    """Jobs whose events live in memory; a queue for each watcher."""

    def __init__(self, jobs: int) -> None:
        self._queues: list[set[asyncio.Queue[Response]]] = [set() for _ in range(jobs)]
        self._numbers = {job_id(number): number for number in range(jobs)}
        self.begin = asyncio.Event()

    async def watch(self, request: Request, context: Context) -> AsyncIterator[Response]:
        """Answer WatchOutline."""
        queue: asyncio.Queue[Response] = asyncio.Queue()
        number = self._numbers[request.job_id]
        self._queues[number].add(queue)
        try:
            yield _event(number, 1)
            while True:
                yield await queue.get()
        finally:
            self._queues[number].discard(queue)

    async def emit(self, rate: float, seconds: float) -> None:
        """Hand out events at an even rate, to one job after the other."""
        await self.begin.wait()
        jobs, total, done = len(self._queues), round(rate * seconds), 0
        began = time.monotonic()
        while done < total:
            due = min(total, int((time.monotonic() - began) * rate) + 1)
            for number in range(done, due):
                event = _event(number % jobs, number // jobs + 2)
                for queue in self._queues[number % jobs]:
                    queue.put_nowait(event)
            done = due
            await asyncio.sleep(_TICK_SECONDS)


def _event(number: int, sequence: int) -> Response:
    event = outline_pb2.OutlineEvent(
        job_id=job_id(number),
        job_uid="b" * 32,
        sequence=sequence,
        progress=events_pb2.Progress(step="chapters", message="m" * 100, fraction=0.5),
    )
    event.time.FromNanoseconds(time.time_ns())
    return Response(event=event)


async def main(port: str, jobs: str, rate: str, seconds: str) -> None:
    """Serve for ever."""
    every = Jobs(int(jobs))
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, every.begin.set)
    server = await serve_watch(port, every.watch)
    emitting = asyncio.create_task(every.emit(float(rate), float(seconds)))
    await server.wait_for_termination()
    await emitting


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
