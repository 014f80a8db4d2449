"""A store that is full, refuses writes, is busy, stands still or loads: nothing is half done."""

import asyncio
import dataclasses
import time
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.payloads import Progress
from shared.jobs.model import JobResult, State
from shared.jobs.ports import JobContext
from shared.reasons import Reason
from shared.redis import make_redis
from tests.integration.jobs.engine import (
    OWNER,
    QUICK,
    Engine,
    finishing,
    make_engine,
    result,
    run,
)
from tests.integration.redis.troubles import TROUBLES, Trouble

STORE_SECONDS = 0.5
# Longer than any of these troubles lasts.
POLICY = dataclasses.replace(QUICK, lease_seconds=10.0, patience_seconds=20.0)


@pytest.fixture(params=TROUBLES)
def trouble(request: pytest.FixtureRequest) -> Trouble:
    return TROUBLES[request.param]


@pytest.fixture
def store(tmp_path: Path) -> ValkeyProcess:
    return ValkeyProcess(free_ports(1)[0], tmp_path / "store")


@pytest_asyncio.fixture
async def engine(store: ValkeyProcess) -> AsyncIterator[Engine]:
    with store:
        client = make_redis(store.url, name="test-trouble", timeout=STORE_SECONDS, retries=1)
        keys = make_engine(client, store.url, "").keys
        yield Engine(client, store.url, keys, POLICY)
        await client.aclose()


async def _every_key(engine: Engine) -> set[bytes]:
    found = {key async for key in engine.redis.scan_iter(match="*", count=1000)}
    return {key for key in found if not key.startswith(b"ballast:")}


async def test_nothing_is_half_done_and_work_goes_on(
    engine: Engine, store: ValkeyProcess, trouble: Trouble
) -> None:
    begun, go, during = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def handler(job: JobContext) -> JobResult:
        await job.emit(Progress("s", "before", 0.1))
        begun.set()
        await go.wait()
        during.set()
        await job.emit(Progress("s", "in the course of it", 0.5))
        return result()

    await engine.submit()
    await engine.submit("waits")
    async with engine.runner(handler) as runner:
        running = asyncio.create_task(run(runner))
        await begun.wait()
        keys = await _every_key(engine)
        image, waits = await engine.image(), await engine.image("waits")
        async with trouble.bring(store):
            go.set()
            await during.wait()
            began = time.monotonic()
            await _refusal(engine.submit("new"), trouble)
            if trouble.reason is not Reason.STORE_FULL:  # to cancel frees space
                await _refusal(engine.store.cancel("waits", OWNER), trouble)
            took = time.monotonic() - began
            if trouble.reads:
                assert await engine.image() == image
            assert not running.done()
        if trouble.refused:
            # By now the running job may have gone on, but nobody else has done a thing.
            more = await _every_key(engine) - keys
            assert not {key for key in more if b"new" in key}
            assert await engine.image("waits") == waits
        assert await asyncio.wait_for(running, 20) is State.SUCCEEDED
        assert await engine.kinds() == ["queued", "started", "progress", "progress", "completed"]
        assert (await engine.store.get("j", OWNER)).attempt == 1
    # Whether it was done or not, to say it again is safe.
    await engine.submit("new")
    assert await engine.kinds("new") == ["queued"]
    await engine.store.cancel("waits", OWNER)
    assert await engine.kinds("waits") == ["queued", "cancelled"]
    async with engine.runner(finishing) as runner:
        assert await run(runner) is State.SUCCEEDED
    assert await engine.state("new") is State.SUCCEEDED
    print(f"to be refused took {took:.2f} s")  # noqa: T201


async def _refusal(act: Awaitable[object], trouble: Trouble) -> None:
    with pytest.raises(QuireError) as caught:
        await act
    assert caught.value.reason is trouble.reason
    assert caught.value.transient
    assert caught.value.retry_after
