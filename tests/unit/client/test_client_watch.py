"""A watch goes on over lost connections: every event once, in order, to the end."""

import asyncio
import time

import grpc
import pytest
from grpc import aio
from quire.outline.v1.outline_pb2 import OutlineEvent
from quire.outline.v1.outline_service_pb2_grpc import add_OutlineServiceServicer_to_server
from quire_client import (
    Away,
    Endpoint,
    OutlineClient,
    Patience,
    QuireCallError,
    QuireClient,
    ServiceUnreachableError,
    WatchGapError,
)

from tests.support import fake_jobs
from tests.support.fake_pair import FakePair
from tests.support.fake_service import HEARTBEAT, HOLD, SILENCE, FakeJob, Play, Refusal

CUT = Refusal(grpc.StatusCode.UNAVAILABLE)


def started(pair: FakePair, *plays: Play[OutlineEvent]) -> FakeJob[OutlineEvent]:
    """Record the job o-1, whose first connections send what is given."""
    job = pair.outlines.add("o-1")
    job.plays.extend(plays)
    return job


async def watched(client: QuireClient, after: int = 0) -> list[int]:
    return [event.sequence async for event in client.outlines.watch("o-1", after=after)]


async def test_every_event_once_to_the_terminal_one(pair: FakePair, client: QuireClient) -> None:
    await started(pair).advance()

    assert await watched(client) == [1, 2, 3, 4, 5]


async def test_from_the_middle(pair: FakePair, client: QuireClient) -> None:
    job = started(pair)
    await job.advance()

    assert await watched(client, after=3) == [4, 5]
    assert job.watched_after == [(3, "")]


async def test_after_the_terminal_event_nothing_follows(
    pair: FakePair, client: QuireClient
) -> None:
    await started(pair).advance()

    assert await watched(client, after=5) == []


@pytest.mark.parametrize(
    "cut",
    [
        CUT,
        Refusal(grpc.StatusCode.UNAVAILABLE, reason="DRAINING", retry_after=0.01),
        Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, reason="WATCH_LIMIT", retry_after=0.01),
        Refusal(grpc.StatusCode.INTERNAL, "Received RST_STREAM with error code 2"),
        Refusal(grpc.StatusCode.UNKNOWN, "Stream removed"),
        Refusal(grpc.StatusCode.CANCELLED, "by a proxy"),
    ],
    ids=lambda cut: f"{cut.code.name}-{cut.reason}",
)
async def test_a_cut_is_bridged_from_the_last_event(
    pair: FakePair, client: QuireClient, cut: Refusal
) -> None:
    events = fake_jobs.outline_plan("o-1")
    job = started(pair, [*events[:2], cut])
    await job.advance()

    assert await watched(client) == [1, 2, 3, 4, 5]
    assert job.watched_after == [(0, ""), (2, "uid-o-1")]


async def test_cuts_before_and_after_each_event(pair: FakePair, client: QuireClient) -> None:
    events = fake_jobs.outline_plan("o-1")
    cuts: list[Play[OutlineEvent]] = [[event, CUT] for event in events[:-1]]
    job = started(pair, [CUT], *cuts)
    await job.advance()

    assert await watched(client) == [1, 2, 3, 4, 5]
    assert [after for after, _ in job.watched_after] == [0, 0, 1, 2, 3, 4]


async def test_repeated_events_are_skipped(pair: FakePair, client: QuireClient) -> None:
    events = fake_jobs.outline_plan("o-1")
    await started(
        pair, [*events[:3], events[1], events[2], CUT], [*events[:4], CUT], events
    ).advance()

    assert await watched(client) == [1, 2, 3, 4, 5]


async def test_heartbeats_are_no_events(pair: FakePair, client: QuireClient) -> None:
    events = fake_jobs.outline_plan("o-1")
    await started(pair, [HEARTBEAT, events[0], HEARTBEAT, HEARTBEAT, *events[1:]]).advance()

    assert await watched(client) == [1, 2, 3, 4, 5]


async def test_a_stream_that_ends_before_the_job_is_a_cut(
    pair: FakePair, client: QuireClient
) -> None:
    events = fake_jobs.outline_plan("o-1")
    await started(pair, [], [*events[:2]], [HEARTBEAT]).advance()

    assert await watched(client) == [1, 2, 3, 4, 5]


async def test_nothing_is_read_beyond_the_terminal_event(
    pair: FakePair, client: QuireClient
) -> None:
    events = fake_jobs.outline_plan("o-1")
    await started(pair, [*events, SILENCE]).advance()

    assert await watched(client) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("cut_before", [False, True])
async def test_a_gap_is_an_error(pair: FakePair, client: QuireClient, cut_before: bool) -> None:
    events = fake_jobs.outline_plan("o-1")
    plays: list[Play[OutlineEvent]] = [[events[0], CUT], [*events[2:]]]
    await started(pair, *(plays if cut_before else [[events[0], *events[2:]]])).advance()

    with pytest.raises(WatchGapError) as caught:
        await watched(client)
    assert (caught.value.job_id, caught.value.expected, caught.value.received) == ("o-1", 2, 3)


async def test_an_event_of_an_unknown_kind_is_passed_on(
    pair: FakePair, client: QuireClient
) -> None:
    events = fake_jobs.outline_plan("o-1")
    events[2].ClearField("progress")
    await started(pair, events).advance()

    assert await watched(client) == [1, 2, 3, 4, 5]


async def test_silence_is_a_cut(pair: FakePair, client: QuireClient) -> None:
    events = fake_jobs.outline_plan("o-1")
    await started(pair, [*events[:2], SILENCE]).advance()

    sequences = [event.sequence async for event in client.outlines.watch("o-1", silence=0.3)]
    assert sequences == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(grpc.StatusCode.NOT_FOUND, reason="JOB_NOT_FOUND"),
        Refusal(grpc.StatusCode.OUT_OF_RANGE, reason="CURSOR_OUT_OF_RANGE"),
        Refusal(grpc.StatusCode.INTERNAL, reason="INTERNAL"),
        Refusal(grpc.StatusCode.UNAUTHENTICATED),
    ],
    ids=lambda refusal: refusal.code.name,
)
async def test_a_refusal_ends_the_watch(
    pair: FakePair, client: QuireClient, refusal: Refusal
) -> None:
    events = fake_jobs.outline_plan("o-1")
    job = started(pair, [events[0], CUT], [refusal])
    await job.advance()

    with pytest.raises(QuireCallError) as caught:
        await watched(client)
    assert (caught.value.code, caught.value.reason) == (refusal.code, refusal.reason)
    assert len(job.watched_after) == 2


async def test_the_wait_is_never_shorter_than_asked_for(pair: FakePair) -> None:
    cut = Refusal(grpc.StatusCode.UNAVAILABLE, "drain", reason="DRAINING", retry_after=0.4)
    await started(pair, [cut]).advance()
    seen: list[Away] = []
    client = OutlineClient(Endpoint(pair.outline_address), on_away=seen.append)
    began = time.monotonic()

    events = [event async for event in client.watch("o-1")]
    await client.close()

    assert len(events) == 5
    assert time.monotonic() - began >= 0.4
    assert [(away.error.reason, away.error.retry_after) for away in seen] == [("DRAINING", 0.4)]


async def test_patience_ends(pair: FakePair) -> None:
    await started(pair, *([CUT] for _ in range(50))).advance()
    client = OutlineClient(Endpoint(pair.outline_address), patience=Patience(connect=0.5))
    began = time.monotonic()

    with pytest.raises(ServiceUnreachableError) as caught:
        [event async for event in client.watch("o-1")]
    await client.close()

    assert time.monotonic() - began < 3
    assert caught.value.address == pair.outline_address


async def test_a_server_that_comes_back_on_its_port_is_found_again(pair: FakePair) -> None:
    """The whole transport is lost under a watch, and a new server takes its place."""
    job = pair.outlines.add("o-1", [*fake_jobs.outline_plan("o-1")[:2], HOLD])
    job.plan.extend(fake_jobs.outline_plan("o-1")[2:])
    await job.advance()
    server = aio.server()
    add_OutlineServiceServicer_to_server(pair.outlines, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    client = OutlineClient(Endpoint(f"127.0.0.1:{port}"))
    sequences: list[int] = []

    async def follow() -> None:
        sequences.extend([event.sequence async for event in client.watch("o-1")])

    following = asyncio.create_task(follow())
    await job.until(lambda: job.watching == 1)
    await server.stop(None)
    server = aio.server()
    add_OutlineServiceServicer_to_server(pair.outlines, server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await job.advance()
    await asyncio.wait_for(following, 20)
    await client.close()
    await server.stop(None)

    assert sequences == [1, 2, 3, 4, 5]
    assert job.watched_after[0] == (0, "")
    assert len(job.watched_after) == 2


async def test_a_watch_that_is_left_is_cancelled_at_the_service(
    pair: FakePair, client: QuireClient
) -> None:
    job = pair.outlines.add("o-1", [*fake_jobs.outline_plan("o-1")[:2], HOLD])
    await job.advance()

    watch = client.outlines.watch("o-1")
    assert (await anext(watch)).sequence == 1
    await watch.aclose()

    await job.until(lambda: job.watching == 0)


async def test_the_document_service_is_watched_the_same_way(
    pair: FakePair, client: QuireClient
) -> None:
    plan = fake_jobs.document_plan("d-1")
    job = pair.documents.add("d-1")
    job.plays.append([*plan[:6], Refusal(grpc.StatusCode.UNAVAILABLE)])
    await job.advance()

    events = [event async for event in client.documents.watch("d-1")]

    assert [event.sequence for event in events] == list(range(1, len(plan) + 1))
    assert events[-1].WhichOneof("payload") == "completed"
