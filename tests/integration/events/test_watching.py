"""Watching one job: where a watch begins, what it gives, and how it ends."""

import asyncio
import time

import pytest
from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.hub import EventHub
from shared.events.watcher import HeartbeatMark, StoredEvent
from shared.jobs.keys import Keys
from shared.jobs.model import Kind
from shared.reasons import Reason
from tests.integration.events.conftest import Following
from tests.support.watched import OWNER, LineCodec, WatchedJob


async def refusal(
    hub: EventHub, job_id: str, *, owner: str = OWNER, after: int | None = 0, uid: str = ""
) -> QuireError:
    with pytest.raises(QuireError) as caught:
        async for _ in hub.watch(job_id, owner=owner, after=after, uid=uid):
            pass
    assert caught.value.metadata.get("job_id") == job_id
    return caught.value


@pytest.mark.parametrize("after", [0, 1, 4, 5])
async def test_events_after_a_cursor_then_live_to_the_end(
    hub: EventHub, job: WatchedJob, after: int
) -> None:
    await job.begin(5)
    watch = Following(hub, job.job_id, after)
    if after < 5:
        await watch.until(5)
    for _ in range(3):
        await job.write()
    await job.end()
    assert await watch.done() == list(range(after + 1, 10))
    last = watch.items[-1]
    assert isinstance(last, StoredEvent)
    assert last.terminal
    assert last.data == b"9|1|end"


async def test_only_what_is_new(hub: EventHub, job: WatchedJob) -> None:
    await job.begin(5)
    first, second = Following(hub, job.job_id, 0), Following(hub, job.job_id, None)
    await first.until(5)
    await asyncio.sleep(0.1)
    await job.write()
    await job.end()
    assert await second.done() == [6, 7]
    assert await first.done() == [1, 2, 3, 4, 5, 6, 7]


async def test_a_long_history_comes_page_by_page(hub: EventHub, job: WatchedJob) -> None:
    await job.begin(300)
    watch = Following(hub, job.job_id, 0)
    await job.end()
    assert await watch.done() == list(range(1, 302))


async def test_a_job_without_events_yet(hub: EventHub, job: WatchedJob) -> None:
    await job.begin(0)
    watch = Following(hub, job.job_id, 0)
    await asyncio.sleep(0.1)
    await job.end()
    assert await watch.done() == [1]


@pytest.mark.parametrize(
    ("after", "seen"), [(0, [1, 2, 3, 4]), (2, [3, 4]), (3, [4]), (4, []), (None, [])]
)
async def test_a_finished_job_is_replayed_and_ends(
    hub: EventHub, job: WatchedJob, after: int | None, seen: list[int]
) -> None:
    await job.begin(3)
    await job.end()
    assert await Following(hub, job.job_id, after).done() == seen


async def test_a_cursor_beyond_the_end(hub: EventHub, job: WatchedJob) -> None:
    await job.begin(5)
    await job.trim(3)
    error = await refusal(hub, job.job_id, after=6)
    assert error.reason is Reason.CURSOR_OUT_OF_RANGE
    assert error.metadata == {
        "job_id": job.job_id,
        "oldest_sequence": "3",
        "newest_sequence": "5",
    }
    assert error.retry_after is None


@pytest.mark.parametrize("after", [0, 1, 2])
async def test_a_trimmed_prefix_is_an_error(hub: EventHub, job: WatchedJob, after: int) -> None:
    await job.begin(5)
    await job.trim(4)
    error = await refusal(hub, job.job_id, after=after)
    assert error.reason is Reason.CURSOR_OUT_OF_RANGE
    assert error.metadata["oldest_sequence"] == "4"
    assert error.metadata["newest_sequence"] == "5"


async def test_the_place_before_the_oldest_event_kept_is_in_range(
    hub: EventHub, job: WatchedJob
) -> None:
    await job.begin(5)
    await job.trim(4)
    await job.end()
    assert await Following(hub, job.job_id, 3).done() == [4, 5, 6]


async def test_nothing_kept_at_all(
    hub: EventHub, redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    await job.begin(5)
    await redis.delete(keys.events(job.job_id))
    error = await refusal(hub, job.job_id, after=2)
    assert error.reason is Reason.CURSOR_OUT_OF_RANGE
    assert error.metadata["oldest_sequence"] == "6"
    assert "no events are kept" in error.message


async def test_jobs_that_the_caller_cannot_see(
    hub: EventHub, redis: Redis, job: WatchedJob, prefix: str
) -> None:
    other_kind = WatchedJob(redis, Keys(Kind.DOCUMENT, prefix), "doc")
    await job.begin()
    await other_kind.begin()
    errors = [
        await refusal(hub, "unknown"),
        await refusal(hub, job.job_id, uid="u0"),
        await refusal(hub, "doc"),
    ]
    assert {error.reason for error in errors} == {Reason.JOB_NOT_FOUND}
    foreign = await refusal(hub, job.job_id, owner="bob")
    assert foreign.reason is Reason.JOB_OF_ANOTHER_OWNER
    assert len({error.message for error in errors}) == 1


async def test_the_uid_of_the_present_life_is_welcome(hub: EventHub, job: WatchedJob) -> None:
    await job.begin()
    await job.end()
    assert await Following(hub, job.job_id, 0, uid="u1").done() == [1, 2]


async def test_an_expired_job_is_told_to_its_owner_alone(hub: EventHub, job: WatchedJob) -> None:
    await job.begin()
    await job.end()
    await job.expire()
    assert (await refusal(hub, job.job_id)).reason is Reason.RESULT_EXPIRED
    assert (await refusal(hub, job.job_id, owner="bob")).reason is Reason.JOB_NOT_FOUND
    assert (await refusal(hub, job.job_id, owner="nn")).reason is Reason.JOB_NOT_FOUND


@pytest.mark.parametrize(
    ("how", "reason"), [("delete", Reason.JOB_NOT_FOUND), ("expire", Reason.RESULT_EXPIRED)]
)
async def test_a_job_that_goes_meanwhile(
    hub_redis: Redis, job: WatchedJob, keys: Keys, how: str, reason: Reason
) -> None:
    async with EventHub(hub_redis, keys, LineCodec(), audit_seconds=0.1) as hub:
        await job.begin()
        watch = Following(hub, job.job_id, 0)
        await watch.until(1)
        await (job.delete() if how == "delete" else job.expire())
        with pytest.raises(QuireError) as caught:
            await watch.done()
        assert caught.value.reason is reason


async def test_a_second_life_of_the_id_is_another_job(
    hub: EventHub, redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    await job.begin(3)
    watch = Following(hub, job.job_id, 0)
    await watch.until(3)
    await asyncio.sleep(0.1)  # subscribed
    await job.delete()
    await WatchedJob(redis, keys, uid="u2").begin(1)
    with pytest.raises(QuireError) as caught:
        await watch.done()
    assert caught.value.reason is Reason.JOB_NOT_FOUND
    assert watch.sequences == [1, 2, 3]


async def test_a_slow_reader_catches_up_and_holds_up_nobody(hub: EventHub, job: WatchedJob) -> None:
    await job.begin()
    fast = Following(hub, job.job_id, 0)
    slow = hub.watch(job.job_id, owner=OWNER, after=0)
    seen = [await anext(slow)]
    await fast.until(1)
    for _ in range(300):
        await job.write("x" * 4000)
    await job.end()
    assert await fast.done() == list(range(1, 303))
    seen += [item async for item in slow]
    assert [item.sequence for item in seen if isinstance(item, StoredEvent)] == list(range(1, 303))


async def test_an_idle_watch_hears_heartbeats(
    hub_redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    async with EventHub(hub_redis, keys, LineCodec(), heartbeat_seconds=0.2) as hub:
        await job.begin(2)
        watch = Following(hub, job.job_id, None)
        await asyncio.sleep(1)
        marks = list(watch.items)
        assert 2 <= len(marks) <= 5
        assert set(marks) == {HeartbeatMark(2)}
        await job.end()
        assert await watch.done() == [3]


async def test_more_watchers_than_the_limit_are_refused(
    hub_redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    async with EventHub(hub_redis, keys, LineCodec(), max_watchers=2) as hub:
        await job.begin()
        first, second = (Following(hub, job.job_id, 0) for _ in range(2))
        await asyncio.gather(first.until(1), second.until(1))
        with pytest.raises(QuireError) as caught:
            await Following(hub, job.job_id, 0).done()
        assert caught.value.reason is Reason.WATCH_LIMIT
        assert caught.value.metadata == {"limit": "2"}
        assert caught.value.retry_after
        await first.leave()
        third = Following(hub, job.job_id, 0)
        await third.until(1)
        assert hub.watchers == 2
        await job.end()
        await asyncio.gather(second.done(), third.done())


async def test_a_drain_asks_watchers_to_come_back(hub: EventHub, job: WatchedJob) -> None:
    await job.begin(2)
    watch = Following(hub, job.job_id, 0)
    await watch.until(2)
    hub.drain()
    for following in (watch, Following(hub, job.job_id, 0)):
        with pytest.raises(QuireError) as caught:
            await following.done()
        assert caught.value.reason is Reason.DRAINING
        assert caught.value.retry_after
    assert watch.sequences == [1, 2]


async def test_a_hub_that_closes_ends_its_watchers_and_leaves_nothing(
    hub_redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    before = len(asyncio.all_tasks())
    begin = time.monotonic()
    async with EventHub(hub_redis, keys, LineCodec()) as hub:
        await job.begin()
        watches = [Following(hub, job.job_id, after) for after in (0, None)]
        await watches[0].until(1)
    ends = await asyncio.gather(*(watch.task for watch in watches), return_exceptions=True)
    assert [end.reason for end in ends if isinstance(end, QuireError)] == [Reason.DRAINING] * 2
    assert time.monotonic() - begin < 2
    assert len(asyncio.all_tasks()) == before


async def test_watchers_who_leave_leave_nothing_behind(
    hub: EventHub, redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    await job.begin()
    for _ in range(20):
        watches = [Following(hub, job.job_id, 0) for _ in range(10)]
        await watches[0].until(1)
        await asyncio.gather(*(watch.leave() for watch in watches))
    assert hub.watchers == 0
    channel = keys.channel(job.job_id)
    for _ in range(100):
        if await redis.pubsub_numsub(channel) == [(channel.encode(), 0)]:
            return
        await asyncio.sleep(0.02)
    pytest.fail("the hub is still subscribed")
