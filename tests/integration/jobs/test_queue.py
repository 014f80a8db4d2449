"""What monitors are told of a queue and its workers."""

import asyncio

from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.jobs.keys import Keys
from shared.jobs.model import Kind, Priority
from shared.jobs.presence import Presence, Worker
from shared.jobs.queue import FRESH_SECONDS, QueueReader
from tests.integration.jobs.engine import OWNER, make_engine

WORKER = Worker("host/1", "0.1.0", 1_700_000_000_000, 4, 3, stopping=False)


async def test_counts_by_priority_and_tells_the_oldest(
    redis: Redis, valkey: ValkeyProcess, prefix: str
) -> None:
    engine = make_engine(redis, valkey.url, prefix)
    records = [
        await engine.submit(f"j{number}", priority=priority)
        for number, priority in enumerate(
            (Priority.LOW, Priority.HIGH, Priority.LOW, Priority.NORMAL)
        )
    ]
    assert (await engine.claimed(await engine.attempts.pick())).record.job_id == "j1"

    queue = await QueueReader(redis, engine.keys).read()

    assert [(one.priority, one.jobs) for one in queue.waiting] == [
        (Priority.HIGH, 0),
        (Priority.NORMAL, 1),
        (Priority.LOW, 2),
    ]
    assert queue.waiting[2].oldest_ms == records[0].create_ms
    assert queue.waiting[0].oldest_ms == 0
    assert (queue.waiting_others, queue.running, queue.retrying) == (0, 1, 0)
    assert queue.now_ms >= records[-1].create_ms
    assert queue.workers == ()


async def test_a_look_is_shared_and_does_not_grow_old(
    redis: Redis, valkey: ValkeyProcess, prefix: str
) -> None:
    engine = make_engine(redis, valkey.url, prefix)
    reader = QueueReader(redis, engine.keys)
    looks = await asyncio.gather(*(reader.read() for _ in range(20)))
    assert all(look is looks[0] for look in looks)
    await engine.submit("j")
    await asyncio.sleep(FRESH_SECONDS + 0.05)
    assert sum(one.jobs for one in (await reader.read()).waiting) == 1
    await engine.store.cancel("j", OWNER)
    await asyncio.sleep(FRESH_SECONDS + 0.05)
    assert sum(one.jobs for one in (await reader.read()).waiting) == 0


async def test_a_worker_is_seen_while_it_says_so(redis: Redis, prefix: str) -> None:
    keys = Keys(Kind.OUTLINE, prefix)
    presence = asyncio.create_task(Presence(redis, keys, lambda: WORKER).run())
    await asyncio.sleep(0.1)
    assert (await QueueReader(redis, keys).read()).workers == (WORKER,)
    assert (await QueueReader(redis, Keys(Kind.DOCUMENT, prefix)).read()).workers == ()
    assert 0 < await redis.pttl(keys.worker(WORKER.name)) <= 10_000

    presence.cancel()
    await asyncio.gather(presence, return_exceptions=True)
    assert (await QueueReader(redis, keys).read()).workers == ()
    assert not await redis.exists(keys.workers, keys.worker(WORKER.name))


async def test_a_worker_that_was_killed_is_not_told_of(redis: Redis, prefix: str) -> None:
    keys = Keys(Kind.OUTLINE, prefix)
    await redis.zadd(keys.workers, {"killed/1": 1, "other-version/2": 1})
    await redis.set(keys.worker("other-version/2"), '{"name": "other-version/2"}')
    assert (await QueueReader(redis, keys).read()).workers == ()
