"""Where attempts, lives of an id, brokers and stops meet: cases at the edge of the protocol."""

import asyncio
import json
import time
from dataclasses import dataclass, field

import pytest
import structlog
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.events.payloads import Failure, Progress, Queued, QueuedCause
from shared.jobs.attempts import Attempts, Claim
from shared.jobs.lost import LeaseLost
from shared.jobs.model import JobResult, Priority, State
from shared.jobs.ports import JobContext
from shared.jobs.reaper import Reaper
from shared.jobs.ringer import FEW
from shared.jobs.scripts import Script
from shared.jobs.submit import submit
from shared.reasons import Reason
from tests.integration.jobs.engine import (
    OWNER,
    Engine,
    eventually,
    finishing,
    make_engine,
    new_job,
    result,
    run,
)

FAILURE = Failure(Reason.STEP_FAILED, "no")


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


async def test_an_attempt_of_a_former_life_writes_nothing(engine: Engine) -> None:
    await engine.submit()
    former = await engine.claimed()
    await engine.store.cancel("j", OWNER)
    await former.cancelled()
    await engine.store.delete("j", OWNER)
    await engine.submit()
    present = await engine.claimed()
    before = await engine.image()
    with pytest.raises(LeaseLost):
        await former.emit(Progress("s", "late", 0.9))
    assert await former.finish(result("of another life")) == "stale"
    assert await engine.image() == before
    assert await present.finish(result()) == "ok"


async def test_a_handler_that_cancels_itself_has_failed(engine: Engine) -> None:
    async def handler(job: JobContext) -> JobResult:
        await job.emit(Progress("write", "writing", 0.1))
        raise asyncio.CancelledError

    await engine.submit()
    async with engine.runner(handler) as runner:
        assert await run(runner) is State.FAILED
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert (failure.reason, failure.step) == (Reason.STEP_FAILED, "write")


async def test_an_error_on_the_way_out_does_not_fail_a_job_that_is_handed_back(
    engine: Engine,
) -> None:
    async def handler(job: JobContext) -> JobResult:
        await job.emit(Progress("write", "writing", 0.1))
        try:
            await asyncio.sleep(3600)
        finally:
            raise ValueError("closing failed")

    await engine.submit()
    async with engine.runner(handler) as runner:
        running = asyncio.create_task(run(runner))
        await eventually(lambda: _kinds(engine), ["queued", "started", "progress"])
        await runner.drain()
        assert await running is State.QUEUED


async def _kinds(engine: Engine) -> list[str]:
    return await engine.kinds()


async def test_a_claim_under_way_is_handed_back_before_the_drain_ends(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await engine.submit()
    claimed, go = asyncio.Event(), asyncio.Event()
    claim = Attempts.claim

    async def slow(self: Attempts, job_id: str) -> Claim:
        answer = await claim(self, job_id)
        claimed.set()
        await go.wait()
        return answer

    monkeypatch.setattr(Attempts, "claim", slow)
    async with engine.runner(finishing) as runner:
        running = asyncio.create_task(run(runner))
        await claimed.wait()
        draining = asyncio.create_task(runner.drain())
        await asyncio.sleep(0.05)
        assert not draining.done()
        go.set()
        await draining
        assert await running is State.QUEUED
    assert (await engine.store.get("j", OWNER)).attempt == 0
    assert await engine.kinds() == ["queued", "queued"], "it was not even begun"


async def test_a_run_that_is_cancelled_leaves_no_handler_behind(engine: Engine) -> None:
    ended = asyncio.Event()

    async def handler(job: JobContext) -> JobResult:
        try:
            await job.emit(Progress("write", "writing", 0.1))
            await asyncio.sleep(3600)
        finally:
            ended.set()
        return result()

    await engine.submit()
    async with engine.runner(handler) as runner:
        running = asyncio.create_task(run(runner))
        await eventually(lambda: _kinds(engine), ["queued", "started", "progress"])
        running.cancel()
        await asyncio.wait_for(ended.wait(), 2)


async def test_an_old_attempt_hears_of_its_loss_beside_a_new_one_in_the_same_process(
    engine: Engine,
) -> None:
    stopped: list[int] = []

    async def handler(job: JobContext) -> JobResult:
        try:
            await asyncio.sleep(1.0 if job.attempt == 2 else 3600)
        except asyncio.CancelledError:
            stopped.append(job.attempt)
            raise
        return result()

    await engine.submit()
    async with engine.runner(handler) as runner:
        old = asyncio.create_task(run(runner))
        await eventually(lambda: _kinds(engine), ["queued", "started"])
        await _take_away(engine)
        assert await run(runner) is State.SUCCEEDED
        assert await asyncio.wait_for(old, 2) is None
    assert stopped == [1]


async def _take_away(engine: Engine) -> None:
    """Let a lease lapse at once, as when this process was not heard of for long."""
    found = await engine.attempts.read("j")
    assert found is not None
    record, token = found
    lease = await engine.redis.zscore(engine.keys.leases, "j")
    event = engine.attempts.event(record, Queued(QueuedCause.LEASE_LOST))
    answer, *_ = await engine.attempts.run(
        Script.LAPSE, "j", [token, lease or 0, State.QUEUED.value, 1000, 0, b"", *event], 1
    )
    assert answer == b"ok"


async def test_a_missed_deadline_names_the_step(engine: Engine) -> None:
    async def handler(job: JobContext) -> JobResult:
        await job.emit(Progress("research", "looking", 0.1))
        await asyncio.sleep(3600)
        return result()

    await engine.submit(deadline_ms=int(time.time() * 1000) + 300)
    async with engine.runner(handler) as runner:
        assert await run(runner) is State.FAILED
    failure = (await engine.store.get("j", OWNER)).failure
    assert failure is not None
    assert (failure.reason, failure.step) == (Reason.DEADLINE_EXCEEDED, "research")


async def test_logs_say_where_an_error_came_from_and_not_what_it_says(engine: Engine) -> None:
    words = "-".join(("words", "of", "a", "document"))  # as no line of source has them

    async def handler(job: JobContext) -> JobResult:
        structlog.get_logger().info("within")
        try:
            json.loads(words)
        except ValueError as error:
            raise RuntimeError(words) from error
        return result()

    await engine.submit()
    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as logged:
        async with engine.runner(handler) as runner:
            assert await run(runner) is State.FAILED
    entries = {entry["event"]: entry for entry in logged}
    assert {"job_id": "j", "attempt": 1}.items() <= entries["within"].items()
    stack = entries["attempt failed"]["stack"]
    assert "test_edges.py" in stack
    assert stack.index("JSONDecodeError") < stack.index("RuntimeError")
    assert words not in str(logged)
    assert structlog.contextvars.get_contextvars() == {}


@dataclass
class Broker:
    """A queue of doorbells that may hang, or lose what it is given."""

    lies: list[str] = field(default_factory=list)
    hangs: bool = False
    tried: int = 0

    async def ring(self, job_id: str, uid: str, priority: Priority) -> None:
        self.tried += 1
        if self.hangs:
            await asyncio.sleep(3600)
        self.lies.append(job_id)

    async def length(self) -> int:
        return len(self.lies)


def reaper_of(engine: Engine, broker: Broker) -> Reaper:
    return Reaper(engine.redis, engine.keys, engine.codec, engine.policy, broker, broker)


async def overdue_rings(engine: Engine, jobs: int) -> None:
    """Submit jobs that a reaper finds to be rung for."""
    for number in range(jobs):
        await engine.submit(f"j{number}")
    await engine.redis.zadd(engine.keys.queued, {f"j{number}": 1 for number in range(jobs)})


async def test_a_broker_that_hangs_holds_up_neither_submits_nor_rounds(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.jobs.submit.RING_SECONDS", 0.1)
    monkeypatch.setattr("shared.jobs.ringer._BROKER_SECONDS", 0.1)
    broker = Broker(hangs=True)
    async with asyncio.timeout(1):
        await submit(engine.store, broker, new_job())
    await overdue_rings(engine, 20)
    broker.tried = 0
    async with asyncio.timeout(2):
        await reaper_of(engine, broker).round()
    assert broker.tried == 1, "after the first that is not taken, the others wait"


async def test_thousands_that_wait_do_not_flood_the_queue(engine: Engine) -> None:
    jobs = FEW + 50
    broker = Broker()
    await overdue_rings(engine, jobs)
    broker.lies = [f"j{number}" for number in range(jobs)]
    for _ in range(3):
        await reaper_of(engine, broker).round()
    assert len(broker.lies) == jobs, "all doorbells lie there, so none is added"

    broker.lies = broker.lies[40:]
    await engine.redis.zadd(engine.keys.queued, {f"j{number}": 1 for number in range(jobs)})
    for _ in range(3):
        await reaper_of(engine, broker).round()
    assert len(broker.lies) == jobs, "as many are added as were lost"


async def test_a_deadline_is_seen_though_nobody_is_rung_for(engine: Engine) -> None:
    broker = Broker(lies=["x"] * 1000)
    await engine.submit("late", deadline_ms=int(time.time() * 1000) + 20)
    await overdue_rings(engine, FEW + 1)
    await asyncio.sleep(0.03)
    for _ in range(2):
        await reaper_of(engine, broker).round()
    assert await engine.state("late") is State.FAILED


async def test_a_broken_record_keeps_nobody_waiting(engine: Engine) -> None:
    for number in range(3):
        await engine.submit(f"j{number}")
        await (await engine.claimed(f"j{number}")).retry(FAILURE, 0)
    await engine.redis.hset(engine.keys.record("j0"), "kind", "poem")
    await engine.redis.zadd(engine.keys.retries, {"j0": 1})
    with structlog.testing.capture_logs() as logged:
        for _ in range(3):
            await engine.reaper.round()
    assert [await engine.state(f"j{number}") for number in (1, 2)] == [State.QUEUED] * 2
    assert [entry["member"] for entry in logged if entry["log_level"] == "error"] == ["j0"]
