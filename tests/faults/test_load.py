"""Thousands of waiting jobs, and which of them run first."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from quire.job.v1 import job_pb2

from document_service.bootstrap.spec import spec
from document_service.tasks import QUEUE, TASK
from shared.jobs.model import JobRequest, NewJob, Priority
from shared.jobs.policy import JobPolicy
from shared.jobs.store import JobStore
from shared.jobs.submit import submit
from shared.redis import make_redis
from shared.tasks.app import make_app
from shared.tasks.doorbell import CeleryDoorbell
from tests.faults.history import Submit
from tests.faults.world import World
from tests.support.figures import Figures

TASK_SECONDS = 0.05
SLOTS = 4
REFILL_GOAL = 1.5


@asynccontextmanager
async def submitter(world: World) -> AsyncIterator["Submitter"]:
    """Submit as the server does, but without the cost of a call each."""
    redis = make_redis(world.stack.store_url, name="test-submits")
    app = make_app("load", QUEUE, world.stack.store_url)
    bell = CeleryDoorbell(app, TASK, {"outline": {}})
    try:
        yield Submitter(world, JobStore(redis, world.keys, spec().codec, JobPolicy()), bell)
    finally:
        bell.close()
        app.close()
        await redis.aclose()


class Submitter:
    """Records jobs and rings for them."""

    def __init__(self, world: World, store: JobStore, bell: CeleryDoorbell) -> None:
        self._world = world
        self._store = store
        self._bell = bell

    async def submit(self, job_id: str, priority: Priority = Priority.NORMAL) -> None:
        job = NewJob(job_id, "anonymous", JobRequest(b"{}"), {}, priority=priority)
        await submit(self._store, self._bell, job)
        now = time.time()
        self._world.history.submits.append(Submit(job_id, now, now, "acknowledged"))

    async def submit_many(self, ids: list[str], at_once: int = 32) -> None:
        for start in range(0, len(ids), at_once):
            await asyncio.gather(*(self.submit(job_id) for job_id in ids[start : start + at_once]))

    async def queue_length(self) -> int:
        return await self._bell.length()


async def test_many_jobs_waiting(tmp_path: Path, full: bool, figures: Figures) -> None:
    waiting, ran_for = (10_000, 60.0) if full else (1500, 5.0)
    measured = 400 if full else 160
    env = {"FAULTS_BARE": f"{TASK_SECONDS:g}"}
    async with World(tmp_path, workers=1, slots=SLOTS, env=env, fsync="everysec") as world:
        (worker,) = world.workers
        world.terminate(worker)
        await asyncio.to_thread(worker.wait, time.monotonic() + 30)
        async with submitter(world) as load:
            ids = [f"j{number}" for number in range(waiting)]
            await load.submit_many(ids)
            longest = 0
            end = time.monotonic() + ran_for
            while time.monotonic() < end:  # the server's reaper rings meanwhile
                longest = max(longest, await load.queue_length())
                await asyncio.sleep(0.25)
            world.start(worker)
            starts = await _starts(world, measured)
            longest = max(longest, await load.queue_length())
    took = starts[measured - 1] - starts[0]
    ideal = (measured - 1) * TASK_SECONDS / SLOTS
    figures.count(waiting=waiting, longest_queue=longest)
    assert longest <= waiting * 1.01
    figures.ratio("refill_to_ideal", took / ideal, REFILL_GOAL)


async def _starts(world: World, wanted: int) -> list[float]:
    """Return when the first jobs were started, in order."""
    give_up = time.monotonic() + 120
    while await world.redis.zcard(world.keys.ended) < wanted + SLOTS:
        assert time.monotonic() < give_up, "they do not run"
        await asyncio.sleep(0.2)
    ended = cast("list[bytes]", await world.redis.zrange(world.keys.ended, 0, -1))
    starts = []
    for member in ended:
        job_id = member.decode().partition("/")[0]
        starts += [e.at for e in await world.events(job_id) if e.kind == "started"]
    return sorted(starts)


async def test_high_before_low_and_low_not_starved(
    tmp_path: Path, full: bool, figures: Figures
) -> None:
    low = 200 if full else 60
    env = {"FAULTS_BARE": "0.1", "QUIRE_AGING_SECONDS": "3"}
    async with World(tmp_path, workers=1, slots=2, env=env) as world:
        ids = [f"low{number}" for number in range(low)]
        for job_id in ids:
            await world.submit(job_id, priority=job_pb2.PRIORITY_LOW)
        before = await _started(world, ids)
        await world.submit("high", priority=job_pb2.PRIORITY_HIGH)
        at = time.time()
        await world.wait_ended(["high"], 30)
        high = next(e.at for e in await world.events("high") if e.kind == "started")
        passed = [start for start in await _start_times(world, ids) if at < start < high]
        # From here on there is always a HIGH job that waits.
        steady: list[str] = []
        end = time.monotonic() + (15 if full else 8)  # two agings and more
        while time.monotonic() < end:
            waiting = [s for s in (await world.states(steady)).values() if s == "queued"]
            for _ in range(6 - len(waiting)):
                steady.append(f"high{len(steady)}")
                await world.submit(steady[-1], priority=job_pb2.PRIORITY_HIGH)
            await asyncio.sleep(0.05)
        meanwhile = await _started(world, ids) - before
        await world.wait_ended([*ids, "high", *steady], 120)
        problems = await world.verdict()
        states = await world.states([*ids, "high", *steady])
    figures.count(low=low, low_before_high=len(passed), low_under_steady_high=meanwhile)
    figures.judge(problems)
    assert set(states.values()) == {"succeeded"}
    assert len(passed) <= 2, "at most what was claimed at that moment went before"
    assert meanwhile > 0, "LOW jobs have aged and run"


async def _start_times(world: World, ids: list[str]) -> list[float]:
    return [e.at for job_id in ids for e in await world.events(job_id) if e.kind == "started"]


async def _started(world: World, ids: list[str]) -> int:
    return len(await _start_times(world, ids))
