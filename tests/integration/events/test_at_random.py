"""A recorded history of random joins, leaves, losses and cuts, held against the promise.

Each watcher sees every event after its cursor, once and in order, up to where it left
or to the end of the job.
"""

import asyncio
import contextlib
import os
import random
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis

from shared.events.hub import EventHub
from shared.events.watcher import StoredEvent
from shared.jobs.keys import Keys
from tests.integration.events.conftest import Cut
from tests.support.watched import OWNER, LineCodec, WatchedJob

JOBS = 20
WATCHERS = 100
SECONDS = 4.0


@dataclass
class History:
    """What one watch asked for and was given."""

    job: WatchedJob
    after: int | None
    newest_before: int
    left: bool = False
    seen: list[int] = field(default_factory=list)

    def fault(self) -> str:
        """Return what breaks the promise, '' if nothing does."""
        first = self.seen[0] if self.seen else None
        if first is not None and self.seen != list(range(first, first + len(self.seen))):
            return "a gap or a repeat"
        if self.after is not None and first not in (None, self.after + 1):
            return "does not begin after the cursor"
        if self.after is None and first is not None and first <= self.newest_before:
            return "what was there before is not new"
        # Nothing at all is right where the job ended before the watch began.
        ended_before = not self.seen and self.after in (None, self.job.newest)
        if not self.left and not ended_before and self.seen[-1:] != [self.job.newest]:
            return "the end is missing"
        return ""


@pytest.mark.slow
async def test_every_event_once_and_in_order(
    redis: Redis, hub_redis: Redis, keys: Keys, cut_subscription: Cut, cut_all: Cut
) -> None:
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    print(f"SEED={seed}")  # noqa: T201  shown when the test fails
    chance = random.Random(seed)
    loop = asyncio.get_running_loop()
    jobs = [WatchedJob(redis, keys, f"job-{number}") for number in range(JOBS)]
    histories: list[History] = []
    over = loop.time() + SECONDS

    async def write(job: WatchedJob) -> None:
        while loop.time() < over:
            for _ in range(chance.choice((1, 1, 1, 5, 70))):
                await job.write("x" * chance.choice((10, 10, 5000)), publish=chance.random() > 0.05)
            await asyncio.sleep(chance.uniform(0, 0.3))
        await job.end(publish=chance.random() > 0.3)

    async def cut() -> None:
        while loop.time() < over:
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            await (cut_all if chance.random() < 0.3 else cut_subscription)()

    async def watch() -> None:
        while loop.time() < over:
            await asyncio.sleep(chance.uniform(0, 0.3))
            job = chance.choice(jobs)
            after = chance.choice((0, None, chance.randint(0, job.newest), job.newest))
            history = History(job, after, job.newest)
            histories.append(history)
            stay = chance.choice((0.01, 0.1, 1.0, 60.0))
            slow = chance.choice((0, 0, 0, 0.003))
            await _follow(history, stay, slow)

    async def _follow(history: History, stay: float, slow: float) -> None:
        items = hub.watch(history.job.job_id, owner=OWNER, after=history.after)
        async with contextlib.aclosing(items):
            try:
                async with asyncio.timeout(stay):
                    async for item in items:
                        if isinstance(item, StoredEvent):
                            history.seen.append(item.sequence)
                            if slow:
                                await asyncio.sleep(slow)
            except TimeoutError:
                history.left = True

    async with EventHub(hub_redis, keys, LineCodec(), audit_seconds=0.3) as hub:
        for job in jobs:
            await job.begin()
        async with asyncio.timeout(60), asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(write(job))
            for _ in range(WATCHERS):
                group.create_task(watch())
            group.create_task(cut())
        assert hub.watchers == 0
    faults = [(fault, history) for history in histories if (fault := history.fault())]
    assert not faults, faults[:3]
    assert len(histories) > WATCHERS
    assert sum(len(history.seen) for history in histories) > 10 * WATCHERS
