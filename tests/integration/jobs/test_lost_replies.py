"""The reply of each script is lost on the way, and the client sends the script again."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar

import pytest_asyncio
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.events.payloads import Failure, Progress
from shared.jobs.attempt import Attempt
from shared.jobs.model import State
from shared.jobs.scripts import Script, source
from shared.reasons import Reason
from shared.redis import make_redis
from tests.integration.jobs.engine import OWNER, Engine, make_engine, new_job, result
from tests.support.dropping_proxy import DroppingProxy

FAILURE = Failure(Reason.STEP_FAILED, "no")
T = TypeVar("T")


class Lossy:
    """An engine behind a proxy."""

    def __init__(self, engine: Engine, proxy: DroppingProxy) -> None:
        self.engine = engine
        self._proxy = proxy

    async def lost(self, act: Awaitable[T]) -> T:
        """Do something of which the first reply is lost."""
        before = self._proxy.dropped
        self._proxy.drop_next_reply()
        answer = await act
        assert self._proxy.dropped == before + 1
        return answer

    async def attempt(self, job_id: str) -> Attempt:
        await self.engine.submit(job_id)
        return await self.engine.claimed(job_id)


@pytest_asyncio.fixture
async def lossy(redis: Redis, valkey: ValkeyProcess, prefix: str) -> AsyncIterator[Lossy]:
    for script in Script:  # else a first reply would be NOSCRIPT
        await redis.script_load(source(script))
    async with DroppingProxy(int(valkey.url.rsplit(":", 1)[1].split("/")[0])).running() as proxy:
        url = f"redis://127.0.0.1:{proxy.port}/0"
        client = make_redis(url, name="test-lossy", connections=1)
        yield Lossy(make_engine(client, url, prefix), proxy)
        await client.aclose()


async def test_submit(lossy: Lossy) -> None:
    for number in range(10):
        _, made = await lossy.lost(lossy.engine.store.submit(new_job(f"j{number}")))
        assert made
        assert await lossy.engine.kinds(f"j{number}") == ["queued"]


async def test_claim_and_writes(lossy: Lossy) -> None:
    engine = lossy.engine
    for number in range(10):
        job_id = f"j{number}"
        await engine.submit(job_id)
        claim = await lossy.lost(engine.attempts.claim(job_id))
        assert claim.answer == "ok"
        assert claim.record is not None
        assert claim.record.attempt == 1
        attempt = Attempt(engine.attempts, claim.record, claim.token, claim.now_ms)
        await lossy.lost(attempt.emit(Progress("s", "m", 0.1)))
        await lossy.lost(attempt.keep_step("a|b", b"kept", Progress("s", "kept", 0.2)))
        assert await lossy.lost(attempt.read_step("a|b")) == b"kept"
        assert await lossy.lost(attempt.finish(result())) == "ok"
        assert await engine.kinds(job_id) == ["queued", "progress", "progress", "completed"]


async def test_the_other_ends(lossy: Lossy) -> None:
    engine = lossy.engine
    for number in range(5):
        failed = await lossy.attempt(f"f{number}")
        assert await lossy.lost(failed.fail(FAILURE)) == "ok"
        assert await engine.kinds(f"f{number}") == ["queued", "failed"]
        released = await lossy.attempt(f"r{number}")
        assert await lossy.lost(released.release()) == "ok"
        assert await engine.kinds(f"r{number}") == ["queued", "queued"]
        retrying = await lossy.attempt(f"t{number}")
        assert await lossy.lost(retrying.retry(FAILURE, 60)) == "ok"
        assert await engine.kinds(f"t{number}") == ["queued", "retrying"]


async def test_cancel_and_delete(lossy: Lossy) -> None:
    engine = lossy.engine
    for number in range(5):
        job_id = f"j{number}"
        attempt = await lossy.attempt(job_id)
        await engine.store.get(job_id, OWNER)
        assert (await engine.store.cancel(job_id, OWNER)).state is State.CANCELLING
        assert await lossy.lost(attempt.cancelled()) == "ok"
        assert await engine.kinds(job_id) == ["queued", "cancelled"]
        await lossy.lost(engine.store.delete(job_id, OWNER))
        await engine.submit(f"q{number}")
        assert (await lossy.lost(engine.store.cancel(f"q{number}", OWNER))).state.final
        assert await engine.kinds(f"q{number}") == ["queued", "cancelled"]


async def test_rounds_of_the_reaper(lossy: Lossy) -> None:
    engine = lossy.engine
    for number in range(5):
        await lossy.attempt(f"lost{number}")
        await (await lossy.attempt(f"later{number}")).retry(FAILURE, 0)
    await engine.redis.zadd(engine.keys.leases, {f"lost{number}": 1 for number in range(5)})
    for _ in range(8):
        await lossy.lost(engine.reaper.round())
        await asyncio.sleep(0.08)
    for number in range(5):
        assert await engine.kinds(f"lost{number}") == ["queued", "queued"]
        assert await engine.kinds(f"later{number}") == ["queued", "retrying", "queued"]
