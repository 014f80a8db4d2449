"""Many jobs in one stream: for each, what a watch of it alone would give."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing

import pytest
import pytest_asyncio
from quire.outline.v1 import outline_pb2
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.hub import EventHub
from shared.events.many import Cursor, Found, JobLost, JobsMark, ManyItem, Selector, watch_many
from shared.events.payloads import Progress
from shared.events.watcher import StoredEvent
from shared.jobs.finding import JobFinder
from shared.reasons import Reason
from shared.redis import make_redis
from tests.integration.jobs.engine import OWNER, Engine, make_engine, result


@pytest_asyncio.fixture
async def engine(valkey: ValkeyProcess, prefix: str) -> AsyncIterator[Engine]:
    client = make_redis(valkey.url, name="test-many")
    yield make_engine(client, valkey.url, prefix)
    await client.aclose()


@pytest_asyncio.fixture
async def many_hub(engine: Engine) -> AsyncIterator[EventHub]:
    async with EventHub(engine.redis, engine.keys, engine.codec, audit_seconds=0.5) as hub:
        yield hub


class Many:
    """A stream of many jobs that runs beside the test, and what it has given."""

    def __init__(
        self,
        hub: EventHub,
        engine: Engine,
        cursors: Sequence[Cursor] = (),
        selector: Selector | None = None,
        heartbeat_seconds: float = 15.0,
    ) -> None:
        self.items: list[ManyItem] = []
        self._changed = asyncio.Event()
        self._stream = watch_many(
            hub,
            JobFinder(engine.redis, engine.keys),
            owner=OWNER,
            cursors=cursors,
            selector=selector,
            heartbeat_seconds=heartbeat_seconds,
        )
        self.task = asyncio.create_task(self._run())

    @property
    def sequences(self) -> dict[str, list[int]]:
        """Sequences by job, in the order in which they came."""
        seen: defaultdict[str, list[int]] = defaultdict(list)
        for item in self.items:
            if isinstance(item, StoredEvent):
                event = outline_pb2.OutlineEvent.FromString(item.data)
                seen[event.job_id].append(event.sequence)
        return dict(seen)

    @property
    def marks(self) -> list[JobsMark]:
        return [item for item in self.items if isinstance(item, JobsMark)]

    async def until(self, wanted: dict[str, list[int]]) -> None:
        """Wait until exactly these sequences have come."""
        async with asyncio.timeout(10):
            while self.sequences != wanted:
                self._changed.clear()
                await self._changed.wait()

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _run(self) -> None:
        try:
            async for item in self._stream:
                self.items.append(item)
                self._changed.set()
        finally:
            await self._stream.aclose()


async def finish(engine: Engine, job_id: str, events: int = 1) -> None:
    attempt = await engine.claimed(job_id)
    for number in range(events):
        await attempt.emit(Progress("s", "m", number / 100))
    await attempt.finish(result())


async def test_named_jobs_to_their_ends(many_hub: EventHub, engine: Engine) -> None:
    for job_id in ("a", "b"):
        await engine.submit(job_id)
    await finish(engine, "b")
    many = Many(many_hub, engine, [Cursor("a"), Cursor("b", 1), Cursor("nowhere")])
    await many.until({"a": [1], "b": [2, 3]})
    assert not many.task.done()
    await finish(engine, "a")
    async with asyncio.timeout(10):
        await many.task
    assert many.sequences == {"a": [1, 2, 3], "b": [2, 3]}
    assert isinstance(many.items[0], JobsMark)
    (lost,) = [item for item in many.items if isinstance(item, JobLost)]
    assert (lost.job_id, lost.error.reason) == ("nowhere", Reason.JOB_NOT_FOUND)
    assert many_hub.watchers == 0


async def test_a_cursor_out_of_range_concerns_its_job_alone(
    many_hub: EventHub, engine: Engine
) -> None:
    for job_id in ("a", "b"):
        await engine.submit(job_id)
        await finish(engine, job_id)
    many = Many(many_hub, engine, [Cursor("a", 9), Cursor("b")])
    async with asyncio.timeout(10):
        await many.task
    assert many.sequences == {"b": [1, 2, 3]}
    (lost,) = [item for item in many.items if isinstance(item, JobLost)]
    assert lost.error.reason is Reason.CURSOR_OUT_OF_RANGE


async def test_all_of_a_label_those_that_come_included(many_hub: EventHub, engine: Engine) -> None:
    await engine.submit("old", labels={"team": "a"})
    await engine.submit("ended", labels={"team": "a"})
    await engine.submit("other", labels={"team": "b"})
    await finish(engine, "ended")
    many = Many(many_hub, engine, selector=Selector({"team": "a"}))
    await many.until({"old": [1]})
    await engine.submit("new", labels={"team": "a"})
    await engine.submit("not", labels={"team": "b"})
    await many.until({"old": [1], "new": [1]})
    await finish(engine, "new")
    await many.until({"old": [1], "new": [1, 2, 3]})
    assert not many.task.done(), "more may come"
    await many.leave()
    assert many_hub.watchers == 0


async def test_a_stream_that_comes_back_misses_nothing_and_repeats_nothing(
    many_hub: EventHub, engine: Engine
) -> None:
    await engine.submit("a")
    many = Many(many_hub, engine, selector=Selector({}), heartbeat_seconds=0.2)
    await many.until({"a": [1]})
    async with asyncio.timeout(10):
        while not many.marks[-1].position:
            await asyncio.sleep(0.05)
    position = many.marks[-1].position
    await many.leave()
    await engine.submit("between")
    await finish(engine, "between")
    await finish(engine, "a")
    again = Many(many_hub, engine, [Cursor("a", 1)], Selector({}, position))
    await again.until({"a": [2, 3], "between": [1, 2, 3]})
    await again.leave()


async def test_another_life_of_an_id_is_followed_too(many_hub: EventHub, engine: Engine) -> None:
    await engine.submit("a")
    many = Many(many_hub, engine, selector=Selector({}))
    await many.until({"a": [1]})
    await engine.store.cancel("a", OWNER)
    await many.until({"a": [1, 2]})
    await engine.store.delete("a", OWNER)
    await engine.submit("a")
    await many.until({"a": [1, 2, 1]})
    await many.leave()


async def test_what_concerns_the_whole_server_ends_the_stream(
    many_hub: EventHub, engine: Engine
) -> None:
    await engine.submit("a")
    many = Many(many_hub, engine, selector=Selector({}))
    await many.until({"a": [1]})
    many_hub.drain()
    with pytest.raises(QuireError) as caught:
        async with asyncio.timeout(10):
            await many.task
    assert caught.value.reason is Reason.DRAINING
    assert many_hub.watchers == 0


async def test_many_jobs_at_random_for_a_slow_reader(
    many_hub: EventHub, engine: Engine, redis: Redis
) -> None:
    chance = random.Random(7)
    many = Many(many_hub, engine, selector=Selector({"team": "a"}))

    async def live(job_id: str) -> None:
        await asyncio.sleep(chance.random())
        await engine.submit(job_id, labels={"team": "a"})
        await asyncio.sleep(chance.random() / 2)
        await finish(engine, job_id, chance.randrange(1, 30))

    names = [f"j{number}" for number in range(40)]
    cut = asyncio.create_task(_cut_now_and_then(redis))
    await asyncio.gather(*(live(name) for name in names))
    cut.cancel()
    wanted = {
        name: list(range(1, (await engine.store.get(name, OWNER)).last_sequence + 1))
        for name in names
    }
    await many.until(wanted)
    await many.leave()


async def _cut_now_and_then(redis: Redis) -> None:
    while True:
        await asyncio.sleep(0.3)
        await redis.client_kill_filter(_type="pubsub")


async def test_a_fault_of_the_finder_ends_the_stream_and_is_no_silence(
    many_hub: EventHub, engine: Engine
) -> None:
    class Faulty(JobFinder):
        async def since(
            self, owner: str, labels: Mapping[str, str], position: int
        ) -> tuple[list[Found], int]:
            raise ValueError("a record that cannot be read")

    stream = watch_many(
        many_hub,
        Faulty(engine.redis, engine.keys),
        owner=OWNER,
        cursors=(),
        selector=Selector({}),
        heartbeat_seconds=15.0,
    )
    with pytest.raises(ValueError, match="cannot be read"):
        async with aclosing(stream) as items, asyncio.timeout(10):
            async for _ in items:
                pass
