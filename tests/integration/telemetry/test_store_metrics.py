"""What is read from the store at a scrape: the queue by priority, memory, whether it answers."""

import asyncio
import time

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from redis.asyncio import Redis

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.jobs.keys import Keys
from shared.jobs.model import Kind, Priority
from shared.redis import make_sync_redis
from shared.telemetry import store_metrics
from shared.telemetry.store_metrics import StoreMetrics
from tests.integration.jobs.engine import OWNER, make_engine
from tests.support.scrape import Scrape


class Looker:
    """Scrapes the store's metrics alone, in a thread as the exposition does."""

    def __init__(self, url: str, keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store_metrics, "_FRESH_SECONDS", 0.0)
        self.redis = make_sync_redis(url, name="test-metrics", timeout=1.0, retries=0)
        self._registry = CollectorRegistry()
        self._registry.register(StoreMetrics(self.redis, keys))

    async def look(self) -> Scrape:
        return Scrape((await asyncio.to_thread(generate_latest, self._registry)).decode())


async def test_the_queue_by_priority_and_what_runs(
    redis: Redis, valkey: ValkeyProcess, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(redis, valkey.url, prefix)
    looker = Looker(valkey.url, engine.keys, monkeypatch)
    empty = await looker.look()
    assert empty.sum("quire_store_up") == 1
    assert empty.has("quire_jobs_waiting")
    assert empty.sum("quire_jobs_waiting") == 0
    assert empty.sum("quire_jobs_oldest_waiting_seconds") == 0

    await engine.submit("old", priority=Priority.LOW)
    await asyncio.sleep(0.3)
    await engine.submit("new", priority=Priority.LOW)
    await engine.submit("high", priority=Priority.HIGH)
    told = await looker.look()
    assert told.sum("quire_jobs_waiting", kind="outline", priority="low") == 2
    assert told.sum("quire_jobs_waiting", priority="normal") == 0
    assert told.sum("quire_jobs_waiting", priority="high") == 1
    assert told.sum("quire_jobs_waiting", priority="other") == 0
    assert 0.3 <= told.sum("quire_jobs_oldest_waiting_seconds", priority="low") < 10
    assert told.sum("quire_jobs_oldest_waiting_seconds", priority="high") < 0.3

    await engine.claimed("old")
    await engine.store.cancel("high", OWNER)
    told = await looker.look()
    assert told.sum("quire_jobs_waiting") == 1
    assert told.sum("quire_jobs_oldest_waiting_seconds", priority="low") < 5
    assert told.sum("quire_jobs_running") == 1
    looker.redis.close()


async def test_another_life_of_an_id_has_its_own_priority(
    redis: Redis, valkey: ValkeyProcess, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(redis, valkey.url, prefix)
    looker = Looker(valkey.url, engine.keys, monkeypatch)
    await engine.submit("j", priority=Priority.LOW)
    assert (await looker.look()).sum("quire_jobs_waiting", priority="low") == 1
    await engine.store.cancel("j", OWNER)
    await engine.store.delete("j", OWNER)
    await engine.submit("j", priority=Priority.HIGH)
    told = await looker.look()
    assert told.sum("quire_jobs_waiting", priority="low") == 0
    assert told.sum("quire_jobs_waiting", priority="high") == 1
    looker.redis.close()


async def test_a_long_queue_is_looked_at_in_part_and_counted_whole(
    redis: Redis, valkey: ValkeyProcess, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(redis, valkey.url, prefix)
    monkeypatch.setattr(store_metrics, "LOOKED_AT", 3)
    monkeypatch.setattr(store_metrics, "_BATCH", 2)
    looker = Looker(valkey.url, engine.keys, monkeypatch)
    for number in range(5):
        await engine.submit(f"j{number}")
    told = await looker.look()
    assert told.sum("quire_jobs_waiting", priority="normal") == 3
    assert told.sum("quire_jobs_waiting", priority="other") == 2
    looker.redis.close()


async def test_ten_thousand_jobs_are_looked_at_quickly_and_the_loop_goes_on(
    redis: Redis, valkey: ValkeyProcess, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = Keys(Kind.OUTLINE, prefix)
    now = int(time.time() * 1000)
    for start in range(0, 10_000, 1000):
        pipeline = redis.pipeline(transaction=False)
        for number in range(start, start + 1000):
            job_id = f"j{number}"
            pipeline.hset(keys.record(job_id), mapping={"priority": 2, "create_ms": now - number})
            pipeline.zadd(keys.waiting, {job_id: now - number})
        await pipeline.execute()
    looker = Looker(valkey.url, keys, monkeypatch)
    longest, ticked = 0.0, time.monotonic()
    begin = ticked
    looking = asyncio.create_task(looker.look())
    while not looking.done():
        await asyncio.sleep(0.005)
        longest, ticked = max(longest, time.monotonic() - ticked), time.monotonic()
    first = time.monotonic() - begin
    assert (await looking).sum("quire_jobs_waiting", priority="normal") == 10_000
    begin = time.monotonic()
    told = await looker.look()
    again = time.monotonic() - begin
    assert told.sum("quire_jobs_oldest_waiting_seconds", priority="normal") >= 9.9
    assert first < 10  # seen: 0.4 s
    assert again < first
    assert longest < 2
    looker.redis.close()


async def test_memory_of_the_store(
    redis: Redis, valkey: ValkeyProcess, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker = Looker(valkey.url, Keys(Kind.OUTLINE, prefix), monkeypatch)
    told = await looker.look()
    assert told.sum("quire_store_memory_used_bytes") > 100_000
    assert told.has("quire_store_memory_max_bytes")
    looker.redis.close()


async def test_a_store_that_does_not_answer_is_told_and_holds_nothing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = f"redis://127.0.0.1:{free_ports(1)[0]}/0"
    looker = Looker(url, Keys(Kind.OUTLINE), monkeypatch)
    begin = time.monotonic()
    told = await looker.look()
    assert time.monotonic() - begin < 5
    assert told.has("quire_store_up")
    assert told.sum("quire_store_up") == 0
    assert not told.has("quire_jobs_waiting")
    looker.redis.close()


async def test_the_store_is_asked_once_a_second_whoever_scrapes(
    redis: Redis, valkey: ValkeyProcess, prefix: str
) -> None:
    sync = make_sync_redis(valkey.url, name="test-metrics")
    registry = CollectorRegistry()
    registry.register(StoreMetrics(sync, Keys(Kind.OUTLINE, prefix)))
    before = int((await redis.info("commandstats")).get("cmdstat_zcard", {}).get("calls", 0))
    await asyncio.gather(*(asyncio.to_thread(generate_latest, registry) for _ in range(20)))
    after = int((await redis.info("commandstats")).get("cmdstat_zcard", {}).get("calls", 0))
    assert 3 <= after - before <= 6
    sync.close()
