"""How many doorbells lie at the broker, and how many are rung again when many jobs wait."""

import asyncio
import dataclasses

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.jobs.model import Priority
from shared.jobs.reaper import Reaper
from shared.tasks.app import make_app
from shared.tasks.doorbell import CeleryDoorbell
from tests.integration.jobs.engine import QUICK, Engine, make_engine


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    made = make_engine(redis, valkey.url, prefix)
    policy = dataclasses.replace(QUICK, ring_first_seconds=0.001, reap_batch=500)
    return Engine(redis, valkey.url, made.keys, policy)


async def test_the_length_of_the_queue_counts_every_priority(
    valkey: ValkeyProcess, prefix: str
) -> None:
    app = make_app("lengths", "q", valkey.url, key_prefix=prefix)
    bell = CeleryDoorbell(app, "task", {})
    assert await bell.length() == 0
    for priority in Priority:
        await bell.ring("j", "u", priority)
    assert await bell.length() == 3
    bell.close()
    app.close()


@pytest.mark.parametrize(("lying", "rung"), [(150, 0), (143, 7), (0, 150)])
async def test_only_what_is_missing_is_rung_for_again(
    engine: Engine, lying: int, rung: int
) -> None:
    class Lying:
        async def length(self) -> int:
            return lying

    for number in range(150):
        await engine.submit(f"j{number}")
    await asyncio.sleep(0.005)
    reaper = Reaper(engine.redis, engine.keys, engine.codec, engine.policy, engine.bell, Lying())
    await reaper.round()
    assert len(engine.bell.rung) == rung


async def test_a_broker_that_does_not_answer_is_not_rung_in_vain(engine: Engine) -> None:
    class Broken:
        async def length(self) -> int:
            raise ConnectionError

    for number in range(150):
        await engine.submit(f"j{number}")
    await asyncio.sleep(0.005)
    reaper = Reaper(engine.redis, engine.keys, engine.codec, engine.policy, engine.bell, Broken())
    await reaper.round()
    assert engine.bell.rung == []
