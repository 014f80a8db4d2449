"""Jobs run by a runner: their ends, cancellation, hand-back, retries, lost workers."""

import asyncio
import dataclasses
import os
import signal
import time
from itertools import pairwise

import pytest
from redis.asyncio import Redis

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.payloads import Progress
from shared.jobs.model import JobResult, JsonValue, State
from shared.jobs.ports import JobContext
from shared.jobs.submit import submit
from shared.reasons import Reason
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


async def forever(job: JobContext) -> JobResult:
    await job.emit(Progress("work", "working", 0.1))
    await asyncio.sleep(3600)
    return result()


async def test_a_job_from_submit_to_result(engine: Engine) -> None:
    record = await submit(engine.store, engine.bell, new_job())
    assert engine.bell.rung == [("j", record.uid, record.priority)]
    assert await submit(engine.store, engine.bell, new_job()) == record
    assert len(engine.bell.rung) == 1

    async def handler(job: JobContext) -> JobResult:
        assert job.request.body == b'{"query":"q"}'
        assert job.request.blobs == {"file": b"\x00content"}
        await job.emit(Progress("one", "half way", 0.5))
        return result("made")

    async with engine.runner(handler) as runner:
        assert await run(runner) is State.SUCCEEDED
        assert await run(runner) is None
    assert await engine.kinds() == ["queued", "started", "progress", "completed"]
    assert await engine.store.result("j", OWNER) == b'{"title": "made"}'
    for key in engine.keys.of_job("j"):
        assert 0 < await engine.redis.pttl(key) <= 3_600_000 or not await engine.redis.exists(key)


async def test_a_broker_that_is_away_does_not_refuse_a_submit(engine: Engine) -> None:
    engine.bell.broken = True
    await submit(engine.store, engine.bell, new_job())
    engine.bell.broken = False
    times: list[float] = []

    async def rung() -> int:
        times.extend(time.monotonic() for _ in range(len(engine.bell.rung) - len(times)))
        return len(times)

    async with engine.reaping():
        await eventually(rung, 3)
    waits = [after - before for before, after in pairwise(times)]
    assert waits[1] > waits[0] * 1.5, "each ring comes later than the last"


async def test_two_workers_that_hear_one_doorbell(engine: Engine) -> None:
    await engine.submit()

    async def slow(job: JobContext) -> JobResult:
        await asyncio.sleep(0.2)
        return result()

    async with engine.runner(slow) as one, engine.runner(slow) as two:
        ends = await asyncio.gather(*(run(one if n % 2 else two) for n in range(10)))
    assert sorted(str(end) for end in ends) == ["None"] * 9 + ["succeeded"]
    assert (await engine.kinds()).count("started") == 1


@pytest.mark.parametrize("by", ["channel", "heartbeat"])
async def test_a_running_job_is_cancelled(
    engine: Engine, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "heartbeat":

        async def deaf(*_: object) -> None:
            await asyncio.sleep(3600)

        monkeypatch.setattr("shared.jobs.runner.listen", deaf)
    await engine.submit()
    async with engine.runner(forever) as runner:
        running = asyncio.create_task(run(runner))
        await eventually(lambda: _kind(engine, "progress"), True)
        began = time.monotonic()
        assert (await engine.store.cancel("j", OWNER)).state is State.CANCELLING
        assert await running is State.CANCELLED
        took = time.monotonic() - began
    assert await engine.kinds() == ["queued", "started", "progress", "cancelled"]
    if by == "channel":
        assert took < engine.policy.heartbeat_seconds


async def _kind(engine: Engine, kind: str) -> bool:
    return kind in await engine.kinds()


async def test_a_handler_that_hears_nothing_is_left_behind(engine: Engine) -> None:
    release = asyncio.Event()

    async def deaf(job: JobContext) -> JobResult:
        await job.emit(Progress("work", "working", 0.1))
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue
        await job.emit(Progress("work", "too late", 0.9))
        return result()

    await engine.submit()
    async with engine.runner(deaf) as runner:
        running = asyncio.create_task(run(runner))
        await eventually(lambda: _kind(engine, "progress"), True)
        await runner.drain()
        assert await running is State.QUEUED
        release.set()
        await asyncio.sleep(0.05)
    assert await engine.kinds() == ["queued", "started", "progress", "queued"]


async def test_a_stopping_worker_hands_back_and_the_next_one_buys_nothing_again(
    engine: Engine,
) -> None:
    bought: list[str] = []
    stuck = asyncio.Event()

    async def handler(job: JobContext) -> JobResult:
        async def buy(name: str) -> JsonValue:
            bought.append(name)
            if name == "b" and job.attempt == 1 and len(bought) < 3:
                stuck.set()
                await asyncio.sleep(3600)
            return {"name": name}

        outputs = [
            await job.step(
                "chapter",
                name,
                {"plan": name},
                lambda name=name: buy(name),  # type: ignore[misc]
                completed=lambda made: Progress("chapter", str(made), 0.5),
            )
            for name in "ab"
        ]
        assert outputs == [{"name": "a"}, {"name": "b"}]
        return result()

    await engine.submit()
    async with engine.runner(handler) as first:
        running = asyncio.create_task(run(first))
        await asyncio.wait_for(stuck.wait(), 5)
        await first.drain()
        assert await running is State.QUEUED
        assert await run(first) is None, "a draining runner claims nothing"
    async with engine.runner(handler) as second:
        assert await run(second) is State.SUCCEEDED
    assert bought == ["a", "b", "b"]
    record = await engine.store.get("j", OWNER)
    assert record.attempt == 1, "handing back costs no attempt"
    assert (await engine.kinds()).count("progress") == 2


@pytest.mark.parametrize("hurried", [False, True])
async def test_short_work_may_end_before_it_is_handed_back(engine: Engine, hurried: bool) -> None:
    async def short(job: JobContext) -> JobResult:
        await job.emit(Progress("work", "working", 0.1))
        await asyncio.sleep(0.5)
        return result()

    await engine.submit()
    async with engine.runner(short) as runner:
        running = asyncio.create_task(run(runner))
        await eventually(lambda: _kind(engine, "progress"), True)
        draining = asyncio.create_task(runner.drain(30))
        if hurried:
            await asyncio.sleep(0.05)
            runner.hurry()
        assert await running is (State.QUEUED if hurried else State.SUCCEEDED)
        await draining


async def test_a_step_with_another_input_is_done_again(engine: Engine) -> None:
    calls: list[JsonValue] = []

    async def handler(job: JobContext) -> JobResult:
        async def buy(given: JsonValue) -> JsonValue:
            calls.append(given)
            return given

        for given in (1, 1, 2):
            made = await job.step("s", "k", given, lambda given=given: buy(given))  # type: ignore[misc]
            assert made == given
        both = [job.step("s", "twice", 3, lambda: buy(3)) for _ in range(2)]
        assert await asyncio.gather(*both) == [3, 3]
        return result()

    await engine.submit()
    async with engine.runner(handler) as runner:
        assert await run(runner) is State.SUCCEEDED
    assert calls == [1, 2, 3]


async def test_steps_beyond_the_limit_fail_the_job(engine: Engine) -> None:
    engine = Engine(
        engine.redis,
        engine.url,
        engine.keys,
        dataclasses.replace(QUICK, max_steps_bytes=2000),
    )

    async def handler(job: JobContext) -> JobResult:
        async def large() -> JsonValue:
            return os.urandom(4000).hex()

        await job.step("s", "k", 1, large)
        return result()

    await engine.submit()
    async with engine.runner(handler) as runner:
        assert await run(runner) is State.FAILED
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert failure.reason is Reason.JOB_TOO_LARGE


async def test_a_transient_error_is_tried_again_and_then_fails_with_its_reason(
    engine: Engine,
) -> None:
    async def handler(job: JobContext) -> JobResult:
        await job.emit(Progress("research", "looking", 0.2))
        raise QuireError(Reason.FILE_TIMEOUT, "took too long", transient=True, retry_after=0.1)

    await engine.submit()
    async with engine.runner(handler) as runner, engine.reaping():
        assert await run(runner) is State.RETRYING
        began = time.monotonic()
        await eventually(engine.state, State.QUEUED)
        assert time.monotonic() - began > 0.05
        assert await run(runner) is State.RETRYING
        await eventually(engine.state, State.QUEUED)
        assert await run(runner) is State.FAILED
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert (failure.reason, failure.attempts, failure.step) == (
        Reason.FILE_TIMEOUT,
        3,
        "research",
    )
    kinds = await engine.kinds()
    assert kinds.count("started") == 3
    assert kinds.count("retrying") == 2
    assert kinds[-1] == "failed"


async def test_an_unforeseen_error_fails_at_once_and_says_nothing_of_the_text(
    engine: Engine,
) -> None:
    async def handler(job: JobContext) -> JobResult:
        raise ValueError("what the document says")

    await engine.submit()
    async with engine.runner(handler) as runner:
        assert await run(runner) is State.FAILED
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert failure.reason is Reason.STEP_FAILED
    assert "ValueError" in failure.message
    assert "document says" not in failure.message


async def test_deadlines(engine: Engine) -> None:
    soon = int(time.time() * 1000) + 300
    await engine.submit("running", deadline_ms=soon)
    await engine.submit("waiting", deadline_ms=soon)
    async with engine.runner(forever) as runner, engine.reaping():
        assert await run(runner) is State.FAILED
        await eventually(lambda: engine.state("waiting"), State.FAILED)
    for job_id in ("running", "waiting"):
        failure = (await engine.store.get(job_id, OWNER)).failure
        assert failure is not None
        assert failure.reason is Reason.DEADLINE_EXCEEDED


async def test_a_lost_worker_is_noticed_and_its_finished_steps_are_kept(engine: Engine) -> None:
    await engine.submit()
    lost = await engine.claimed()  # a worker that is killed: it is never heard of again
    await lost.keep_step("s|k", b"", None)
    async with engine.runner(finishing) as runner, engine.reaping():
        await eventually(engine.state, State.QUEUED)
        assert await run(runner) is State.SUCCEEDED
    record = await engine.store.get("j", OWNER)
    assert record.attempt == 2
    assert (await engine.events())[1].queued.cause == 2  # CAUSE_LEASE_LOST


async def test_a_job_whose_workers_are_always_lost_fails(engine: Engine) -> None:
    engine = dataclasses.replace(
        engine, policy=dataclasses.replace(QUICK, lease_seconds=0.2, reap_interval_seconds=0.02)
    )
    await engine.submit()
    async with engine.reaping():
        for _ in range(3):
            await eventually(engine.state, State.QUEUED)
            await engine.claimed()
        await eventually(engine.state, State.FAILED)
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert (failure.reason, failure.attempts) == (Reason.ATTEMPTS_EXHAUSTED, 3)


async def test_a_living_worker_keeps_its_job(engine: Engine) -> None:
    await engine.submit()

    async def slow(job: JobContext) -> JobResult:
        await asyncio.sleep(engine.policy.lease_seconds * 3)
        return result()

    async with engine.runner(slow) as runner, engine.reaping():
        assert await run(runner) is State.SUCCEEDED
    assert (await engine.kinds()).count("started") == 1


async def test_a_store_that_stands_still_restarts_nobody(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with ValkeyProcess(free_ports(1)[0], tmp_path_factory.mktemp("frozen")) as server:
        client = Redis.from_url(server.url, decode_responses=False)
        engine = make_engine(client, server.url, "")
        for number in range(5):
            await engine.submit(f"j{number}")

        async def slow(job: JobContext) -> JobResult:
            await asyncio.sleep(2.2)
            return result()

        async with engine.runner(slow) as runner, engine.reaping():
            running = [asyncio.create_task(run(runner)) for n in range(5)]
            await asyncio.sleep(0.3)
            os.kill(server.pid, signal.SIGSTOP)
            await asyncio.sleep(engine.policy.lease_seconds * 2)
            os.kill(server.pid, signal.SIGCONT)
            assert await asyncio.gather(*running) == [State.SUCCEEDED] * 5
        for number in range(5):
            assert (await engine.kinds(f"j{number}")).count("started") == 1
        await client.aclose()


async def test_a_loop_that_does_not_run_loses_its_jobs(engine: Engine) -> None:
    await engine.submit()

    async def blocking(job: JobContext) -> JobResult:
        time.sleep(engine.policy.lease_seconds * 2.5)  # noqa: ASYNC251  that is the fault
        await job.emit(Progress("s", "late", 0.9))
        return result()

    other = make_engine(engine.redis, engine.url, engine.keys.prefix)
    lapsed = asyncio.get_running_loop().run_in_executor(
        None, _reap_elsewhere, other.url, other.keys.prefix
    )
    async with engine.runner(blocking) as runner:
        assert await run(runner) is None
    await lapsed
    kinds = await engine.kinds()
    assert "progress" not in kinds
    assert kinds[-1] == "queued"


def _reap_elsewhere(url: str, prefix: str) -> None:
    """Reap from another loop, as another process does."""

    async def reap() -> None:
        client = Redis.from_url(url, decode_responses=False)
        engine = make_engine(client, url, prefix)
        async with engine.reaping():
            await asyncio.sleep(engine.policy.lease_seconds * 4)
        await client.aclose()

    asyncio.run(reap())
