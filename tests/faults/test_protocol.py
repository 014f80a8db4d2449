"""Every script under lost replies, and ends that race, on the engine alone."""

import asyncio
import dataclasses
import hashlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.events.payloads import Failure, Progress
from shared.jobs.attempt import Attempt
from shared.jobs.model import State
from shared.jobs.scripts import Script, source
from shared.reasons import Reason
from shared.redis import make_redis, make_sync_redis
from tests.integration.jobs.engine import OWNER, QUICK, Engine, make_engine, new_job, result
from tests.integration.jobs.test_races import quietly
from tests.support.dropping_proxy import DroppingProxy
from tests.support.figures import FULL, Figures

ROUNDS = 100 if FULL else 3
RACES = 10_000 if FULL else 200
FAILURE = Failure(Reason.STEP_FAILED, "no")


class Lossy:
    """An engine behind a proxy that loses the reply of one script."""

    def __init__(self, engine: Engine, proxy: DroppingProxy, port: int) -> None:
        self.engine = engine
        self.port = port
        self._proxy = proxy

    async def lost(self, script: Script, act: Callable[[], Awaitable[object]]) -> object:
        """Do something in the course of which the script's first reply is lost."""
        before = self._proxy.dropped
        self._proxy.drop_reply_to(hashlib.sha1(source(script).encode()).hexdigest().encode())  # noqa: S324
        answer = await act()
        assert self._proxy.dropped == before + 1, f"{script} was not sent"
        return answer


@pytest_asyncio.fixture
async def lossy(redis: Redis, valkey: ValkeyProcess, prefix: str) -> AsyncIterator[Lossy]:
    for script in Script:  # else a first reply would be NOSCRIPT
        await redis.script_load(source(script))
    async with DroppingProxy(valkey.port).running() as proxy:
        url = f"redis://127.0.0.1:{proxy.port}/0"
        client = make_redis(url, name="test-lossy", connections=1)
        yield Lossy(make_engine(client, url, prefix), proxy, proxy.port)
        await client.aclose()


Check = Callable[[Lossy, str], Awaitable[list[str]]]


async def _submit(lossy: Lossy, job_id: str) -> list[str]:
    await lossy.lost(Script.SUBMIT, lambda: lossy.engine.store.submit(new_job(job_id)))
    return ["queued"]


async def _pick(lossy: Lossy, job_id: str) -> list[str]:
    await lossy.engine.submit(job_id)
    assert await lossy.lost(Script.PICK, lossy.engine.attempts.pick) == job_id
    return ["queued"]


async def _claim(lossy: Lossy, job_id: str) -> list[str]:
    await lossy.engine.submit(job_id)
    await lossy.lost(Script.CLAIM, lambda: lossy.engine.claimed(job_id))
    return ["queued"]


async def _attempt(lossy: Lossy, job_id: str) -> Attempt:
    await lossy.engine.submit(job_id)
    return await lossy.engine.claimed(job_id)


async def _emit(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    await lossy.lost(Script.EMIT, lambda: attempt.emit(Progress("s", "m", 0.1)))
    return ["queued", "progress"]


async def _keep_step(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    done = Progress("s", "kept", 0.2)
    await lossy.lost(Script.KEEP_STEP, lambda: attempt.keep_step("a|b", b"kept", done))
    return ["queued", "progress"]


async def _read_step(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    await attempt.keep_step("a|b", b"kept", None)
    assert await lossy.lost(Script.READ_STEP, lambda: attempt.read_step("a|b")) == b"kept"
    return ["queued"]


async def _finish(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    assert await lossy.lost(Script.FINISH, lambda: attempt.finish(result())) == "ok"
    return ["queued", "completed"]


async def _fail(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    assert await lossy.lost(Script.FAIL, lambda: attempt.fail(FAILURE)) == "ok"
    return ["queued", "failed"]


async def _retry(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    assert await lossy.lost(Script.RETRY, lambda: attempt.retry(FAILURE, 60)) == "ok"
    return ["queued", "retrying"]


async def _release(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    assert await lossy.lost(Script.RELEASE, attempt.release) == "ok"
    assert (await lossy.engine.store.get(job_id, OWNER)).attempt == 0
    return ["queued", "queued"]


async def _cancel(lossy: Lossy, job_id: str) -> list[str]:
    await lossy.engine.submit(job_id)
    await lossy.lost(Script.CANCEL, lambda: lossy.engine.store.cancel(job_id, OWNER))
    return ["queued", "cancelled"]


async def _cancelled(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    await lossy.engine.store.cancel(job_id, OWNER)
    assert await lossy.lost(Script.CANCELLED, attempt.cancelled) == "ok"
    return ["queued", "cancelled"]


async def _delete(lossy: Lossy, job_id: str) -> list[str]:
    await lossy.engine.submit(job_id)
    await lossy.engine.store.cancel(job_id, OWNER)
    await lossy.lost(Script.DELETE, lambda: lossy.engine.store.delete(job_id, OWNER))
    return []


async def _lapse(lossy: Lossy, job_id: str) -> list[str]:
    await _attempt(lossy, job_id)
    engine = lossy.engine
    await engine.redis.zadd(engine.keys.leases, {job_id: 1})

    async def reap() -> None:
        give_up = asyncio.get_running_loop().time() + 10
        while await engine.state(job_id) is State.RUNNING:
            assert asyncio.get_running_loop().time() < give_up
            await engine.reaper.round()
            await asyncio.sleep(engine.policy.reap_interval_seconds)

    await lossy.lost(Script.LAPSE, reap)
    return ["queued", "queued"]


async def _requeue(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    await attempt.retry(FAILURE, 0)
    await asyncio.sleep(0.002)
    await lossy.lost(Script.REQUEUE, lossy.engine.reaper.round)
    return ["queued", "retrying", "queued"]


async def _ring(lossy: Lossy, job_id: str) -> list[str]:
    engine = lossy.engine
    await engine.submit(job_id)
    await engine.redis.zadd(engine.keys.queued, {job_id: 1})
    rung = len(engine.bell.rung)
    await lossy.lost(Script.RING, engine.reaper.round)
    assert len(engine.bell.rung) == rung + 1
    return ["queued"]


async def _overdue(lossy: Lossy, job_id: str) -> list[str]:
    engine = lossy.engine
    record = await engine.submit(job_id)
    await engine.redis.hset(engine.keys.record(job_id), "deadline_ms", 1)
    await lossy.lost(Script.OVERDUE, lambda: engine.attempts.overdue(record, record.create_ms))
    return ["queued", "failed"]


async def _due(lossy: Lossy, job_id: str) -> list[str]:
    await lossy.lost(Script.DUE, lossy.engine.reaper.round)
    return []


async def _forget(lossy: Lossy, job_id: str) -> list[str]:
    engine = lossy.engine
    await engine.redis.zadd(engine.keys.ended, {f"{job_id}/{OWNER}": 1})
    await lossy.lost(Script.FORGET, engine.reaper.round)
    assert await engine.redis.zcard(engine.keys.ended) == 0
    return []


async def _heartbeat(lossy: Lossy, job_id: str) -> list[str]:
    attempt = await _attempt(lossy, job_id)
    engine = lossy.engine
    sync = make_sync_redis(engine.url, name="test-beats", connections=1)
    script = sync.register_script(source(Script.HEARTBEAT))
    keys = [engine.keys.leases, engine.keys.record(job_id)]
    args: list[str | int] = [engine.policy.lease_ms, job_id, attempt.token]
    answer = await lossy.lost(
        Script.HEARTBEAT, lambda: asyncio.to_thread(script, keys=keys, args=args)
    )
    sync.close()
    assert answer == [b"ok"]
    return ["queued"]


SCRIPTS: dict[Script, Check] = {
    Script.SUBMIT: _submit,
    Script.PICK: _pick,
    Script.CLAIM: _claim,
    Script.EMIT: _emit,
    Script.READ_STEP: _read_step,
    Script.KEEP_STEP: _keep_step,
    Script.FINISH: _finish,
    Script.FAIL: _fail,
    Script.RETRY: _retry,
    Script.CANCELLED: _cancelled,
    Script.RELEASE: _release,
    Script.CANCEL: _cancel,
    Script.DELETE: _delete,
    Script.LAPSE: _lapse,
    Script.REQUEUE: _requeue,
    Script.OVERDUE: _overdue,
    Script.RING: _ring,
    Script.HEARTBEAT: _heartbeat,
    Script.DUE: _due,
    Script.FORGET: _forget,
}


@pytest.mark.parametrize("script", list(Script))
async def test_lost_replies(lossy: Lossy, script: Script, figures: Figures) -> None:
    for number in range(ROUNDS):
        job_id = f"{script}-{number}"
        wanted = await SCRIPTS[script](lossy, job_id)
        assert await lossy.engine.kinds(job_id) == wanted
        # The next round finds its own job only.
        keys = lossy.engine.keys
        await lossy.engine.redis.delete(keys.waiting, keys.queued, keys.leases, keys.retries)
        figures.add(replies_lost=1)
    figures.add(scripts=1)


async def test_ends_that_race(
    redis: Redis, valkey: ValkeyProcess, prefix: str, figures: Figures
) -> None:
    """Finish, cancel and reap at once: one ending, whoever wins."""
    keys = make_engine(redis, valkey.url, prefix).keys
    policy = dataclasses.replace(QUICK, lease_seconds=0.003, max_attempts=1)
    engine = Engine(redis, valkey.url, keys, policy)
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    endings: dict[State, int] = {}
    for number in range(RACES):
        job_id = f"j{number}"
        attempt = await _attempt_of(engine, job_id)
        await engine.redis.zadd(engine.keys.leases, {job_id: 1})
        await engine.reaper.round()  # it has seen the lease overdue
        await asyncio.sleep(policy.confirm_seconds)
        acts = [
            attempt.finish(result()),
            engine.store.cancel(job_id, OWNER),
            engine.reaper.round(),
        ]
        await asyncio.gather(*(_after(chance.random() / 500, act) for act in acts))
        await quietly(attempt.cancelled())
        record = await engine.store.get(job_id, OWNER)
        kinds = await engine.kinds(job_id)
        ends = [kind for kind in kinds if kind in ("completed", "failed", "cancelled")]
        said = f"seed {seed}, round {number}: {kinds}"
        assert record.state.final, said
        assert len(ends) == 1, said
        assert kinds[-1] == ends[0], said
        endings[record.state] = endings.get(record.state, 0) + 1
        figures.progress(number + 1, RACES, "races")
    figures.count(races=RACES, **{state.value: count for state, count in endings.items()})
    assert len(endings) == 3, f"seed {seed}: not all of them ever won: {endings}"


async def _after(seconds: float, act: Awaitable[object]) -> None:
    await asyncio.sleep(seconds)
    await quietly(act)


async def _attempt_of(engine: Engine, job_id: str) -> Attempt:
    await engine.submit(job_id)
    return await engine.claimed(job_id)
