"""A job's course over several attempts, as the log and the trace tell it; real store."""

from collections.abc import Iterator

import pytest
import structlog
from opentelemetry.trace import StatusCode
from redis.asyncio import Redis
from structlog.testing import LogCapture

from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.jobs import context, runner
from shared.jobs.model import JobResult, JsonValue, State
from shared.jobs.ports import JobContext
from shared.jobs.runner import JobRunner
from shared.jobs.store import JobStore
from shared.jobs.tracer import Role
from shared.reasons import Reason
from shared.redis import make_sync_redis
from tests.integration.jobs.engine import (
    OWNER,
    Engine,
    eventually,
    make_engine,
    new_job,
    result,
    run,
)
from tests.support.traced import CALLER, TRACE, Traced, facts_of, id_of, parent_of, trace_of

SECRET = "the words of a document"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogCapture]:
    capture = LogCapture()
    logger = structlog.wrap_logger(
        None,
        processors=[structlog.contextvars.merge_contextvars, capture],
        wrapper_class=structlog.BoundLogger,
    )
    for module in (runner, context):
        monkeypatch.setattr(module, "_log", logger)
    yield capture
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


async def once_failing(job: JobContext) -> JobResult:
    """One step that is kept, another that fails in the first attempt."""

    async def first() -> JsonValue:
        return SECRET

    async def second() -> JsonValue:
        if job.attempt == 1:
            raise QuireError(Reason.STORE_UNAVAILABLE, SECRET, transient=True)
        return SECRET

    with job.node("chapters"):
        await job.step("chapter", "2.1", SECRET, first)
        await job.step("chapter", SECRET, SECRET, second)
    return result()


async def test_attempts_are_parts_of_one_trace_and_say_what_was_reused(
    engine: Engine, log: LogCapture
) -> None:
    traced = Traced()
    sync = make_sync_redis(engine.url, name="test-leases")
    parts = (engine.redis, engine.keys, engine.codec, engine.policy)
    store = JobStore(*parts, tracer=traced.tracer)
    work = JobRunner(
        engine.redis,
        sync,
        engine.keys,
        engine.codec,
        engine.policy,
        once_failing,
        tracer=traced.tracer,
    )
    with traced.tracer.span("submit", Role.SERVER, parent=CALLER):
        record, _ = await store.submit(new_job())
    same, made = await store.submit(new_job())
    assert not made
    assert same.trace == record.trace != ""
    await work.start()
    assert await run(work) is State.RETRYING
    async with engine.reaping():
        await eventually(engine.state, State.QUEUED)
    assert await run(work) is State.SUCCEEDED
    await work.close()
    sync.close()

    spans = traced.all()
    submit = next(span for span in spans if span.name == "submit")
    attempts = [span for span in spans if span.name == "attempt outline"]
    assert {trace_of(span) for span in spans} == {TRACE}
    assert [parent_of(span) for span in attempts] == [id_of(submit)] * 2
    assert [facts_of(span)["quire.state"] for span in attempts] == ["retrying", "succeeded"]
    assert attempts[0].status.status_code is StatusCode.ERROR
    steps = [facts_of(span) for span in spans if span.name == "step chapter"]
    assert [(step["quire.attempt"], step["quire.reused"]) for step in steps] == [
        (1, False),
        (1, False),
        (2, True),
        (2, False),
    ]
    assert [step.get("quire.step_key") for step in steps] == ["2.1", None, "2.1", None]
    assert [step.get("error.type") for step in steps] == [None, "STORE_UNAVAILABLE", None, None]
    assert SECRET not in "".join(span.to_json() for span in spans)

    told = [(line["attempt"], line["event"], line.get("step")) for line in log.entries]
    assert told == [
        (1, "attempt started", None),
        (1, "step done", "chapter"),
        (1, "attempt failed", ""),
        (1, "attempt ended", None),
        (2, "attempt started", None),
        (2, "step reused", "chapter"),
        (2, "step done", "chapter"),
        (2, "attempt ended", None),
    ]
    assert {line["job_id"] for line in log.entries} == {"j"}
    assert {line["kind"] for line in log.entries} == {"outline"}
    assert {line["trace_id"] for line in log.entries} == {TRACE}
    assert SECRET not in str(log.entries)


async def test_a_trace_is_no_part_of_what_a_request_is(engine: Engine) -> None:
    traced = Traced()
    store = JobStore(engine.redis, engine.keys, engine.codec, engine.policy, tracer=traced.tracer)
    first, _ = await store.submit(new_job())
    with traced.tracer.span("again", Role.SERVER, parent=CALLER):
        again, made = await store.submit(new_job())
    assert not made
    assert (first.trace, again.trace) == ("", "")
    assert (await store.get("j", OWNER)).uid == first.uid
    traced.tracer.close()
