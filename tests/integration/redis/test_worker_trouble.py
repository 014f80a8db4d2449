"""A worker process outlives whatever is the matter with store and broker, and works on."""

import asyncio
import time
from collections.abc import AsyncIterator

import grpc
import pytest
import pytest_asyncio
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_service_pb2 as pb
from quire.outline.v1 import outline_service_pb2_grpc as pb_grpc

from deploy.local.ports import Ports
from deploy.local.stack import LocalStack
from deploy.local.valkey import ValkeyProcess
from tests.integration.redis.troubles import TROUBLES

WORKER = "outline-worker"
LASTS = 2.0
GOAL_SECONDS = 10.0
LATE = 3.0

pytestmark = pytest.mark.asyncio(loop_scope="module")

Served = tuple[ValkeyProcess, LocalStack, "pb_grpc.OutlineServiceAsyncStub"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    folder, ports = tmp_path_factory.mktemp("worker"), Ports.free()
    with (
        ValkeyProcess(ports.valkey, folder / "store") as store,
        LocalStack(folder, ports=ports, parts=("outline-server", WORKER)) as stack,
    ):
        async with grpc.aio.insecure_channel(stack.outline_address) as channel:
            stub = pb_grpc.OutlineServiceStub(channel)
            await _done(stub, "first")
            yield store, stack, stub


async def _done(stub: "pb_grpc.OutlineServiceAsyncStub", job_id: str) -> float:
    """Have a job done; return the seconds that it took."""
    began = time.monotonic()
    await stub.GenerateOutline(pb.GenerateOutlineRequest(job_id=job_id, query="?"), timeout=10)
    while True:
        job = (await stub.GetOutline(pb.GetOutlineRequest(job_id=job_id), timeout=10)).job
        took = time.monotonic() - began
        # Without sources there is nothing to make of it; that it was tried is what counts.
        if job.state in (job_pb2.Job.STATE_SUCCEEDED, job_pb2.Job.STATE_FAILED):
            return took
        assert took < LATE * GOAL_SECONDS, job
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("name", TROUBLES)
async def test_a_worker_outlives_it(served: Served, name: str) -> None:
    store, stack, stub = served
    async with TROUBLES[name].bring(store):
        await asyncio.sleep(LASTS)
    took = await _done(stub, f"after-{name.replace(' ', '-')}")
    assert not stack.parts[WORKER].died, stack.log_tail(WORKER)
    print(f"{name}: the next job was done after {took:.1f} s (goal {GOAL_SECONDS:g})")  # noqa: T201
