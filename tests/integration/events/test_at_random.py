"""A recorded history of random joins, leaves, losses, cuts, trims and expiries.

It is held against the promise: each watcher sees every event after its cursor, once and in
order, up to where it left, to the end of the job, or to an error that says what is gone.
``WATCH_SECONDS`` says for how long (4).
"""

import asyncio
import contextlib
import itertools
import os
import random
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.hub import EventHub
from shared.events.watcher import StoredEvent
from shared.jobs.keys import Keys
from shared.reasons import Reason
from tests.integration.events.conftest import Cut
from tests.support.watched import OWNER, LineCodec, WatchedJob

JOBS = 20
WATCHERS = 100
SECONDS = float(os.environ.get("WATCH_SECONDS", "4"))


@dataclass
class History:
    """What one watch asked for and was given."""

    job: WatchedJob
    after: int | None
    newest_before: int
    left: bool = False
    refused: Reason | None = None
    oldest_then: int = 1
    gone_then: bool = False
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
        if self.refused is Reason.CURSOR_OUT_OF_RANGE:
            place = self.seen[-1] if self.seen else self.after or 0
            return "" if place + 1 < self.oldest_then else "refused what is kept"
        if self.refused in (Reason.RESULT_EXPIRED, Reason.JOB_NOT_FOUND):
            return "" if self.gone_then else "a living job was called gone"
        if self.refused is not None:
            return f"refused: {self.refused}"
        # Nothing at all is right where the job ended before the watch began.
        ended_before = not self.seen and self.after in (None, self.job.newest)
        if not self.left and not ended_before and self.seen[-1:] != [self.job.newest]:
            return "the end is missing"
        return ""


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 120)
async def test_every_event_once_and_in_order(  # noqa: PLR0915  all that goes on at once
    redis: Redis, hub_redis: Redis, keys: Keys, cut_subscription: Cut, cut_all: Cut
) -> None:
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    print(f"SEED={seed}")  # noqa: T201  shown when the test fails
    chance = random.Random(seed)
    loop = asyncio.get_running_loop()
    lives = itertools.count()
    jobs = [WatchedJob(redis, keys, f"job-{next(lives)}") for _ in range(JOBS)]
    histories: list[History] = []
    over = loop.time() + SECONDS

    async def write(place: int) -> None:
        """Write one job after the other; they end, and some time later expire."""
        while loop.time() < over:
            job = jobs[place]
            end = min(over, loop.time() + chance.uniform(1, 30))
            while loop.time() < end:
                for _ in range(chance.choice((1, 1, 1, 5, 70))):
                    size = chance.choice((10, 10, 5000))
                    await job.write("x" * size, publish=chance.random() > 0.05)
                if chance.random() < 0.02:
                    await job.trim(chance.randint(job.oldest, job.newest))
                await asyncio.sleep(chance.uniform(0, 0.3))
            await job.end(publish=chance.random() > 0.3)
            if chance.random() < 0.7 and loop.time() < over:
                await asyncio.sleep(chance.uniform(0, 1))
                await job.expire()
            if loop.time() < over:
                following = WatchedJob(redis, keys, f"job-{next(lives)}")
                await following.begin()
                jobs[place] = following

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
            except QuireError as error:
                history.refused = error.reason
                history.oldest_then, history.gone_then = history.job.oldest, history.job.gone

    async with EventHub(hub_redis, keys, LineCodec(), audit_seconds=0.3) as hub:
        for job in jobs:
            await job.begin()
        async with asyncio.timeout(SECONDS + 60), asyncio.TaskGroup() as group:
            for place in range(JOBS):
                group.create_task(write(place))
            for _ in range(WATCHERS):
                group.create_task(watch())
            group.create_task(cut())
        assert hub.watchers == 0
    faults = [(fault, history) for history in histories if (fault := history.fault())]
    assert not faults, faults[:3]
    assert len(histories) > WATCHERS
    assert sum(len(history.seen) for history in histories) > 10 * WATCHERS
