"""Watching while messages are lost, connections cut and the store away."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events import subscriber
from shared.events.hub import EventHub
from shared.jobs.keys import Keys
from shared.jobs.model import Kind
from shared.reasons import Reason
from shared.redis import make_redis
from tests.integration.events.conftest import Cut, Following
from tests.support.freezing_proxy import FreezingProxy
from tests.support.watched import LineCodec, WatchedJob


async def test_a_lost_message_shows_as_a_gap(hub: EventHub, job: WatchedJob) -> None:
    await job.begin()
    watch = Following(hub, job.job_id, 0)
    await watch.until(1)
    await asyncio.sleep(0.1)  # subscribed
    await job.write(publish=False)
    await job.write(publish=False)
    await job.write()
    await watch.until(4)
    await job.end()
    assert await watch.done() == [1, 2, 3, 4, 5]


async def test_the_audit_heals_a_lost_last_message(
    hub_redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    async with EventHub(hub_redis, keys, LineCodec(), audit_seconds=0.2) as hub:
        await job.begin()
        watch = Following(hub, job.job_id, 0)
        await watch.until(1)
        await asyncio.sleep(0.1)
        await job.end(publish=False)
        await asyncio.sleep(0.02)
        assert await watch.done() == [1, 2]


async def test_what_a_stranger_publishes_is_not_believed(
    hub: EventHub, redis: Redis, job: WatchedJob, keys: Keys
) -> None:
    await job.begin(2)
    watch = Following(hub, job.job_id, 0)
    await watch.until(2)
    await asyncio.sleep(0.1)
    for message in (b"nonsense", b"900|0|from far away", b"1|0|again", b"2|0|again"):
        await redis.publish(keys.channel(job.job_id), message)
    await job.end()
    assert await watch.done() == [1, 2, 3]


async def test_a_cut_subscription_loses_nothing(
    hub: EventHub, job: WatchedJob, cut_subscription: Cut
) -> None:
    await job.begin()
    watches = [Following(hub, job.job_id, after) for after in (0, 1, None)]
    await watches[0].until(1)
    await asyncio.sleep(0.1)
    cuts = 0
    for number in range(400):
        await job.write()
        if number % 40 == 20:
            cuts += await cut_subscription()
        await asyncio.sleep(0.002)
    await job.end()
    whole = list(range(1, 403))
    assert [await watch.done() for watch in watches] == [whole, whole[1:], whole[1:]]
    assert cuts >= 3


async def test_every_connection_cut_loses_nothing(
    hub: EventHub, job: WatchedJob, cut_all: Cut
) -> None:
    await job.begin()
    watch = Following(hub, job.job_id, 0)
    await watch.until(1)
    cuts = 0
    for number in range(300):
        await job.write()
        if number % 50 == 25:
            cuts += await cut_all()
        await asyncio.sleep(0.002)
    await job.end()
    assert await watch.done() == list(range(1, 303))
    assert cuts >= 6


async def test_a_store_that_restarts_is_borne_with(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    keys = Keys(Kind.OUTLINE)
    with ValkeyProcess(port, tmp_path, appendfsync="always") as server:
        client = make_redis(server.url, name="hub", timeout=1, retries=1)
        writer = make_redis(server.url, name="writer")
        job = WatchedJob(writer, keys)
        try:
            async with EventHub(client, keys, LineCodec(), audit_seconds=0.2) as hub:
                await job.begin(3)
                watch = Following(hub, job.job_id, 0)
                await watch.until(3)
                server.kill()
                await asyncio.sleep(1.5)
                assert not watch.task.done()
                with pytest.raises(QuireError) as caught:  # who begins now need not wait
                    await Following(hub, job.job_id, 0).done()
                assert caught.value.reason is Reason.STORE_UNAVAILABLE
                server.start()
                await job.write()
                await watch.until(4)
                await job.end()
                assert await watch.done() == [1, 2, 3, 4, 5]
        finally:
            await client.aclose()
            await writer.aclose()


async def test_a_store_that_stays_away_ends_the_watch(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    keys = Keys(Kind.OUTLINE)
    with ValkeyProcess(port, tmp_path) as server:
        client = make_redis(server.url, name="hub", timeout=0.5, retries=0)
        job = WatchedJob(client, keys)
        try:
            hub = EventHub(client, keys, LineCodec(), patience_seconds=0.5, heartbeat_seconds=0.2)
            async with hub:
                await job.begin()
                watch = Following(hub, job.job_id, 0)
                await watch.until(1)
                server.kill()
                hub._on_subscribed(keys.channel(job.job_id).encode())
                heard = len(watch.items)
                with pytest.raises(QuireError) as caught:
                    await watch.done()
                assert caught.value.reason is Reason.STORE_UNAVAILABLE
                assert caught.value.retry_after
                assert len(watch.items) > heard  # heartbeats went on
        finally:
            await client.aclose()


async def test_connections_that_fall_silent_are_replaced(
    valkey: ValkeyProcess, job: WatchedJob, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriber, "_PING_SECONDS", 0.2)
    async with FreezingProxy(valkey.port) as proxy:
        client = make_redis(f"redis://127.0.0.1:{proxy.port}/0", name="hub", timeout=0.5)
        try:
            async with EventHub(client, keys, LineCodec(), audit_seconds=60) as hub:
                await job.begin()
                watch = Following(hub, job.job_id, 0)
                await watch.until(1)
                await asyncio.sleep(0.1)
                before = proxy.connections
                proxy.freeze()
                await job.write()
                await watch.until(2)
                assert proxy.connections > before
                await job.end()
                assert await watch.done() == [1, 2, 3]
        finally:
            await client.aclose()


async def test_a_hub_closes_at_any_moment(
    hub_redis: Redis, job: WatchedJob, keys: Keys, cut_all: Cut
) -> None:
    """Also when its connection is cut, or sends, just as it is told to end."""
    await job.begin()
    for number in range(30):
        async with asyncio.timeout(5):
            async with EventHub(hub_redis, keys, LineCodec(), audit_seconds=0.01) as hub:
                watch = Following(hub, job.job_id, 0)
                if number % 5:
                    await watch.until(1)
                await asyncio.sleep(number % 7 * 0.002)
                if number % 3 == 0:
                    await cut_all()
                await watch.leave()
