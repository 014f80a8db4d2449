"""Calls that end badly: too late, too slow, too long, refused while draining; and their log."""

import asyncio
from collections.abc import AsyncIterator

import grpc
import pytest
import structlog
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_service_pb2_grpc
from structlog.testing import LogCapture

from shared.errors import QuireError
from shared.reasons import Reason
from shared.rpc import frame
from shared.rpc.auth import Authenticator
from shared.rpc.slow import SlowReaders
from shared.rpc.validation import RequestValidator
from tests.integration.rpc.small_server import (
    ALICE,
    GET,
    SERVICE,
    Pb,
    Small,
    bearer,
    refused,
    running,
)

WATCH = Pb.WatchOutlineRequest(job_id="x")


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> LogCapture:
    """The lines of the calls; a logger of its own, as one in use may be cached."""
    capture = LogCapture()
    logger = structlog.wrap_logger(None, processors=[capture], wrapper_class=structlog.BoundLogger)
    monkeypatch.setattr(frame, "_log", logger)
    return capture


async def lines(log: LogCapture, count: int) -> list[dict[str, object]]:
    """Return the lines about calls, once there are ``count``."""
    async with asyncio.timeout(5):
        while len(log.entries) < count:
            await asyncio.sleep(0.01)
    return [dict(entry) for entry in log.entries]


async def test_a_call_is_logged_once_without_its_contents(log: LogCapture) -> None:
    async with running(f"alice={ALICE}") as at:
        await at.stub.GetOutline(GET, metadata=bearer(ALICE))
        request = Pb.GenerateOutlineRequest(query="what only alice asks", job_id="no such id!")
        await refused(at.stub.GenerateOutline(request, metadata=bearer(ALICE)))
        await refused(at.stub.GetOutline(GET))
        got, invalid, unknown = await lines(log, 3)
    assert isinstance(got.pop("duration_ms"), float)
    assert got == {
        "event": "call",
        "log_level": "info",
        "method": f"/{SERVICE}/GetOutline",
        "code": "OK",
        "owner": "alice",
        "job_id": "x",
    }
    assert (invalid["code"], invalid["reason"]) == ("INVALID_ARGUMENT", "INVALID_REQUEST")
    assert "job_id" not in invalid  # nobody has looked at it yet
    assert (unknown["code"], unknown.get("owner")) == ("UNAUTHENTICATED", None)
    assert "alice asks" not in str(log.entries)
    assert ALICE not in str(log.entries)


async def test_a_fault_is_found_in_the_log_by_its_incident(log: LogCapture) -> None:
    async with running() as at:
        at.servicer.error = ValueError("the text of a caller")
        code, reason, error = await refused(at.stub.GetOutline(GET))
        fault, call = await lines(log, 2)
    assert (code, reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert str(fault["incident"]) in (error.details() or "")
    assert fault["exc_info"] is at.servicer.error
    assert call["code"] == "INTERNAL"


@pytest.mark.parametrize("streams", [False, True])
async def test_a_deadline_ends_the_call_on_both_sides(log: LogCapture, streams: bool) -> None:
    async with running() as at:
        at.servicer.pause = 30
        call = at.stub.WatchOutline(WATCH, timeout=0.2) if streams else None
        waited = call.read() if call else at.stub.GetOutline(GET, timeout=0.2)
        assert (await refused(waited))[0] == grpc.StatusCode.DEADLINE_EXCEEDED
        (line,) = await lines(log, 1)
        assert line["code"] == "DEADLINE_EXCEEDED"
        assert at.servicer.open_streams == 0


async def test_what_grpc_aborts_itself_stays_as_it_is(log: LogCapture) -> None:
    async with running() as at:
        at.servicer.abort_with = grpc.StatusCode.DATA_LOSS
        assert (await refused(at.stub.GetOutline(GET)))[:2] == (grpc.StatusCode.DATA_LOSS, "")
        assert [line["code"] for line in await lines(log, 1)] == ["DATA_LOSS"]


async def test_a_reader_that_stopped_reading_and_left_leaves_nothing() -> None:
    async with running() as at:
        before = len(asyncio.all_tasks())
        at.servicer.flood = True
        stream = at.stub.WatchOutline(WATCH)
        await stream.read()
        told = -1
        async with asyncio.timeout(10):
            while told != at.servicer.told:  # until the server cannot send any more
                told = at.servicer.told
                await asyncio.sleep(0.2)
        assert at.servicer.open_streams == 1
        stream.cancel()
        async with asyncio.timeout(10):
            while at.servicer.open_streams or len(asyncio.all_tasks()) > before:
                await asyncio.sleep(0.02)


async def test_a_reader_that_does_not_read_is_left_and_told_where_it_was() -> None:
    async with running(slow_reader_seconds=0.5) as at:
        at.servicer.flood = True
        stream = at.stub.WatchOutline(WATCH)
        await stream.read()
        async with asyncio.timeout(20):
            while at.servicer.open_streams:
                await asyncio.sleep(0.05)
        at.servicer.flood = False
        got = [1]  # what was under way is still to be read

        async def read_on() -> None:
            while True:
                response = await stream.read()
                assert isinstance(response, Pb.WatchOutlineResponse)
                got.append(response.event.sequence)

        code, reason, error = await refused(read_on())
        assert (code, reason) == (grpc.StatusCode.RESOURCE_EXHAUSTED, "WATCH_LIMIT")
        assert got == list(range(1, got[-1] + 1))
        assert "last_sequence" in str(error.trailing_metadata())
        stream = at.stub.WatchOutline(WATCH)
        assert await stream.read(), "the server goes on"
        stream.cancel()


@pytest.mark.parametrize(
    "request_",
    [
        Pb.ReadSourcesRequest(job_id="x", source_ids=["a b"] * 1000),
        Pb.GenerateOutlineRequest(
            query="x", options=job_pb2.JobOptions(labels={"汉 " * 50_000: "x"})
        ),
    ],
)
async def test_a_refusal_fits_into_the_headers_however_much_is_wrong(
    request_: Pb.ReadSourcesRequest | Pb.GenerateOutlineRequest,
) -> None:
    async with running() as at:
        call = (
            at.stub.ReadSources(request_).read()
            if isinstance(request_, Pb.ReadSourcesRequest)
            else at.stub.GenerateOutline(request_)
        )
        assert (await refused(call))[1] == "INVALID_REQUEST"


async def test_a_long_chinese_message_fits_into_the_headers() -> None:
    async with running() as at:
        at.servicer.error = QuireError(
            Reason.FILE_EMPTY, "空" * 9000, metadata={"file": "文" * 9000}
        )
        assert (await refused(at.stub.GetOutline(GET)))[1] == "FILE_EMPTY"


@pytest.fixture
async def draining() -> AsyncIterator[grpc.aio.Channel]:
    """A channel to a server that drains but has not closed its connections."""
    around = frame.Frame(Authenticator(()), RequestValidator([SERVICE]), SlowReaders(60))
    around.draining = True
    server = grpc.aio.server(interceptors=(around,))
    outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(Small(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield channel
    finally:
        await server.stop(0)


async def test_a_call_that_slips_in_while_draining_is_told_to_come_back(
    draining: grpc.aio.Channel,
) -> None:
    stub: outline_service_pb2_grpc.OutlineServiceAsyncStub = (
        outline_service_pb2_grpc.OutlineServiceStub(draining)
    )
    unavailable = (grpc.StatusCode.UNAVAILABLE, "DRAINING")
    assert (await refused(stub.GetOutline(GET)))[:2] == unavailable
    assert (await refused(stub.WatchOutline(WATCH).read()))[:2] == unavailable
    # What can never succeed is not sent round again.
    wrong = Pb.GetOutlineRequest(job_id="a b")
    assert (await refused(stub.GetOutline(wrong)))[1] == "INVALID_REQUEST"
