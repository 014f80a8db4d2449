"""A replica takes the primary's place, under servers and workers that find it by Sentinel."""

import asyncio
import os
import signal
import time
from contextlib import aclosing
from pathlib import Path
from typing import Self

from quire_client import DocumentClient, Endpoint
from redis import Redis
from redis.exceptions import RedisError

from deploy.local.valkey import ValkeyProcess
from shared.redis import make_redis
from tests.faults.history import Seen
from tests.faults.world import World
from tests.support.figures import Figures
from tests.support.sentinels import SERVICE, Sentinels

JOBS = 8
GOAL_SECONDS = 10.0
"""From the loss of the primary to the next acknowledged submit."""


class FoundBySentinel(World):
    """A world whose store is one of two; the Valkey that it has of its own is not used."""

    def __init__(self, data: Path, stores: Sentinels) -> None:
        super().__init__(data, workers=2, slots=JOBS)
        self._stores = stores

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        self.redis = make_redis(self._stores.url, name="test", retries=10)
        self._stack.push_async_callback(self.redis.aclose)
        return self

    def _through_proxy(self) -> dict[str, dict[str, str]]:
        url = {"QUIRE_STORE_URL": self._stores.url, "QUIRE_BROKER_URL": self._stores.url}
        parts = ("document-server", *(f"document-worker-{number}" for number in range(2)))
        return dict.fromkeys(parts, url)


async def test_store_failover(tmp_path: Path, full: bool, figures: Figures) -> None:
    """The primary is killed, told to go or frozen while jobs run and are watched."""
    rounds = ("killed", "told", "frozen") * 2 if full else ("killed",)
    took: list[float] = []
    ids: list[str] = []
    with Sentinels(tmp_path / "stores") as stores:
        async with FoundBySentinel(tmp_path / "world", stores) as world:
            for number, how in enumerate(rounds):
                running = [f"j{number}-{job}" for job in range(JOBS)]
                ids += running
                for job_id in running:
                    await world.submit(job_id, chapters=2, seconds=4.0)
                watching = [asyncio.create_task(_watch(world, job_id)) for job_id in running]
                # Nothing is written meanwhile: what a replica has not yet heard is not promised.
                await asyncio.gather(*(world.wait_called(job_id, "c2/0") for job_id in running))
                await asyncio.to_thread(stores.wait_replicated)
                old = stores.primary
                world.history.fault(f"the primary is {how}")
                began = time.monotonic()
                _lose(stores, old, how)
                ids.append(f"during{number}")
                await world.submit(ids[-1], chapters=1, seconds=0.1)
                took.append(time.monotonic() - began)
                await world.wait_ended([*running, ids[-1]], 60)
                await asyncio.wait_for(asyncio.gather(*watching), 60)
                assert stores.primary is not old
                # It comes back and takes itself for the primary, until it is told.
                _bring_back(old, how)
                after = [f"after{number}-{job}" for job in range(JOBS)]
                ids += after
                for job_id in after:
                    await world.submit(job_id, chapters=1, seconds=0.1)
                await world.wait_ended(after, 60)
                await asyncio.to_thread(stores.wait_replicated)
                figures.progress(number + 1, len(rounds), "failovers")
            problems = await world.verdict()
            states = await world.states(ids)
            starts = sum(event.kind == "started" for event in world.history.events)
    figures.count(failovers=len(rounds), jobs=len(ids), run_twice=starts - len(ids))
    figures.judge(problems, "lost", "watcher")
    assert set(states.values()) == {"succeeded"}
    assert starts == len(ids), "every job was run once"
    figures.times("acknowledged_again", took, GOAL_SECONDS)


async def _watch(world: World, job_id: str) -> None:
    client = DocumentClient(Endpoint(world.stack.document_address))
    async with aclosing(client.watch(job_id)) as events:
        async for event in events:
            world.history.seen.append(Seen("watcher", job_id, event.sequence, event.terminal))
    await client.close()


def _lose(stores: Sentinels, primary: ValkeyProcess, how: str) -> None:
    match how:
        case "killed":
            primary.kill()
        case "frozen":
            os.kill(primary.pid, signal.SIGSTOP)
        case "told":
            with Redis(port=stores.port) as client:
                # Without the last word the old primary takes writes for 10 s more.
                _until_done(client, "SENTINEL", "FAILOVER", SERVICE, "COORDINATED")


def _until_done(client: Redis, *command: str) -> None:
    """Say it until it is done: a Sentinel has to know the replica well, and waits between two."""
    give_up = time.monotonic() + 30
    while True:
        try:
            client.execute_command(*command)  # type: ignore[no-untyped-call]
        except RedisError:
            assert time.monotonic() < give_up
            time.sleep(0.2)
        else:
            return


def _bring_back(old: ValkeyProcess, how: str) -> None:
    match how:
        case "killed":
            old.start()
        case "frozen":
            os.kill(old.pid, signal.SIGCONT)
