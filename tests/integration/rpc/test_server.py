"""What stands around every call of a real server: errors, callers, rules, health, the end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2
from grpc_status import rpc_status
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2

from outline_service.settings import OutlineSettings
from shared.errors import QuireError
from shared.reasons import Reason
from shared.rpc.server import RpcServer, ServeError
from tests.integration.rpc.small_server import (
    ALICE,
    BOB,
    GET,
    SERVICE,
    Pb,
    bearer,
    refused,
    running,
)


async def test_a_known_error_keeps_its_reason_and_an_unknown_one_its_secrets() -> None:
    async with running() as at:
        at.servicer.error = QuireError(Reason.JOB_NOT_FOUND, "no job x")
        assert (await refused(at.stub.GetOutline(GET)))[:2] == (
            grpc.StatusCode.NOT_FOUND,
            "JOB_NOT_FOUND",
        )
        at.servicer.error = ValueError("the text of a caller")
        code, reason, error = await refused(at.stub.GetOutline(GET))
        assert (code, reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
        assert "the text of a caller" not in (error.details() or "")
        stream = at.stub.WatchOutline(Pb.WatchOutlineRequest(job_id="x"))
        seen = []

        async def read() -> None:
            async for item in stream:
                seen.append(item.event.sequence)

        at.servicer.error = QuireError(Reason.DRAINING, "again later", retry_after=1)
        assert (await refused(read()))[:2] == (grpc.StatusCode.UNAVAILABLE, "DRAINING")
        assert seen == [1, 2, 3]
        assert at.servicer.open_streams == 0


@pytest.mark.parametrize(
    ("metadata", "owner"),
    [
        (bearer(ALICE), "alice"),
        (bearer(BOB), "bob"),
        ((("authorization", f"bearer {BOB}"),), "bob"),
        ((), None),
        (bearer("nobody-secret-0123456789"), None),
        (bearer(ALICE[:-1]), None),
        ((("authorization", ALICE),), None),
        ((*bearer(ALICE), *bearer(BOB)), None),
    ],
)
async def test_tokens(metadata: tuple[tuple[str, str], ...], owner: str | None) -> None:
    async with running(f"alice={ALICE},bob={BOB}") as at:
        call = at.stub.GetOutline(GET, metadata=metadata)
        if owner is None:
            assert (await refused(call))[:2] == (
                grpc.StatusCode.UNAUTHENTICATED,
                "UNAUTHENTICATED",
            )
            assert at.servicer.seen == []
        else:
            assert (await call).job.id == owner
        assert await at.health() == health_pb2.HealthCheckResponse.SERVING


async def test_streams_of_two_callers_at_once_keep_their_owners() -> None:
    async with running(f"alice={ALICE},bob={BOB}") as at:

        async def owners(token: str) -> set[str]:
            request = Pb.WatchOutlineRequest(job_id="x")
            seen = []
            async for item in at.stub.WatchOutline(request, metadata=bearer(token)):
                seen.append(item.event.job_id)
                if len(seen) == 3:
                    break
            return set(seen)

        found = await asyncio.gather(*(owners(token) for token in (ALICE, BOB) * 10))
        assert found == [{"alice"}, {"bob"}] * 10


@pytest.mark.parametrize(
    ("request_", "field_path"),
    [
        (Pb.GenerateOutlineRequest(), "query"),
        (Pb.GenerateOutlineRequest(query="x" * 8001), "query"),
        (Pb.GenerateOutlineRequest(query="x", job_id="a b"), "job_id"),
        (
            Pb.GenerateOutlineRequest(
                query="x",
                files=[
                    outline_pb2.ContextFile(name="a", content=b"a"),
                    outline_pb2.ContextFile(name="b", content=b"b", role=99),  # type: ignore[arg-type]
                ],
            ),
            "files[1].role",
        ),
        (
            Pb.GenerateOutlineRequest(query="x", options=job_pb2.JobOptions(labels={"a b": "c"})),
            "options.labels['a b']",
        ),
    ],
)
async def test_requests_that_break_a_rule(
    request_: Pb.GenerateOutlineRequest, field_path: str
) -> None:
    async with running() as at:
        code, reason, error = await refused(at.stub.GenerateOutline(request_))
        assert (code, reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_REQUEST")
        status = rpc_status.from_call(cast("grpc.Call", error))
        bad = error_details_pb2.BadRequest()
        assert status is not None
        assert any(detail.Unpack(bad) for detail in status.details)
        assert bad.field_violations[0].field == field_path
        assert field_path in (error.details() or "")


async def test_a_request_beyond_16_mib_is_refused_by_the_core() -> None:
    async with running() as at:
        big = Pb.GenerateOutlineRequest(
            query="x", files=[outline_pb2.ContextFile(name="a", content=b"x" * (20 << 20))]
        )
        assert (await refused(at.stub.GenerateOutline(big)))[:2] == (
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            "",
        )
        fits = Pb.GenerateOutlineRequest(
            query="x", files=[outline_pb2.ContextFile(name="a", content=b"x" * (16 << 20))]
        )
        await at.stub.GenerateOutline(fits)


async def test_health_follows_the_store_and_the_drain() -> None:
    async with running() as at:
        assert await at.health() == await at.health("") == health_pb2.HealthCheckResponse.SERVING
        at.ready[0] = False
        await until(at.health, health_pb2.HealthCheckResponse.NOT_SERVING)
        at.ready[0] = True
        await until(at.health, health_pb2.HealthCheckResponse.SERVING)


async def until(ask: Callable[[], Awaitable[int]], wanted: int) -> None:
    async with asyncio.timeout(10):
        while await ask() != wanted:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
async def test_reflection_lists_the_service_to_those_who_may_call(version: str) -> None:
    async with running(f"alice={ALICE}") as at:
        reflect = cast("Any", at.channel).stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        ask = reflection_pb2.ServerReflectionRequest(list_services="")
        answers = reflect(iter([ask]), metadata=bearer(ALICE))
        names = {s.name async for a in answers for s in a.list_services_response.service}
        assert {SERVICE, "grpc.health.v1.Health"} <= names

        async def without() -> None:
            async for _ in reflect(iter([ask])):
                pass

        assert (await refused(without()))[0] == grpc.StatusCode.UNAUTHENTICATED


async def test_a_watcher_that_goes_away_leaves_nothing() -> None:
    async with running() as at:
        before = len(asyncio.all_tasks())
        for _ in range(20):
            stream = at.stub.WatchOutline(Pb.WatchOutlineRequest(job_id="x"))
            await stream.read()
            stream.cancel()
        async with asyncio.timeout(10):
            while at.servicer.open_streams or len(asyncio.all_tasks()) > before + 2:
                await asyncio.sleep(0.02)


async def test_a_draining_server_refuses_what_is_new() -> None:
    async with running() as at:
        stream = at.stub.WatchOutline(Pb.WatchOutlineRequest(job_id="x"))
        await stream.read()
        draining = asyncio.create_task(at.server.drain(0.5))
        await asyncio.sleep(0.1)
        code, _, _ = await refused(at.stub.GetOutline(GET))
        assert code == grpc.StatusCode.UNAVAILABLE
        await draining
        assert at.servicer.open_streams == 0


async def test_a_port_that_is_taken_is_said() -> None:
    async def ready() -> bool:
        return True

    def server(port: int) -> RpcServer:
        settings = OutlineSettings(listen=f"127.0.0.1:{port}")
        return RpcServer(settings, service_names=[SERVICE], is_ready=ready)

    first = server(0)
    port = await first.start()
    second = server(port)
    with pytest.raises(ServeError, match=f"127.0.0.1:{port}"):
        await second.start()
    await first.drain(0)
    await second.drain(0)
