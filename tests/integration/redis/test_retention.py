"""However a job has ended: its keys expire together, by setting, and deleting leaves none."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.events.payloads import Failure
from shared.jobs.model import State
from shared.reasons import Reason
from tests.integration.jobs.engine import OWNER, QUICK, Engine, make_engine, result

RETENTION_SECONDS = 1
FAILURE = Failure(Reason.STEP_FAILED, "no")


async def _succeeded(engine: Engine) -> None:
    attempt = await engine.claimed()
    await attempt.keep_step("chapter|a", b"kept", None)
    await attempt.finish(result())


async def _failed(engine: Engine) -> None:
    attempt = await engine.claimed()
    await attempt.keep_step("chapter|a", b"kept", None)
    await attempt.fail(FAILURE)


async def _cancelled_while_it_waited(engine: Engine) -> None:
    await engine.store.cancel("j", OWNER)


async def _cancelled_while_it_ran(engine: Engine) -> None:
    attempt = await engine.claimed()
    await attempt.keep_step("chapter|a", b"kept", None)
    await engine.store.cancel("j", OWNER)
    await attempt.cancelled()


async def _cancelled_between_attempts(engine: Engine) -> None:
    await (await engine.claimed()).retry(FAILURE, 60)
    await engine.store.cancel("j", OWNER)


async def _lost(engine: Engine) -> None:
    attempt = await engine.claimed()
    await attempt.keep_step("chapter|a", b"kept", None)
    await engine.redis.zadd(engine.keys.leases, {"j": 1})
    async with asyncio.timeout(10):
        while not (await engine.state()).final:
            await engine.reaper.round()
            await asyncio.sleep(0.02)


async def _overdue(engine: Engine) -> None:
    record = await engine.store.get("j", OWNER)
    await engine.redis.hset(engine.keys.record("j"), "deadline_ms", 1)
    assert await engine.attempts.overdue(record, record.create_ms)


ENDS: dict[str, tuple[Callable[[Engine], Awaitable[None]], State]] = {
    "succeeded": (_succeeded, State.SUCCEEDED),
    "failed": (_failed, State.FAILED),
    "cancelled while it waited": (_cancelled_while_it_waited, State.CANCELLED),
    "cancelled while it ran": (_cancelled_while_it_ran, State.CANCELLED),
    "cancelled between attempts": (_cancelled_between_attempts, State.CANCELLED),
    "worker lost in the last attempt": (_lost, State.FAILED),
    "overdue": (_overdue, State.FAILED),
}


@pytest.fixture(params=ENDS)
async def ended(
    request: pytest.FixtureRequest, redis: Redis, valkey: ValkeyProcess, prefix: str
) -> Engine:
    """An engine with one job, which has ended."""
    policy = dataclasses.replace(QUICK, retention_seconds=RETENTION_SECONDS, max_attempts=1)
    if request.param == "cancelled between attempts":
        policy = dataclasses.replace(policy, max_attempts=2)
    engine = Engine(redis, valkey.url, make_engine(redis, valkey.url, prefix).keys, policy)
    end, state = ENDS[request.param]
    await engine.submit(labels={"team": "a"})
    await end(engine)
    assert await engine.state() is state
    return engine


async def _every_key(engine: Engine) -> set[str]:
    found = engine.redis.scan_iter(match=f"{engine.keys.prefix}*")
    return {key.decode() async for key in found}


async def test_all_of_it_expires_together(ended: Engine) -> None:
    keys, redis = ended.keys, ended.redis
    left = await _every_key(ended)
    of_the_job = left & set(keys.of_job("j")) - {keys.past("j")}
    assert {keys.record("j"), keys.request("j"), keys.events("j")} <= of_the_job
    assert len({await redis.pexpiretime(key) for key in of_the_job}) == 1
    assert left - of_the_job <= {keys.past("j"), keys.ended, keys.owner(OWNER)}, "indexes are left"
    await asyncio.sleep(RETENTION_SECONDS + 0.1)
    await ended.reaper.round()
    assert await _every_key(ended) == {keys.past("j")}


async def test_deleting_leaves_no_key(ended: Engine) -> None:
    await ended.store.delete("j", OWNER)
    assert await _every_key(ended) == set()
