"""Which of the waiting jobs runs next: priorities that age, and limits of groups."""

import asyncio
import dataclasses
from collections.abc import Mapping

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.events.payloads import Failure, Progress
from shared.jobs.attempt import Attempt
from shared.jobs.model import JobResult, Priority, State
from shared.jobs.ports import JobContext
from shared.jobs.runner import JobRunner
from shared.reasons import Reason
from shared.redis import make_sync_redis
from tests.integration.jobs.engine import (
    OWNER,
    QUICK,
    Engine,
    eventually,
    finishing,
    make_engine,
    new_job,
    result,
    run,
)


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


def limited(engine: Engine, limits: Mapping[str, int]) -> Engine:
    policy = dataclasses.replace(QUICK, limits=limits)
    return Engine(engine.redis, engine.url, engine.keys, policy)


async def taken(engine: Engine) -> list[str]:
    """Run all that waits, one after the other; return the order."""
    order: list[str] = []
    async with engine.runner(finishing) as runner:
        while (ran := await runner.run()) is not None:
            order.append(ran.job_id)
    return order


async def test_the_higher_priority_goes_first_and_the_older_of_equals(engine: Engine) -> None:
    for job_id, priority in (
        ("low", Priority.LOW),
        ("normal1", Priority.NORMAL),
        ("normal2", Priority.NORMAL),
        ("high", Priority.HIGH),
    ):
        await engine.submit(job_id, priority=priority)
        await asyncio.sleep(0.002)
    assert await taken(engine) == ["high", "normal1", "normal2", "low"]


async def test_waiting_makes_up_for_a_lower_priority(
    redis: Redis, valkey: ValkeyProcess, prefix: str
) -> None:
    policy = dataclasses.replace(QUICK, aging_seconds=0.1)
    engine = Engine(redis, valkey.url, make_engine(redis, valkey.url, prefix).keys, policy)
    await engine.submit("low", priority=Priority.LOW)
    await engine.submit("high1", priority=Priority.HIGH)
    await asyncio.sleep(0.25)
    await engine.submit("high2", priority=Priority.HIGH)
    assert await taken(engine) == ["high1", "low", "high2"]


async def test_the_place_in_the_queue_is_told(engine: Engine) -> None:
    for job_id, priority in (("a", Priority.NORMAL), ("b", Priority.HIGH), ("c", Priority.LOW)):
        await engine.submit(job_id, priority=priority)
    listed = {job.job_id: job.ahead for job in (await engine.store.list(OWNER)).jobs}
    assert listed == {"b": 0, "a": 1, "c": 2}
    assert (await engine.store.get("c", OWNER)).ahead == 2
    await engine.claimed("b")
    assert (await engine.store.get("b", OWNER)).ahead is None
    assert (await engine.store.get("c", OWNER)).ahead == 1
    await engine.store.cancel("a", OWNER)
    assert (await engine.store.get("c", OWNER)).ahead == 0


async def test_a_job_that_comes_back_keeps_its_place(engine: Engine) -> None:
    for job_id in ("first", "second"):
        await engine.submit(job_id)
        await asyncio.sleep(0.002)
    await (await engine.claimed("first")).release()
    assert await engine.attempts.pick() == "first"
    attempt = await engine.claimed("first")
    assert await attempt.retry(Failure(Reason.STEP_FAILED, "once more"), 0) == "ok"
    assert await engine.attempts.pick() == "second", "it waits for its time"
    await engine.reaper.round()
    assert await engine.attempts.pick() == "first"


@pytest.mark.parametrize("group", ["owner", "label.team"])
async def test_one_group_cannot_take_all_slots(engine: Engine, group: str) -> None:
    engine = limited(engine, {group: 2})
    for number in range(4):
        await engine.store.submit(new_job(f"noisy{number}", labels={"team": "a"}))
        await asyncio.sleep(0.002)
    await engine.store.submit(new_job("quiet", owner="bob", labels={"team": "b"}))
    assert await engine.attempts.pick() == "noisy0"
    first = await engine.claimed("noisy0")
    await engine.claimed("noisy1")
    assert await engine.attempts.pick() == "quiet"
    assert (await engine.attempts.claim("noisy2")).answer == "busy"
    assert await engine.state("noisy2") is State.QUEUED
    assert await first.finish(result()) == "ok"
    assert await engine.attempts.pick() == "noisy2"


async def test_jobs_beyond_a_limit_do_not_hide_the_others(engine: Engine) -> None:
    engine = limited(engine, {"owner": 1})
    for number in range(300):
        await engine.submit(f"noisy{number}")
    await engine.claimed("noisy0")
    assert await engine.attempts.pick() == ""
    await engine.store.submit(new_job("quiet", owner="bob", priority=Priority.LOW))
    assert await engine.attempts.pick() == "quiet"


async def test_the_end_of_a_job_rings_for_one_that_waited_for_room(engine: Engine) -> None:
    engine = limited(engine, {"owner": 1})
    await engine.submit("one")
    await asyncio.sleep(0.002)
    await engine.submit("two")
    go = asyncio.Event()

    async def handler(job: JobContext) -> JobResult:
        await go.wait()
        return result()

    sync = make_sync_redis(engine.url, name="test-leases")
    runner = JobRunner(
        engine.redis, sync, engine.keys, engine.codec, engine.policy, handler, engine.bell
    )
    await runner.start()
    running = asyncio.create_task(run(runner))
    await eventually(lambda: engine.state("one"), State.RUNNING)
    assert await runner.run() is None, "there is no room for the other"
    assert engine.bell.rung == []
    go.set()
    assert await running is State.SUCCEEDED
    assert [job_id for job_id, _, _ in engine.bell.rung] == ["two"]
    await runner.close()
    sync.close()


async def test_limits_are_held_by_many_workers(engine: Engine) -> None:
    engine = limited(engine, {"label.team": 3})
    for number in range(30):
        await engine.submit(f"j{number}", labels={"team": "a"})
    at_once = most = 0

    async def handler(job: JobContext) -> JobResult:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1
        return result()

    async with engine.runner(handler) as one, engine.runner(handler) as two:

        async def slot(runner: JobRunner) -> None:
            while (await engine.store.list(OWNER, states=[State.QUEUED])).jobs:
                await runner.run()

        await asyncio.gather(*(slot(runner) for runner in (one, two) for _ in range(4)))
        jobs = await engine.store.list(OWNER, page_size=50)
        await eventually(lambda: _ended(engine), len(jobs.jobs))
    assert 1 < most <= 3


async def _ended(engine: Engine) -> int:
    return len((await engine.store.list(OWNER, states=[State.SUCCEEDED])).jobs)


async def test_nothing_is_left_in_the_indexes(engine: Engine) -> None:
    for job_id in ("done", "cancelled"):
        await engine.submit(job_id, labels={"team": "a"})
    attempt: Attempt = await engine.claimed("done")
    assert await attempt.finish(result()) == "ok"
    await engine.store.cancel("cancelled", OWNER)
    assert await engine.redis.exists(engine.keys.waiting, engine.keys.groups) == 0


async def test_a_job_may_not_run_longer_than_it_may(engine: Engine) -> None:
    policy = dataclasses.replace(QUICK, run_seconds=0.2)
    engine = Engine(engine.redis, engine.url, engine.keys, policy)
    await engine.submit()

    async def handler(job: JobContext) -> JobResult:
        await job.emit(Progress("write", "writing", 0.1))
        await asyncio.sleep(3600)
        return result()

    async with engine.runner(handler) as runner:
        assert await run(runner) is State.FAILED
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert (failure.reason, failure.step) == (Reason.DEADLINE_EXCEEDED, "write")
    assert "0.2 s" in failure.message


async def test_the_time_that_a_lost_attempt_took_counts(engine: Engine) -> None:
    policy = dataclasses.replace(QUICK, run_seconds=0.3)
    engine = Engine(engine.redis, engine.url, engine.keys, policy)
    await engine.submit()
    await (await engine.claimed()).release()
    await asyncio.sleep(0.4)
    async with engine.runner(finishing) as runner:
        await run(runner)
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert failure.reason is Reason.DEADLINE_EXCEEDED


async def test_jobs_that_may_kill_workers_have_their_last_attempt_apart(engine: Engine) -> None:
    for job_id in ("poison", "neighbour", "fresh"):
        await engine.submit(job_id)
        await asyncio.sleep(0.002)
    async with engine.reaping():
        for _ in range(2):
            for job_id in ("poison", "neighbour"):
                await engine.claimed(job_id)  # by a worker that is then killed
            await eventually(lambda: engine.state("poison"), State.QUEUED)
            await eventually(lambda: engine.state("neighbour"), State.QUEUED)
    go = asyncio.Event()
    beside: set[str] = set()

    async def handler(job: JobContext) -> JobResult:
        beside.add(job.job_id)
        await go.wait()
        return result()

    async with engine.runner(handler) as runner:
        running = [asyncio.create_task(runner.run()) for _ in range(3)]
        await eventually(lambda: engine.state("fresh"), State.RUNNING)
        await asyncio.sleep(0.1)
        assert beside == {"poison", "fresh"}
        go.set()
        await asyncio.gather(*running)
        assert await run(runner) is State.SUCCEEDED
    assert beside == {"poison", "neighbour", "fresh"}
    assert (await engine.store.get("neighbour", OWNER)).lost == 2
