"""Watchers that leave at once, thousands of them, leave nothing behind in the server.

``CANCELLED_STREAMS`` says how many (3,000); 100,000 take some minutes.
"""

import asyncio
import os
from pathlib import Path

import grpc
import psutil
import pytest
from quire.outline.v1 import outline_service_pb2, outline_service_pb2_grpc

from deploy.local.ports import Ports
from deploy.local.stack import LocalStack

Pb = outline_service_pb2

STREAMS = int(os.environ.get("CANCELLED_STREAMS", "3000"))
AT_ONCE = 50
CONNECTIONS = 24
"""Of the server: to the store at most 17, to the test, and what listens."""

GROWTH_MIB = 20.0
"""What allocators and caches may vary by, however many streams there were."""


@pytest.mark.timeout(120 + STREAMS / 100)
async def test_cancelled_streams_leave_nothing(tmp_path: Path) -> None:
    with LocalStack(tmp_path, ports=Ports.free(), parts=("valkey", "outline-server")) as stack:
        process = psutil.Process(stack.parts["outline-server"].pid)
        async with grpc.aio.insecure_channel(stack.outline_address) as channel:
            stub = outline_service_pb2_grpc.OutlineServiceStub(channel)
            await stub.GenerateOutline(Pb.GenerateOutlineRequest(job_id="j", query="What?"))

            async def come_and_go() -> None:
                stream = stub.WatchOutline(Pb.WatchOutlineRequest(job_id="j"))
                await stream.read()
                stream.cancel()

            async def many(count: int) -> None:
                for _ in range(count // AT_ONCE):
                    await asyncio.gather(*(come_and_go() for _ in range(AT_ONCE)))

            await many(1000)  # pools, caches and code are warm
            before = process.memory_info().rss
            await many(STREAMS)
            stream = stub.WatchOutline(Pb.WatchOutlineRequest(job_id="j"))
            assert await stream.read(), "it goes on"
            stream.cancel()
            after = process.memory_info().rss
            grown = (after - before) / 2**20
            assert grown < GROWTH_MIB, f"{grown:.1f} MiB after {STREAMS} streams"
            assert len(process.net_connections()) <= CONNECTIONS
            sizes = f"{before / 2**20:.1f} MiB before, {after / 2**20:.1f} MiB after"
            print(f"{STREAMS} cancelled streams: {sizes}, {grown:+.1f} MiB")  # noqa: T201
