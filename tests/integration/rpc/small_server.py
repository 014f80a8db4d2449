"""A real server with a small servicer, for the tests of what stands around calls."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from pydantic import SecretStr
from quire.job.v1 import events_pb2, job_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

from outline_service.settings import OutlineSettings
from shared.events.watcher import HeartbeatMark, StoredEvent
from shared.jobs.tracer import UNTRACED, Tracer
from shared.rpc.caller import current_owner
from shared.rpc.context import Context
from shared.rpc.server import RpcServer
from shared.rpc.watch import relay

SERVICE = "quire.outline.v1.OutlineService"
ALICE, BOB = "alice-secret-0123456789", "bob-secret-0123456789"
Pb = outline_service_pb2


@dataclass
class Small(outline_service_pb2_grpc.OutlineServiceServicer):
    """Answers who called; can be told to fail, to wait (seconds) and to flood its watchers."""

    error: BaseException | None = None
    abort_with: grpc.StatusCode | None = None
    pause: float = 0.0
    flood: bool = False
    told: int = 0
    open_streams: int = 0
    seen: list[str] = field(default_factory=list)

    async def GetOutline(self, request: Pb.GetOutlineRequest, context: Context) -> Any:
        self.seen.append(request.job_id)
        await asyncio.sleep(self.pause)
        if self.abort_with is not None:
            await context.abort(self.abort_with, "so the servicer said")
        if self.error is not None:
            raise self.error
        return Pb.GetOutlineResponse(job=job_pb2.Job(id=current_owner()))

    async def GenerateOutline(self, request: Pb.GenerateOutlineRequest, context: Context) -> Any:
        return Pb.GenerateOutlineResponse()

    async def WatchOutline(self, request: Pb.WatchOutlineRequest, context: Context) -> Any:
        async def items() -> Any:
            self.open_streams += 1
            try:
                await asyncio.sleep(self.pause)
                while self.flood:
                    self.told += 1
                    event = outline_pb2.OutlineEvent(job_id="x" * 100_000, sequence=self.told)
                    yield StoredEvent(self.told, False, event.SerializeToString())
                for number in range(1, 4):
                    await asyncio.sleep(0.01)
                    event = outline_pb2.OutlineEvent(job_id=current_owner(), sequence=number)
                    yield StoredEvent(number, False, event.SerializeToString())
                if self.error is not None:
                    raise self.error
                while True:
                    yield HeartbeatMark(3)
                    await asyncio.sleep(0.05)
            finally:
                self.open_streams -= 1

        async for item in relay(
            items(),
            Pb.WatchOutlineResponse,
            lambda last: Pb.WatchOutlineResponse(
                heartbeat=events_pb2.Heartbeat(last_sequence=last)
            ),
        ):
            yield item

    def WatchJobs(self, request: Any, context: Context) -> Any:
        raise NotImplementedError

    async def GetQueue(self, request: Any, context: Context) -> Any:
        raise NotImplementedError

    async def ListOutlines(self, request: Any, context: Context) -> Any:
        raise NotImplementedError

    def ReadSources(self, request: Any, context: Context) -> Any:
        raise NotImplementedError

    async def CancelOutline(self, request: Any, context: Context) -> Any:
        raise NotImplementedError

    async def RetryOutline(self, request: Any, context: Context) -> Any:
        raise NotImplementedError

    async def DeleteOutline(self, request: Any, context: Context) -> Any:
        raise NotImplementedError


@dataclass
class Running:
    servicer: Small
    server: RpcServer
    channel: grpc.aio.Channel
    ready: list[bool]
    address: str

    @property
    def stub(self) -> "outline_service_pb2_grpc.OutlineServiceAsyncStub":
        return outline_service_pb2_grpc.OutlineServiceStub(self.channel)

    async def health(self, name: str = SERVICE) -> int:
        stub = cast("Any", health_pb2_grpc.HealthStub(self.channel))
        return cast("int", (await stub.Check(health_pb2.HealthCheckRequest(service=name))).status)


@asynccontextmanager
async def running(
    tokens: str = "", tracer: Tracer = UNTRACED, **fields: Any
) -> AsyncIterator[Running]:
    ready = [True]

    async def is_ready() -> bool:
        return ready[0]

    settings = OutlineSettings(listen="127.0.0.1:0", tokens=SecretStr(tokens), **fields)
    server = RpcServer(settings, service_names=[SERVICE], is_ready=is_ready, tracer=tracer)
    servicer = Small()
    outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(servicer, server.grpc)
    port = await server.start()
    options = [("grpc.max_send_message_length", 64 << 20)]
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=options) as channel:
            yield Running(servicer, server, channel, ready, server.address(port))
    finally:
        await server.drain(0)


async def refused(call: Awaitable[object]) -> tuple[grpc.StatusCode, str, grpc.aio.AioRpcError]:
    """Return code and reason of a call that must fail."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    info = error_details_pb2.ErrorInfo()
    status = rpc_status.from_call(cast("grpc.Call", caught.value))
    for detail in status.details if status else ():
        detail.Unpack(info)
    return caught.value.code(), info.reason, caught.value


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {token}"),)


GET = Pb.GetOutlineRequest(job_id="x")
