"""The life of a server process: readiness, TLS, signals, and an end that comes in time."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from quire.outline.v1 import outline_service_pb2_grpc

from deploy.local.ports import free_ports
from outline_service.settings import OutlineSettings
from shared.rpc.server import RpcServer, ServeError, serve
from tests.integration.rpc.small_server import GET, SERVICE, Pb, Small, running

WATCH = Pb.WatchOutlineRequest(job_id="x")


async def ready() -> bool:
    return True


@asynccontextmanager
async def serving(
    grace: float, servicer: Small
) -> AsyncIterator[tuple["asyncio.Task[None]", grpc.aio.Channel, list[str]]]:
    """A server under ``serve``, a channel to it, and what ``on_drain`` has noted."""
    port = free_ports(1)[0]
    server = RpcServer(
        OutlineSettings(listen=f"127.0.0.1:{port}"), service_names=[SERVICE], is_ready=ready
    )
    outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(servicer, server.grpc)
    drained: list[str] = []
    task = asyncio.create_task(
        serve(server, on_drain=lambda: drained.append("drained"), grace=grace)
    )
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            await asyncio.wait_for(channel.channel_ready(), 5)
            yield task, channel, drained
    finally:
        task.cancel()
        await asyncio.wait({task})


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_calls_under_way_finish(number: signal.Signals) -> None:
    servicer = Small(pause=0.5)
    async with serving(10, servicer) as (task, channel, drained):
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
            outline_service_pb2_grpc.OutlineServiceStub(channel)
        )
        call = asyncio.ensure_future(stub.GetOutline(GET))
        await until_seen(servicer)
        os.kill(os.getpid(), number)
        assert (await call).job.id == "anonymous"
        await asyncio.wait_for(task, 3)
        assert drained == ["drained"]
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


async def test_a_second_signal_stops_at_once() -> None:
    servicer = Small()
    async with serving(60, servicer) as (task, channel, drained):
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
            outline_service_pb2_grpc.OutlineServiceStub(channel)
        )
        stream = stub.WatchOutline(WATCH)
        await stream.read()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.2)
        assert not task.done()
        began = time.monotonic()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 5)
        assert time.monotonic() - began < 2
        assert drained == ["drained"]
    await until_closed(servicer)


async def test_a_stream_that_does_not_end_is_cut_after_the_grace() -> None:
    servicer = Small()
    async with serving(0.3, servicer) as (task, channel, _):
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
            outline_service_pb2_grpc.OutlineServiceStub(channel)
        )
        stream = stub.WatchOutline(WATCH)
        await stream.read()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 3)
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            while await stream.read() is not grpc.aio.EOF:
                pass
        assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
    await until_closed(servicer)


async def test_watchers_of_the_health_hear_of_the_drain_and_do_not_hold_it_up() -> None:
    async with running() as at:
        health = cast("Any", health_pb2_grpc.HealthStub(at.channel))
        watch = health.Watch(health_pb2.HealthCheckRequest(service=SERVICE))
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.SERVING
        began = time.monotonic()
        await at.server.drain(30)
        assert time.monotonic() - began < 5
        assert (await watch.read()).status == health_pb2.HealthCheckResponse.NOT_SERVING


async def test_a_drain_waits_for_calls_that_the_health_watchers_outlive() -> None:
    async with running() as at:
        at.servicer.pause = 1.0
        health = cast("Any", health_pb2_grpc.HealthStub(at.channel))
        watch = health.Watch(health_pb2.HealthCheckRequest(service=SERVICE))
        await watch.read()
        call = asyncio.ensure_future(at.stub.GetOutline(GET))
        await until_seen(at.servicer)
        await at.server.drain(30)
        assert (await call).job.id == "anonymous"


@pytest.mark.parametrize("wait", [0.0, 0.18, 0.2, 0.22, 0.3])
async def test_a_second_signal_near_the_end_of_the_grace(wait: float) -> None:
    servicer = Small()
    async with serving(0.2, servicer) as (task, channel, _):
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
            outline_service_pb2_grpc.OutlineServiceStub(channel)
        )
        await stub.WatchOutline(WATCH).read()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(wait)
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(task, 3)
    await until_closed(servicer)


async def test_a_serve_that_is_cancelled_leaves_no_server() -> None:
    servicer = Small()
    async with serving(60, servicer) as (task, channel, _):
        stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
            outline_service_pb2_grpc.OutlineServiceStub(channel)
        )
        await stub.WatchOutline(WATCH).read()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
        with pytest.raises(grpc.aio.AioRpcError):
            await stub.GetOutline(GET, timeout=1)
    await until_closed(servicer)


async def test_a_port_that_is_taken_ends_serve() -> None:
    async with running() as at:
        settings = OutlineSettings(listen=at.address)
        server = RpcServer(settings, service_names=[SERVICE], is_ready=ready)
        with pytest.raises(ServeError, match="the port is taken"):
            await serve(server, on_drain=lambda: None, grace=0)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


async def test_a_readiness_that_raises_is_not_ready_and_is_asked_again() -> None:
    async with running() as at:
        at.ready[:] = []  # is_ready now raises IndexError
        for state, wanted in (
            ([], health_pb2.HealthCheckResponse.NOT_SERVING),
            ([True], health_pb2.HealthCheckResponse.SERVING),
        ):
            at.ready[:] = state
            async with asyncio.timeout(5):
                while await at.health() != wanted:
                    await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of localhost and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    asked = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1"
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        [openssl, *asked.split(), *name, "-keyout", key, "-out", cert],
        check=True,
        capture_output=True,
        timeout=20,
    )
    return cert, key


async def test_tls(pair: tuple[Path, Path]) -> None:
    settings = OutlineSettings(listen="127.0.0.1:0", tls_cert=pair[0], tls_key=pair[1])
    server = RpcServer(settings, service_names=[SERVICE], is_ready=ready)
    outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(Small(), server.grpc)
    port = await server.start()
    try:
        trust = grpc.ssl_channel_credentials(pair[0].read_bytes())
        async with grpc.aio.secure_channel(f"localhost:{port}", trust) as channel:
            stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
                outline_service_pb2_grpc.OutlineServiceStub(channel)
            )
            assert (await stub.GetOutline(GET, timeout=5)).job.id == "anonymous"
        async with grpc.aio.insecure_channel(f"localhost:{port}") as channel:
            stub = outline_service_pb2_grpc.OutlineServiceStub(channel)
            with pytest.raises(grpc.aio.AioRpcError):
                await stub.GetOutline(GET, timeout=5)
    finally:
        await server.drain(0)


async def test_a_certificate_that_is_none_is_said(pair: tuple[Path, Path], tmp_path: Path) -> None:
    no_pem = tmp_path / "no.pem"
    gone = tmp_path / "gone.pem"
    for cert, words in ((no_pem, "not a pair in PEM"), (gone, "cannot read")):
        cert.write_text("no certificate")
        settings = OutlineSettings(listen="127.0.0.1:0", tls_cert=cert, tls_key=pair[1])
        gone.unlink(missing_ok=True)  # after the settings have looked
        server = RpcServer(settings, service_names=[SERVICE], is_ready=ready)
        with pytest.raises(ServeError, match=words):
            await server.start()


async def until_seen(servicer: Small) -> None:
    async with asyncio.timeout(5):
        while not servicer.seen:
            await asyncio.sleep(0.01)


async def until_closed(servicer: Small) -> None:
    """Wait for the handlers, which end a moment after gRPC has cut their streams."""
    async with asyncio.timeout(2):
        while servicer.open_streams:
            await asyncio.sleep(0.01)
