"""``python -m benchmarks.load.jobs PLAN``: submits jobs to live services and waits for them."""

import asyncio
import json
import random
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

import grpc
from quire.document.v1 import document_service_pb2, document_service_pb2_grpc
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

from benchmarks.load.control import tell
from shared.jobs.keys import Keys
from shared.jobs.model import Kind
from shared.redis import make_redis

_SUBMITS_AT_ONCE = 50
_POLL_SECONDS = 0.01
_GIVE_UP_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class JobsPlan:
    """What is submitted.

    Args:
        mode: ``first_event``, one job after the other, each watched to its end;
            ``outlines`` or ``documents``, all at once.
        chapters: of a document.
    """

    mode: Literal["first_event", "outlines", "documents"]
    address: str
    store_url: str
    count: int
    chapters: int = 8


async def first_events(plan: JobsPlan) -> list[float]:
    """Return for each job the seconds from its submit until a watcher saw that it started."""
    taken = []
    async with grpc.aio.insecure_channel(plan.address) as channel:
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
            outline_service_pb2_grpc.OutlineServiceStub(channel)
        )
        for _ in range(plan.count):
            await asyncio.sleep(random.uniform(0, 0.1))  # noqa: S311  in step with nothing
            began = time.perf_counter()
            answer = await stub.GenerateOutline(
                outline_service_pb2.GenerateOutlineRequest(query="Anything")
            )
            watch = outline_service_pb2.WatchOutlineRequest(job_id=answer.job.id)
            async for item in stub.WatchOutline(watch):
                if item.event.HasField("started"):
                    taken.append(time.perf_counter() - began)
    return taken


async def burst(plan: JobsPlan) -> float:
    """Return the seconds from the first submit until the last job has ended, well."""
    kind = Kind.OUTLINE if plan.mode == "outlines" else Kind.DOCUMENT
    keys = Keys(kind)
    redis = make_redis(plan.store_url, name="bench", connections=1)
    names = [f"{secrets.token_hex(4)}-{number}" for number in range(plan.count)]
    room = asyncio.Semaphore(_SUBMITS_AT_ONCE)
    async with grpc.aio.insecure_channel(plan.address) as channel:
        submit = _outlines(channel) if kind is Kind.OUTLINE else _documents(channel, plan.chapters)

        async def one(name: str) -> None:
            async with room:
                await submit(name)

        before = await redis.zcard(keys.ended)
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for name in names:
                group.create_task(one(name))
        while await redis.zcard(keys.ended) < before + plan.count:
            await asyncio.sleep(_POLL_SECONDS)
            if time.perf_counter() - began > _GIVE_UP_SECONDS:
                raise TimeoutError
        taken = time.perf_counter() - began
    for name in names:
        state = await redis.hget(keys.record(name), "state")
        assert state == b"succeeded", f"{name} is {state!r}"
    await redis.aclose()
    return taken


def _outlines(channel: grpc.aio.Channel) -> Callable[[str], Awaitable[object]]:
    stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
        outline_service_pb2_grpc.OutlineServiceStub(channel)
    )
    request = outline_service_pb2.GenerateOutlineRequest

    async def submit(name: str) -> object:
        return await stub.GenerateOutline(request(job_id=name, query="Anything"))

    return submit


def _documents(channel: grpc.aio.Channel, chapters: int) -> Callable[[str], Awaitable[object]]:
    stub: document_service_pb2_grpc.DocumentServiceAsyncStub = (
        document_service_pb2_grpc.DocumentServiceStub(channel)
    )
    nodes = [
        outline_pb2.OutlineNode(
            title=f"Chapter {number}", content_summary=f"Chapter {number} says what it says."
        )
        for number in range(1, chapters + 1)
    ]
    outline = outline_pb2.Outline(title="A document", language="en", nodes=nodes)
    given = document_service_pb2.OutlineWithSources(outline=outline)
    request = document_service_pb2.GenerateDocumentRequest

    async def submit(name: str) -> object:
        return await stub.GenerateDocument(request(job_id=name, outline=given))

    return submit


async def main(plan: JobsPlan) -> None:
    """Do what the plan says and tell the seconds."""
    if plan.mode == "first_event":
        tell(seconds=await first_events(plan))
    else:
        tell(seconds=[await burst(plan)])


if __name__ == "__main__":
    asyncio.run(main(JobsPlan(**json.loads(sys.argv[1]))))
