"""The primary is lost, a replica takes its place, and work goes on."""

import asyncio
import dataclasses
import time
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as StoreConnectionError

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from outline_service.convert import outline_codec
from shared.events.hub import EventHub
from shared.events.payloads import Progress
from shared.events.watcher import StoredEvent
from shared.jobs.model import JobResult, State
from shared.jobs.ports import JobContext
from shared.jobs.runner import JobRunner
from shared.jobs.submit import submit
from shared.redis import make_redis, make_sync_redis
from shared.tasks.app import make_app
from shared.tasks.doorbell import CeleryDoorbell
from tests.integration.jobs.engine import OWNER, QUICK, Engine, make_engine, new_job, result, run
from tests.support.sentinels import Sentinels

# Longer than a failover takes, as the default is.
PATIENT = dataclasses.replace(QUICK, lease_seconds=8.0, patience_seconds=30.0)


async def test_a_running_job_and_a_watcher_survive_the_loss_of_the_primary(tmp_path: Path) -> None:
    with Sentinels(tmp_path) as stores:
        client = make_redis(stores.url, name="test-failover", timeout=3.0)
        sync = make_sync_redis(stores.url, name="test-leases")
        engine = Engine(client, stores.url, make_engine(client, stores.url, "").keys, PATIENT)
        lost, go = asyncio.Event(), asyncio.Event()

        async def handler(job: JobContext) -> JobResult:
            await job.emit(Progress("s", "before", 0.1))
            lost.set()
            await go.wait()
            await job.emit(Progress("s", "after", 0.9))
            return result()

        seen: list[int] = []

        async def watch(hub: EventHub) -> None:
            async for item in hub.watch("j", owner=OWNER, after=0):
                if isinstance(item, StoredEvent):
                    seen.append(item.sequence)

        await engine.submit()
        runner = JobRunner(client, sync, engine.keys, engine.codec, PATIENT, handler)
        await runner.start()
        async with EventHub(client, engine.keys, outline_codec()) as hub, engine.reaping():
            watching = asyncio.create_task(watch(hub))
            running = asyncio.create_task(run(runner))
            await lost.wait()
            await _replicated(client, engine)
            before = stores.primary
            before.kill()
            began = time.monotonic()
            go.set()
            assert await asyncio.wait_for(running, 30) is State.SUCCEEDED
            took = time.monotonic() - began
            await asyncio.wait_for(watching, 30)
        assert stores.primary is not before
        assert seen == [1, 2, 3, 4, 5]
        assert await engine.kinds() == ["queued", "started", "progress", "progress", "completed"]
        print(f"the job ended {took:.1f} s after the loss")  # noqa: T201
        await runner.close()
        await client.aclose()
        sync.close()


async def _replicated(client: object, engine: Engine) -> None:
    """Wait until the replica has everything: replication is asynchronous."""
    assert await engine.redis.wait(1, 5000) == 1


async def test_the_broker_is_found_again(tmp_path: Path) -> None:
    with Sentinels(tmp_path) as stores:
        app = make_app("failover", "q", stores.url)
        bell = CeleryDoorbell(app, "task", {})
        client = make_redis(stores.url, name="test-failover")
        engine = make_engine(client, stores.url, "")
        await submit(engine.store, bell, new_job("before"))
        assert await bell.length() == 1
        await client.wait(1, 5000)
        stores.primary.kill()
        give_up = time.monotonic() + 20
        while True:
            try:
                await submit(engine.store, bell, new_job("after"))
                if await bell.length() == 2:
                    break
            except Exception:
                assert time.monotonic() < give_up
            await asyncio.sleep(0.2)
            assert time.monotonic() < give_up
        bell.close()
        app.close()
        await client.aclose()


async def test_a_primary_that_became_a_replica_is_left(tmp_path: Path) -> None:
    """Without Sentinel: the connection is closed, so that a name that moved is looked up anew."""
    with ValkeyProcess(free_ports(1)[0], tmp_path) as store:
        client = make_redis(store.url, name="test-demoted", retries=0)
        sync = make_sync_redis(store.url, name="test-demoted", retries=0)
        await client.set("a", 1)
        sync.set("a", 1)
        await client.execute_command("REPLICAOF", "127.0.0.1", "1")  # type: ignore[no-untyped-call]
        ids = {entry["id"] for entry in await client.client_list()}
        with pytest.raises(StoreConnectionError):
            await client.set("a", 2)
        with pytest.raises(StoreConnectionError):
            sync.set("a", 2)
        after = {entry["id"] for entry in await client.client_list()}
        assert not ids & after, "none of the old connections is used any more"
        await client.execute_command("REPLICAOF", "NO", "ONE")  # type: ignore[no-untyped-call]
        await client.set("a", 3)
        assert await client.get("a") == b"3"
        await client.aclose()
        sync.close()
