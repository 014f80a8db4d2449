"""A store that takes no writes has heard no heartbeats: nobody loses a job for it."""

import asyncio
import dataclasses
from pathlib import Path

import pytest

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.jobs.model import JobResult, State
from shared.jobs.ports import JobContext
from shared.redis import make_redis
from tests.integration.jobs.engine import OWNER, QUICK, Engine, make_engine, result, run
from tests.integration.redis.troubles import TROUBLES

LEASE_SECONDS = 0.6
POLICY = dataclasses.replace(QUICK, lease_seconds=LEASE_SECONDS)


@pytest.mark.parametrize("name", ["read only", "too few replicas", "snapshots fail", "full"])
async def test_no_live_job_is_restarted(tmp_path: Path, name: str) -> None:
    with ValkeyProcess(free_ports(1)[0], tmp_path / "store") as store:
        client = make_redis(store.url, name="test-no-writes", timeout=1.0, retries=1)
        engine = Engine(client, store.url, make_engine(client, store.url, "").keys, POLICY)
        begun, go = asyncio.Event(), asyncio.Event()

        async def handler(job: JobContext) -> JobResult:
            begun.set()
            await go.wait()
            return result()

        await engine.submit()
        async with engine.runner(handler) as runner, engine.reaping():
            running = asyncio.create_task(run(runner))
            await begun.wait()
            async with TROUBLES[name].bring(store):
                await asyncio.sleep(4 * LEASE_SECONDS)
            await asyncio.sleep(2 * LEASE_SECONDS)
            go.set()
            assert await asyncio.wait_for(running, 10) is State.SUCCEEDED
        assert (await engine.store.get("j", OWNER)).attempt == 1
        assert await engine.kinds() == ["queued", "started", "completed"]
        await client.aclose()
