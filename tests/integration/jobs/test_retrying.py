"""A new job that does what another one did not finish."""

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.payloads import Failure
from shared.jobs.model import JobResult, JsonValue, Priority, SpendLimits, State
from shared.jobs.ports import JobContext
from shared.jobs.retrying import RunOptions, retried
from shared.reasons import Reason
from tests.integration.jobs.engine import OWNER, Engine, make_engine, result, run


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


async def test_finished_steps_are_inherited(engine: Engine) -> None:
    bought: list[str] = []

    async def handler(job: JobContext) -> JobResult:
        async def buy(name: str) -> JsonValue:
            bought.append(name)
            if name == "b" and bought.count("b") == 1:
                raise QuireError(Reason.STEP_FAILED, "no")
            return name

        for name in "abc":
            await job.step("chapter", name, name, lambda name=name: buy(name))  # type: ignore[misc]
        return result()

    await engine.submit(labels={"team": "x"}, priority=Priority.HIGH)
    async with engine.runner(handler) as runner:
        await engine.store.get("j", OWNER)
        assert await run(runner) is State.FAILED
        again, made = await engine.store.submit(
            await retried(engine.store, "j", OWNER, "again", None)
        )
        assert made
        assert (again.retry_of, again.labels, again.priority) == (
            "j",
            {"team": "x"},
            Priority.HIGH,
        )
        assert await engine.redis.ttl(engine.keys.steps("again")) == -1
        assert await run(runner) is State.SUCCEEDED
    assert bought == ["a", "b", "b", "c"]
    same, made = await engine.store.submit(await retried(engine.store, "j", OWNER, "again", None))
    assert (same.uid, made) == (again.uid, False)


async def test_other_options_make_another_request(engine: Engine) -> None:
    await engine.submit()
    await (await engine.claimed()).fail(Failure(Reason.STEP_FAILED, "no"))
    await engine.store.submit(await retried(engine.store, "j", OWNER, "again", None))
    options = RunOptions(Priority.LOW, {})
    other = await retried(engine.store, "j", OWNER, "again", options)
    with pytest.raises(QuireError) as caught:
        await engine.store.submit(other)
    assert caught.value.reason is Reason.JOB_EXISTS
    assert caught.value.metadata["field"] == "options.priority"


async def test_a_budget_is_not_inherited_and_tells_requests_apart(engine: Engine) -> None:
    tight = RunOptions(Priority.NORMAL, {}, budget=SpendLimits(tokens=500))
    await engine.submit()
    await (await engine.claimed()).fail(Failure(Reason.STEP_FAILED, "no"))
    await engine.store.submit(await retried(engine.store, "j", OWNER, "again", tight))
    await (await engine.claimed("again")).fail(Failure(Reason.STEP_FAILED, "no"))
    await engine.store.submit(await retried(engine.store, "again", OWNER, "third", None))
    with pytest.raises(QuireError) as caught:
        await engine.store.submit(await retried(engine.store, "again", OWNER, "third", tight))
    assert caught.value.metadata["field"] == "options.budget"


@pytest.mark.parametrize("state", ["queued", "running", "succeeded"])
async def test_what_has_not_failed_cannot_be_retried(engine: Engine, state: str) -> None:
    await engine.submit()
    if state != "queued":
        attempt = await engine.claimed()
        if state == "succeeded":
            await attempt.finish(result())
    with pytest.raises(QuireError) as caught:
        await retried(engine.store, "j", OWNER, "", None)
    assert caught.value.reason is Reason.JOB_NOT_RETRYABLE
    assert caught.value.metadata["state"] == state.upper()


@pytest.mark.parametrize("state", ["running", "retrying", "cancelled"])
async def test_a_cancellation_may_drop_what_is_finished(engine: Engine, state: str) -> None:
    await engine.submit()
    attempt = await engine.claimed()
    await attempt.keep_step("chapter|a", b"kept", None)
    if state == "retrying":
        await attempt.retry(Failure(Reason.STEP_FAILED, "no"), 60)
    if state == "cancelled":
        await engine.store.cancel("j", OWNER)
        await attempt.cancelled()
        assert await engine.redis.exists(engine.keys.steps("j"))
    await engine.store.cancel("j", OWNER, drop_steps=True)
    if state == "running":
        assert await engine.redis.exists(engine.keys.steps("j")), "the attempt still writes"
        await attempt.cancelled()
    assert not await engine.redis.exists(engine.keys.steps("j"))
    assert await engine.state() is State.CANCELLED
