"""What the job engine does, over real Valkey, against what it is counted as."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from prometheus_client import generate_latest
from redis.asyncio import Redis

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.hub import EventHub
from shared.jobs.model import JobResult, JsonValue, Kind, State
from shared.jobs.ports import Handler, JobContext
from shared.jobs.reaper import Reaper
from shared.jobs.runner import JobRunner
from shared.jobs.store import JobStore
from shared.jobs.submit import submit
from shared.reasons import Reason
from shared.redis import make_redis, make_sync_redis
from shared.telemetry.metrics import JobMetrics, make_registry
from tests.integration.jobs.engine import OWNER, Engine, eventually, make_engine, new_job, result
from tests.integration.jobs.engine import run as answer
from tests.support.scrape import Scrape


class Observed:
    """An engine of which one observer is told."""

    def __init__(self, engine: Engine) -> None:
        self._registry = make_registry()
        self.observer = JobMetrics(self._registry, Kind.OUTLINE)
        self.engine = engine
        parts = (engine.redis, engine.keys, engine.codec, engine.policy)
        self.store = JobStore(*parts, self.observer)
        self.reaper = Reaper(*parts, engine.bell, observer=self.observer)

    @asynccontextmanager
    async def runner(self, handler: Handler) -> AsyncIterator[JobRunner]:
        engine = self.engine
        sync = make_sync_redis(engine.url, name="test-leases")
        runner = JobRunner(
            engine.redis,
            sync,
            engine.keys,
            engine.codec,
            engine.policy,
            handler,
            observer=self.observer,
        )
        await runner.start()
        try:
            yield runner
        finally:
            await runner.close()
            sync.close()

    def told(self) -> Scrape:
        return Scrape(generate_latest(self._registry).decode())

    def sum(self, name: str, **labels: str) -> float:
        return self.told().sum(f"quire_{name}", **labels)

    async def reap_until(self, name: str, value: float, **labels: str) -> None:
        """Let the reaper work until a counter stands at a value."""

        async def counted() -> float:
            await self.reaper.round()
            return self.sum(name, **labels)

        await eventually(counted, value)


@pytest.fixture
def observed(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Observed:
    return Observed(make_engine(redis, valkey.url, prefix))


async def done(job: JobContext) -> JobResult:
    return result()


async def test_a_submit_is_counted_once_however_often_it_is_repeated(observed: Observed) -> None:
    for _ in range(3):
        await submit(observed.store, observed.engine.bell, new_job())
    assert observed.sum("jobs_submitted_total") == 1


async def test_a_step_is_done_once_and_reused_by_the_next_attempt(observed: Observed) -> None:
    async def work() -> JsonValue:
        await asyncio.sleep(0.05)
        return "made"

    async def handler(job: JobContext) -> JobResult:
        await job.step("plan", "", "given", work)
        if job.attempt == 1:
            raise QuireError(Reason.STORE_UNAVAILABLE, "away", transient=True)
        return result()

    await observed.store.submit(new_job())
    async with observed.runner(handler) as runner:
        assert await answer(runner) is State.RETRYING
        assert observed.sum("attempts_retried_total", reason="STORE_UNAVAILABLE") == 1
        await observed.reap_until("reaper_actions_total", 1, action="requeue")
        assert await answer(runner) is State.SUCCEEDED
        assert await answer(runner) is None
    assert observed.sum("step_duration_seconds_count", step="plan") == 1
    assert observed.sum("step_duration_seconds_sum", step="plan") >= 0.05
    assert observed.sum("steps_reused_total", step="plan") == 1
    assert observed.sum("attempts_started_total") == 2
    assert observed.sum("job_wait_seconds_count") == 1
    assert observed.sum("attempts_ended_total", outcome="retrying") == 1
    assert observed.sum("attempts_ended_total", outcome="succeeded") == 1
    assert observed.sum("jobs_finished_total") == 1
    assert observed.sum("jobs_finished_total", state="succeeded") == 1
    assert observed.sum("attempts_running") == 0
    assert observed.sum("doorbells_dropped_total") == 1


async def test_a_failure_is_counted_with_its_reason(observed: Observed) -> None:
    async def handler(job: JobContext) -> JobResult:
        raise QuireError(Reason.FILE_BROKEN, "broken")

    await observed.store.submit(new_job())
    async with observed.runner(handler) as runner:
        assert await answer(runner) is State.FAILED
    assert observed.sum("jobs_finished_total") == 1
    assert observed.sum("jobs_finished_total", state="failed", reason="FILE_BROKEN") == 1


async def test_lost_workers_and_the_last_attempt(observed: Observed) -> None:
    await observed.store.submit(new_job())
    for lost in (1, 2, 3):
        await observed.engine.claimed()
        await observed.reap_until("leases_lost_total", lost)
        assert observed.sum("reaper_actions_total", action="lapse") == lost
        assert observed.sum("jobs_finished_total") == (1 if lost == 3 else 0)
    assert observed.sum("jobs_finished_total", state="failed", reason="ATTEMPTS_EXHAUSTED") == 1


async def test_what_is_cancelled_waiting_and_what_running(observed: Observed) -> None:
    await observed.store.submit(new_job("waiting"))
    await observed.store.cancel("waiting", OWNER)
    await observed.store.cancel("waiting", OWNER)
    assert observed.sum("job_cancel_requests_total") == 1
    assert observed.sum("jobs_finished_total", state="cancelled") == 1

    begun = asyncio.Event()

    async def handler(job: JobContext) -> JobResult:
        begun.set()
        await asyncio.sleep(60)
        return result()

    await observed.store.submit(new_job("running"))
    async with observed.runner(handler) as runner:
        running = asyncio.create_task(answer(runner))
        await begun.wait()
        assert observed.sum("attempts_running") == 1
        await observed.store.cancel("running", OWNER)
        assert observed.sum("jobs_finished_total", state="cancelled") == 1
        assert await running is State.CANCELLED
    assert observed.sum("job_cancel_requests_total") == 2
    assert observed.sum("jobs_finished_total", state="cancelled") == 2
    assert observed.sum("attempts_ended_total", outcome="cancelled") == 1


async def test_a_job_handed_back_has_not_ended(observed: Observed) -> None:
    begun = asyncio.Event()

    async def handler(job: JobContext) -> JobResult:
        begun.set()
        await asyncio.sleep(60)
        return result()

    await observed.store.submit(new_job())
    async with observed.runner(handler) as runner:
        running = asyncio.create_task(answer(runner))
        await begun.wait()
        await runner.drain()
        assert await running is State.QUEUED
    async with observed.runner(done) as runner:
        assert await answer(runner) is State.SUCCEEDED
    assert observed.sum("attempts_ended_total", outcome="handed_back") == 1
    assert observed.sum("jobs_finished_total") == 1
    assert observed.sum("job_wait_seconds_count") == 1


async def test_deadlines_and_doorbells_that_nobody_heard(observed: Observed) -> None:
    await observed.store.submit(new_job("waits"))
    await observed.reap_until("reaper_actions_total", 1, action="ring")
    seconds, _ = await observed.engine.redis.time()
    await observed.store.submit(new_job("late", deadline_ms=int(seconds) * 1000 + 1))
    await observed.reap_until("reaper_actions_total", 1, action="overdue")
    assert observed.sum("jobs_finished_total", state="failed", reason="DEADLINE_EXCEEDED") == 1


async def test_a_store_that_does_not_answer_is_counted(observed: Observed) -> None:
    redis = make_redis(
        f"redis://127.0.0.1:{free_ports(1)[0]}/0", name="test", timeout=0.5, retries=0
    )
    engine = observed.engine
    store = JobStore(redis, engine.keys, engine.codec, engine.policy, observed.observer)
    calls = (store.submit(new_job()), store.get("j", OWNER), store.list(OWNER))
    for count, call in enumerate(calls, 1):
        with pytest.raises(QuireError):
            await call
        assert observed.sum("store_errors_total", reason="STORE_UNAVAILABLE") == count
    async with EventHub(redis, engine.keys, engine.codec, observer=observed.observer) as hub:
        with pytest.raises(QuireError):
            await anext(hub.watch("j", owner=OWNER, after=0))
    assert observed.sum("store_errors_total") == len(calls) + 1
    await redis.aclose()


async def test_the_lag_of_live_events_is_counted_and_that_of_past_ones_is_not(
    observed: Observed, valkey: ValkeyProcess
) -> None:
    engine = observed.engine
    await observed.store.submit(new_job())
    await asyncio.sleep(0.05)
    redis = make_redis(valkey.url, name="test-hub")
    async with (
        EventHub(redis, engine.keys, engine.codec, observer=observed.observer) as hub,
        observed.runner(done) as runner,
    ):
        stream = hub.watch("j", owner=OWNER, after=0)
        await anext(stream)
        assert observed.sum("event_lag_seconds_count") == 0
        assert await answer(runner) is State.SUCCEEDED
        live = [item async for item in stream]
        assert observed.sum("event_lag_seconds_count") == len(live) == 2
        assert observed.sum("event_lag_seconds_sum") < 2
    await redis.aclose()
