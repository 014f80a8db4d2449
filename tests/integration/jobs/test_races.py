"""Ends that are tried at the same time: one of them holds, whatever the order."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.payloads import Failure, Progress
from shared.jobs.lost import LeaseLost
from shared.jobs.model import State
from shared.jobs.runner import JobRunner
from shared.reasons import Reason
from shared.redis import make_redis
from tests.integration.jobs.engine import (
    OWNER,
    Engine,
    finishing,
    make_engine,
    new_job,
    result,
    run,
)

FAILURE = Failure(Reason.STEP_FAILED, "no")
ROUNDS = 200


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


async def quietly(act: Awaitable[object]) -> None:
    with contextlib.suppress(LeaseLost, QuireError):
        await act


async def test_finish_cancel_reap_and_hand_back_at_once(engine: Engine) -> None:
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    endings: set[State] = set()
    for number in range(ROUNDS):
        job_id = f"j{number}"
        await engine.submit(job_id)
        attempt = await engine.claimed(job_id)
        await engine.redis.zadd(engine.keys.leases, {job_id: 1})
        acts = [
            attempt.finish(result()),
            attempt.fail(FAILURE),
            attempt.retry(FAILURE, 0),
            attempt.release(),
            attempt.emit(Progress("s", "m", 0.5)),
            attempt.keep_step("a|b", b"x", None),
            attempt.cancelled(),
            engine.store.cancel(job_id, OWNER),
            engine.reaper.round(),
        ]
        chance.shuffle(acts)
        await asyncio.gather(*map(quietly, acts))
        await quietly(attempt.cancelled())
        record = await engine.store.get(job_id, OWNER)
        events = await engine.events(job_id)
        ends = [event for event in events if event.terminal]
        said = f"seed {seed}, round {number}: {record.state}"
        assert [event.sequence for event in events] == list(range(1, len(events) + 1)), said
        assert len(ends) == (1 if record.state.final else 0), said
        assert not ends or events[-1] is ends[0], said
        assert record.last_sequence == len(events), said
        kept = await engine.redis.exists(engine.keys.result(job_id))
        assert bool(kept) == (record.state is State.SUCCEEDED), said
        endings.add(record.state)
    assert len(endings) >= 3, f"seed {seed}: the race had one winner only: {endings}"


async def test_many_submits_of_one_id_at_once(valkey: ValkeyProcess, prefix: str) -> None:
    client = make_redis(valkey.url, name="test-submits")  # its pool makes callers wait
    engine = make_engine(client, valkey.url, prefix)
    answers = await asyncio.gather(*(engine.store.submit(new_job()) for _ in range(1000)))
    assert len({record.uid for record, _ in answers}) == 1
    assert [made for _, made in answers].count(True) == 1
    assert await engine.kinds() == ["queued"]
    await client.aclose()


async def test_every_doorbell_ten_times_on_two_workers(valkey: ValkeyProcess, prefix: str) -> None:
    client = make_redis(valkey.url, name="test-doorbells")  # its pool makes callers wait
    engine = make_engine(client, valkey.url, prefix)
    jobs = [await engine.submit(f"j{number}") for number in range(20)]
    async with engine.runner(finishing) as one, engine.runner(finishing) as two:
        runners: list[JobRunner] = [one, two]
        bells = [(record, runners[n % 2]) for record in jobs for n in range(10)]
        random.shuffle(bells)
        ends = await asyncio.gather(*(run(runner) for _, runner in bells))
    assert ends.count(State.SUCCEEDED) == len(jobs)
    for record in jobs:
        assert await engine.kinds(record.job_id) == ["queued", "started", "completed"]
    await client.aclose()
