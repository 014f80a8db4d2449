"""Watching many jobs in one stream, with both clients, over real connections that are cut."""

import asyncio
import itertools
import time
from contextlib import aclosing

import grpc
import pytest
from quire.job.v1.watch_pb2 import JobLost
from quire.outline.v1.outline_pb2 import OutlineEvent
from quire_client import (
    Endpoint,
    JobPlace,
    LostJob,
    OutlineClient,
    Patience,
    QuireCallError,
    SyncOutlineClient,
)

from tests.support.jobs_streams import JobsStreams, beat, served

Told = tuple[str, int]


def event(job_id: str, sequence: int, *, terminal: bool = False) -> OutlineEvent:
    return OutlineEvent(
        job_id=job_id, job_uid=f"uid-{job_id}", sequence=sequence, terminal=terminal
    )


def gone(job_id: str) -> JobLost:
    return JobLost(job_id=job_id, message="deleted")


def told(item: OutlineEvent | LostJob) -> Told:
    return (item.job_id, -1 if isinstance(item, LostJob) else item.sequence)


async def follow(
    way: str,
    endpoint: Endpoint,
    jobs: list[JobPlace | str],
    *,
    labels: dict[str, str] | None = None,
    timeout: float | None = None,
    silence: float = 45.0,
    count: int = 10**6,
    patience: float = 5.0,
) -> list[Told]:
    """Return at most ``count`` items, by the asynchronous or the synchronous client."""
    limits = Patience(connect=patience, reconnect=patience)
    if way == "async":
        client = OutlineClient(endpoint, patience=limits)
        found = []
        try:
            watch = client.watch_jobs(jobs, labels=labels, timeout=timeout, silence=silence)
            async with aclosing(watch) as items:
                async for item in items:
                    found.append(told(item))
                    if len(found) == count:
                        break
            return found
        finally:
            await client.close()

    def work() -> list[Told]:
        client = SyncOutlineClient(endpoint, patience=limits)
        try:
            with client.watch_jobs(jobs, labels=labels, timeout=timeout, silence=silence) as items:
                return [told(item) for item in itertools.islice(items, count)]
        finally:
            client.close()

    return await asyncio.to_thread(work)


@pytest.fixture(params=["async", "sync"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


CUT = grpc.StatusCode.UNAVAILABLE


async def test_named_jobs_over_cuts_to_their_ends(way: str) -> None:
    jobs = JobsStreams(
        ([beat(), event("a", 1), event("b", 4), event("a", 2)], CUT),
        ([beat()], grpc.StatusCode.CANCELLED),
        ([beat(), event("a", 2), event("a", 3, terminal=True)], grpc.StatusCode.OK),
        ([beat(), gone("b"), event("c", 1, terminal=True)], None),
    )
    async with served(jobs) as endpoint:
        found = await follow(way, endpoint, ["a", JobPlace("b", 3), "c"])
        await asyncio.wait_for(jobs.left.wait(), 5)

    assert found == [("a", 1), ("b", 4), ("a", 2), ("a", 3), ("b", -1), ("c", 1)]
    places = [
        [(job.job_id, job.after_sequence, job.job_uid) for job in ask.jobs] for ask in jobs.asked
    ]
    assert places[0] == [("a", 0, ""), ("b", 3, ""), ("c", 0, "")]
    assert places[1] == places[2] == [("a", 2, "uid-a"), ("b", 4, "uid-b"), ("c", 0, "")]
    assert places[3] == [("b", 4, "uid-b"), ("c", 0, "")]
    assert not any(ask.HasField("selector") for ask in jobs.asked)


async def test_selected_jobs_go_on_from_the_token(way: str) -> None:
    jobs = JobsStreams(
        ([beat("10"), event("a", 1), event("b", 1, terminal=True), beat("20")], CUT),
        ([beat("20"), event("b", 1, terminal=True), event("c", 1), event("a", 2)], None),
    )
    async with served(jobs) as endpoint:
        found = await follow(way, endpoint, [], labels={"team": "a"}, count=4)
        await asyncio.wait_for(jobs.left.wait(), 5)

    assert found == [("a", 1), ("b", 1), ("c", 1), ("a", 2)]
    assert [dict(ask.selector.labels) for ask in jobs.asked] == [{"team": "a"}] * 2
    assert [ask.selector.resume_token for ask in jobs.asked] == ["", "20"]
    assert [job.job_id for job in jobs.asked[1].jobs] == ["a"]


async def test_all_jobs_are_those_of_no_label(way: str) -> None:
    jobs = JobsStreams(([beat("1"), event("a", 1)], None))
    async with served(jobs) as endpoint:
        assert await follow(way, endpoint, [], labels={}, count=1) == [("a", 1)]
    assert jobs.asked[0].HasField("selector")


async def test_silence_is_a_cut(way: str) -> None:
    jobs = JobsStreams(
        ([beat(), event("a", 1)], None), ([beat(), event("a", 2, terminal=True)], None)
    )
    async with served(jobs) as endpoint:
        assert await follow(way, endpoint, ["a"], silence=0.3) == [("a", 1), ("a", 2)]


async def test_a_deadline_is_that_of_all_streams(way: str) -> None:
    jobs = JobsStreams(([beat()], CUT), ([beat()], None))
    async with served(jobs) as endpoint:
        began = time.monotonic()
        with pytest.raises(QuireCallError, match="the watch of jobs took longer") as caught:
            await follow(way, endpoint, ["a"], timeout=0.6)
        assert 0.5 < time.monotonic() - began < 3
    assert caught.value.code is grpc.StatusCode.DEADLINE_EXCEEDED


async def test_a_refusal_is_final(way: str) -> None:
    jobs = JobsStreams(([], grpc.StatusCode.INVALID_ARGUMENT))
    async with served(jobs) as endpoint:
        with pytest.raises(QuireCallError) as caught:
            await follow(way, endpoint, ["a"])
    assert caught.value.code is grpc.StatusCode.INVALID_ARGUMENT
    assert len(jobs.asked) == 1


async def test_patience_ends(way: str) -> None:
    jobs = JobsStreams(*[([], CUT)] * 50)
    async with served(jobs) as endpoint:
        with pytest.raises(QuireCallError) as caught:
            await follow(way, endpoint, ["a"], patience=0.5)
    assert caught.value.code is CUT


async def test_no_jobs_are_no_watch(way: str) -> None:
    jobs = JobsStreams()
    async with served(jobs) as endpoint:
        assert await follow(way, endpoint, []) == []
    assert jobs.asked == []


async def test_cancelling_leaves_the_stream() -> None:
    jobs = JobsStreams(([beat(), event("a", 1)], None))
    async with served(jobs) as endpoint:
        task = asyncio.create_task(follow("async", endpoint, ["a"]))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(jobs.left.wait(), 5)


async def test_closing_from_another_thread_wakes() -> None:
    jobs = JobsStreams(([beat()], None))
    async with served(jobs) as endpoint:
        client = SyncOutlineClient(endpoint)
        watch = client.watch_jobs(["a"])
        asyncio.get_running_loop().call_later(0.3, watch.close)
        with pytest.raises(QuireCallError) as caught:
            await asyncio.to_thread(list, watch)
        assert caught.value.code is grpc.StatusCode.CANCELLED
        await asyncio.wait_for(jobs.left.wait(), 5)
        await asyncio.to_thread(client.close)
