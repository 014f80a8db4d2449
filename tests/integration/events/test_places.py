"""What heartbeats tell is a place to come back to: nothing after it is missed."""

import asyncio
from contextlib import aclosing

from redis.asyncio import Redis

from shared.events.hub import EventHub
from shared.events.many import Selector
from shared.events.watcher import HeartbeatMark, StoredEvent, Watcher
from shared.jobs.keys import Keys
from tests.integration.events.test_many import (  # noqa: F401  fixtures
    Many,
    engine,
    finish,
    many_hub,
)
from tests.integration.jobs.engine import Engine
from tests.support.watched import OWNER, WatchedJob


async def test_a_watch_of_what_is_new_begins_with_its_place(hub: EventHub, job: WatchedJob) -> None:
    await job.begin(3)
    async with asyncio.timeout(10), aclosing(hub.watch("job", owner=OWNER, after=None)) as items:
        assert await anext(items) == HeartbeatMark(3)
        await job.write()
        event = await anext(items)
        assert isinstance(event, StoredEvent)
        assert event.sequence == 4


async def test_of_an_ended_job_it_has_no_place(hub: EventHub, job: WatchedJob) -> None:
    await job.begin()
    await job.end()
    async with asyncio.timeout(10), aclosing(hub.watch("job", owner=OWNER, after=None)) as items:
        assert [item async for item in items] == []


async def test_a_mark_does_not_pass_over_what_waits(redis: Redis, keys: Keys) -> None:
    watcher = Watcher(None, "", 0.0)
    assert watcher.mark() == HeartbeatMark(0)
    watcher.cursor = 6
    watcher.offer(StoredEvent(8, False, b""))
    assert watcher.mark() == HeartbeatMark(6)


async def test_a_stream_cut_at_once_does_not_bring_back_what_had_ended(
    many_hub: EventHub,  # noqa: F811
    engine: Engine,  # noqa: F811
) -> None:
    await engine.submit("ended")
    await finish(engine, "ended")
    first = Many(many_hub, engine, selector=Selector({}))
    async with asyncio.timeout(10):
        while not first.marks:
            await asyncio.sleep(0)
    position = first.marks[0].position
    await first.leave()
    assert position is not None  # the first mark waits until it can be come back to
    await engine.submit("new")
    await finish(engine, "new")
    again = Many(many_hub, engine, selector=Selector({}, position))
    await again.until({"new": [1, 2, 3]})
    await again.leave()
