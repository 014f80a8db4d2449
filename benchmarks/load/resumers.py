"""``python -m benchmarks.load.resumers ADDRESS EVENTS``: resumes from every place of one job."""

import asyncio
import sys

import grpc
from quire.outline.v1 import outline_service_pb2, outline_service_pb2_grpc

from benchmarks.load.control import tell
from benchmarks.load.events import job_id

_AT_ONCE = 50


async def main(address: str, events: int) -> None:
    """Tell from how many places something else came than exactly the rest."""
    room = asyncio.Semaphore(_AT_ONCE)
    async with grpc.aio.insecure_channel(address) as channel:
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
            outline_service_pb2_grpc.OutlineServiceStub(channel)
        )

        async def resume(after: int) -> bool:
            request = outline_service_pb2.WatchOutlineRequest(
                job_id=job_id(0), after_sequence=after
            )
            async with room:
                seen = [
                    item.event.sequence
                    async for item in stub.WatchOutline(request)
                    if item.HasField("event")
                ]
            return seen == list(range(after + 1, events + 1))

        right = await asyncio.gather(*(resume(after) for after in range(events + 1)))
    tell(places=len(right), wrong=right.count(False))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
