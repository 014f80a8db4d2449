"""What a caller is told of a store in trouble: code, reason, when to try again, and in time."""

import time
from collections.abc import AsyncIterator
from typing import cast

import grpc
import pytest
import pytest_asyncio
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from quire.outline.v1 import outline_service_pb2 as pb
from quire.outline.v1 import outline_service_pb2_grpc as pb_grpc

from deploy.local.ports import Ports
from deploy.local.stack import LocalStack
from deploy.local.valkey import ValkeyProcess
from shared.bootstrap.engine import STORE_SECONDS
from shared.reasons import Reason
from tests.integration.redis.troubles import TROUBLES

GOAL_SECONDS = 2 * STORE_SECONDS
"""A call is tried twice."""
LATE = 3.0

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[ValkeyProcess, "pb_grpc.OutlineServiceAsyncStub"]]:
    """A store and a server, without a worker."""
    folder, ports = tmp_path_factory.mktemp("edge"), Ports.free()
    with (
        ValkeyProcess(ports.valkey, folder / "store") as store,
        LocalStack(folder, ports=ports, parts=("outline-server",)) as stack,
    ):
        async with grpc.aio.insecure_channel(stack.outline_address) as channel:
            yield store, pb_grpc.OutlineServiceStub(channel)


@pytest.mark.parametrize("name", TROUBLES)
async def test_what_a_caller_is_told(
    served: tuple[ValkeyProcess, "pb_grpc.OutlineServiceAsyncStub"], name: str
) -> None:
    store, stub = served
    trouble = TROUBLES[name]
    job_id = name.replace(" ", "-")
    request = pb.GenerateOutlineRequest(job_id=job_id, query="anything")
    before = pb.GenerateOutlineRequest(job_id=f"{job_id}-before", query="anything")
    await stub.GenerateOutline(before, timeout=10)
    get = pb.GetOutlineRequest(job_id=before.job_id)
    async with trouble.bring(store):
        began = time.monotonic()
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await stub.GenerateOutline(request, timeout=30)
        took = time.monotonic() - began
        if trouble.reads:
            job = (await stub.GetOutline(get, timeout=30)).job
            assert job.id == before.job_id
    code = grpc.StatusCode.UNAVAILABLE
    if trouble.reason is Reason.STORE_FULL:
        code = grpc.StatusCode.RESOURCE_EXHAUSTED
    assert caught.value.code() is code
    info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
    _unpack(caught.value, info)
    _unpack(caught.value, retry)
    assert info.reason == trouble.reason
    assert retry.retry_delay.ToTimedelta().total_seconds() > 0
    if trouble.refused:
        with pytest.raises(grpc.aio.AioRpcError) as gone:
            await stub.GetOutline(pb.GetOutlineRequest(job_id=job_id), timeout=10)
        assert gone.value.code() is grpc.StatusCode.NOT_FOUND
    answer = await stub.GenerateOutline(request, timeout=10)
    assert answer.job.last_sequence == 1
    print(f"{name}: told after {took:.2f} s (goal {GOAL_SECONDS:g})")  # noqa: T201
    assert took < LATE * GOAL_SECONDS


def _unpack(error: grpc.aio.AioRpcError, wanted: Message) -> None:
    """Fill a detail from the error's status."""
    status = rpc_status.from_call(cast("grpc.Call", error))
    assert status is not None
    assert any(detail.Unpack(wanted) for detail in status.details), f"no {wanted.DESCRIPTOR.name}"
