"""A command whose reply was lost is sent again: the same answer, nothing done twice."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.events.payloads import Failure, Progress
from shared.jobs.attempt import Attempt
from shared.jobs.lost import LeaseLost
from shared.jobs.scripts import Argument, Reply, Script, Scripts
from shared.reasons import Reason
from tests.integration.jobs.engine import OWNER, Engine, make_engine, new_job, result

FAILURE = Failure(Reason.STEP_FAILED, "no")


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


@pytest.fixture
def twice(monkeypatch: pytest.MonkeyPatch) -> list[Script]:
    """Send every script twice and keep the second answer, as after a lost reply."""
    sent: list[Script] = []
    run = Scripts.run

    async def again(
        self: Scripts, script: Script, keys: Sequence[str], args: Sequence[Argument]
    ) -> list[Reply]:
        sent.append(script)
        await run(self, script, keys, args)
        return await run(self, script, keys, args)

    monkeypatch.setattr(Scripts, "run", again)
    return sent


async def test_a_submit(engine: Engine, twice: list[Script]) -> None:
    _, made = await engine.store.submit(new_job())
    assert made
    assert await engine.kinds() == ["queued"]


async def test_an_attempt_with_all_that_it_writes(engine: Engine, twice: list[Script]) -> None:
    await engine.submit()
    attempt = await engine.claimed()
    assert attempt.record.attempt == 1
    for number in range(3):
        await attempt.emit(Progress("s", str(number), 0.1))
    await attempt.keep_step("a|b", b"kept", Progress("s", "kept", 0.5))
    await attempt.keep_step("a|c", b"kept", None)
    assert await attempt.read_step("a|b") == b"kept"
    assert await attempt.finish(result()) == "ok"
    assert await engine.kinds() == ["queued", *["progress"] * 4, "completed"]
    assert (await engine.store.get("j", OWNER)).last_sequence == 6


@pytest.mark.parametrize(
    ("end", "kind", "state"),
    [
        (lambda attempt: attempt.fail(FAILURE), "failed", "failed"),
        (lambda attempt: attempt.retry(FAILURE, 5), "retrying", "retrying"),
        (lambda attempt: attempt.release(), "queued", "queued"),
    ],
)
async def test_the_other_ends(
    engine: Engine,
    twice: list[Script],
    end: Callable[[Attempt], Awaitable[str]],
    kind: str,
    state: str,
) -> None:
    await engine.submit()
    attempt = await engine.claimed()
    assert await end(attempt) == "ok"
    assert await engine.kinds() == ["queued", kind]
    assert await engine.state() == state
    assert (await engine.store.get("j", OWNER)).attempt == (0 if kind == "queued" else 1)


async def test_a_cancellation(engine: Engine, twice: list[Script]) -> None:
    await engine.submit()
    attempt = await engine.claimed()
    await engine.store.cancel("j", OWNER)
    assert await attempt.cancelled() == "ok"
    assert await engine.kinds() == ["queued", "cancelled"]


async def test_a_round_of_the_reaper(engine: Engine, twice: list[Script]) -> None:
    await engine.submit("lost")
    await engine.submit("later")
    await engine.claimed("lost")
    await (await engine.claimed("later")).retry(FAILURE, 0)
    await engine.redis.zadd(engine.keys.leases, {"lost": 1})
    for _ in range(6):
        await engine.reaper.round()
        await asyncio.sleep(0.1)
    assert await engine.kinds("lost") == ["queued", "queued"]
    assert await engine.kinds("later") == ["queued", "retrying", "queued"]


async def test_a_stale_token_writes_nothing(engine: Engine) -> None:
    await engine.submit()
    stale = await engine.claimed()
    await stale.release()
    holder = await engine.claimed()
    assert int(holder.token) == int(stale.token) + 1
    before = await engine.image(), await engine.kinds()
    with pytest.raises(LeaseLost):
        await stale.emit(Progress("s", "late", 0.9))
    with pytest.raises(LeaseLost):
        await stale.keep_step("a|b", b"late", None)
    with pytest.raises(LeaseLost):
        await stale.read_step("a|b")
    assert await stale.finish(result("late")) == "stale"
    assert await stale.fail(FAILURE) == "stale"
    assert await stale.retry(FAILURE, 0) == "stale"
    assert await stale.cancelled() == "stale"
    assert (await engine.image(), await engine.kinds()) == before
    assert not await engine.redis.exists(engine.keys.steps("j"), engine.keys.result("j"))
    assert await holder.finish(result()) == "ok"
