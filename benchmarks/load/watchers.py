"""``python -m benchmarks.load.watchers PLAN``: many watchers over plain gRPC stubs."""

import asyncio
import json
import random
import sys
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass

import grpc
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

from benchmarks.load.control import answer
from benchmarks.load.events import job_id
from benchmarks.load.tally import Tally

_Request = outline_service_pb2.WatchOutlineRequest
_JOINING_AT_ONCE = 200
_BACKOFF_CAP_SECONDS = 5.0
_OPTIONS = (
    ("grpc.use_local_subchannel_pool", 1),  # a connection of its own for each channel
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 5_000),
)


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """Who watches what.

    Args:
        watchers: number n watches job n modulo ``jobs``.
        streams: of one connection.
        resume: whether a lost stream is taken up again after its cursor, with jittered backoff.
        deaf: further watchers that never read; only ``bare_watchers`` has them.
    """

    address: str
    watchers: int
    jobs: int
    streams: int = 100
    resume: bool = False
    deaf: int = 0


class _Watchers:
    def __init__(self, plan: WatchPlan) -> None:
        self._plan = plan
        self._joining = asyncio.Semaphore(_JOINING_AT_ONCE)
        self.tally = Tally(plan.watchers, plan.jobs)

    async def watch(self, stub: "outline_service_pb2_grpc.OutlineServiceAsyncStub", n: int) -> None:
        tally, failures = self.tally, 0
        async with self._joining:
            stream = aiter(stub.WatchOutline(_Request(job_id=job_id(n % self._plan.jobs))))
            first = (await anext(stream)).event
            _note(tally, n, first)
        while True:
            try:
                async for item in stream:
                    if item.HasField("event"):
                        _note(tally, n, item.event)
                        failures = 0
                return
            except grpc.aio.AioRpcError as error:
                tally.lost(n, error.code().name)
                if not self._plan.resume:
                    return
                failures += 1
                bound = min(_BACKOFF_CAP_SECONDS, 0.25 * 2.0**failures)
                await asyncio.sleep(random.uniform(0, bound))  # noqa: S311  not a secret
            request = _Request(job_id=job_id(n % self._plan.jobs), after_sequence=tally.cursors[n])
            stream = aiter(stub.WatchOutline(request))


async def watch(plan: WatchPlan) -> None:
    """Watch until the parent has its result."""
    watchers = _Watchers(plan)
    async with AsyncExitStack() as stack:
        tasks = []
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub
        for number in range(plan.watchers):
            if number % plan.streams == 0:
                channel = grpc.aio.insecure_channel(plan.address, options=_OPTIONS)
                stub = outline_service_pb2_grpc.OutlineServiceStub(
                    await stack.enter_async_context(channel)
                )
            tasks.append(asyncio.create_task(watchers.watch(stub, number)))
        await answer(watchers.tally, lambda events: asdict(watchers.tally.result(events)))
        for task in tasks:
            task.cancel()


def _note(tally: Tally, number: int, event: outline_pb2.OutlineEvent) -> None:
    time = event.time
    tally.received(number, event.sequence, time.seconds + time.nanos / 1e9)


if __name__ == "__main__":
    asyncio.run(watch(WatchPlan(**json.loads(sys.argv[1]))))
