"""Finding the primary: Sentinels that are dead or say nothing, and a pool that stays bounded."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import ConnectionError as StoreConnectionError

from deploy.local.ports import free_ports
from shared.errors import QuireError
from shared.jobs.model import Priority
from shared.reasons import Reason
from shared.redis import make_redis, make_sync_redis, wait_for_store
from shared.redis_pools import SENTINEL_SECONDS
from shared.tasks.app import make_app
from shared.tasks.doorbell import CeleryDoorbell
from tests.integration.rpc.test_redis_clients import Lines
from tests.support.sentinels import Sentinels

MOST = 3
LATE = 3.0


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Sentinels]:
    with Sentinels(tmp_path) as running:
        yield running


@pytest_asyncio.fixture
async def mute() -> AsyncIterator[str]:
    """Address of a Sentinel that takes connections and says nothing."""

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


def _behind(url: str, first: str) -> str:
    return url.replace("//", f"//{first},")


@pytest.mark.parametrize("kind", ["dead", "mute"])
async def test_the_next_sentinel_is_asked(stores: Sentinels, mute: str, kind: str) -> None:
    first = mute if kind == "mute" else f"127.0.0.1:{free_ports(1)[0]}"
    url = _behind(stores.url, first)
    took = {}
    client = make_redis(url, name="test-sentinels")
    began = time.monotonic()
    assert await client.set("a", 1)
    took["asyncio"] = time.monotonic() - began
    await client.aclose()
    sync = make_sync_redis(url, name="test-sentinels")
    began = time.monotonic()
    assert await asyncio.to_thread(sync.get, "a") == b"1"
    took["threads"] = time.monotonic() - began
    sync.close()
    app = make_app("sentinels", "q", url)
    bell = CeleryDoorbell(app, "task", {})
    began = time.monotonic()
    await bell.ring("j", "u", Priority.NORMAL)
    took["broker"] = time.monotonic() - began
    bell.close()
    app.close()
    print({name: round(seconds, 2) for name, seconds in took.items()})  # noqa: T201
    # The broker's client asks for two connections, one after the other.
    assert max(took.values()) < LATE * 2 * SENTINEL_SECONDS


async def test_the_pool_stays_bounded_through_failovers(stores: Sentinels) -> None:
    client = make_redis(stores.url, name="few", connections=MOST)
    for number in range(2):
        await asyncio.gather(*(client.incr("n") for _ in range(200)))
        assert 0 < await _connections(client) <= MOST
        if number == 0:
            await client.wait(1, 5000)
            stores.primary.kill()
            await _until_answered(client)
    assert await client.get("n") == b"401"
    await client.aclose()


async def test_a_second_try_asks_sentinel_again(stores: Sentinels) -> None:
    """A frozen primary costs one time limit, then the call is answered by the new one."""
    client = make_redis(stores.url, name="test-frozen", timeout=5.0, retries=1)
    sync = make_sync_redis(stores.url, name="test-frozen", timeout=5.0, retries=1)
    await client.set("a", 1)
    sync.get("a")
    await client.wait(1, 5000)
    old = stores.primary
    os.kill(old.pid, signal.SIGSTOP)
    began = time.monotonic()
    answers = await asyncio.gather(client.incr("a"), asyncio.to_thread(sync.get, "a"))
    took = time.monotonic() - began
    os.kill(old.pid, signal.SIGCONT)
    assert answers[0] == 2
    assert stores.primary is not old
    await client.aclose()
    sync.close()
    print(f"answered after {took:.1f} s")  # noqa: T201


async def test_a_primary_without_replicas_is_left(stores: Sentinels) -> None:
    """One that was cut off says NOREPLICAS; the next try goes to whom Sentinel names."""
    client = make_redis(stores.url, name="test-cut-off")
    sync = make_sync_redis(stores.url, name="test-cut-off")
    first, _ = stores.servers
    await client.set("a", 1)
    sync.set("a", 1)
    with Redis(port=first.port) as admin:
        admin.config_set("min-replicas-to-write", 2)
        with pytest.raises(StoreConnectionError):
            await client.set("a", 2)
        with pytest.raises(StoreConnectionError):
            sync.set("a", 2)
        admin.config_set("min-replicas-to-write", 0)
        assert await client.set("a", 3)
        assert sync.set("a", 4)
    await client.aclose()
    sync.close()


async def _connections(client: AsyncRedis) -> int:
    return [entry["name"] for entry in await client.client_list()].count("few")


async def _until_answered(client: AsyncRedis) -> None:
    """Go on as many callers at once would, then once more."""
    give_up = time.monotonic() + 20
    while True:
        answers = await asyncio.gather(
            *(client.get("n") for _ in range(50)), return_exceptions=True
        )
        if not any(isinstance(answer, Exception) for answer in answers):
            break
        assert time.monotonic() < give_up
    await client.incr("n")


@pytest.mark.parametrize("kind", ["no Sentinel", "no such service"])
async def test_the_start_fails_with_what_was_asked(stores: Sentinels, kind: str) -> None:
    dead = f"127.0.0.1:{free_ports(1)[0]}"
    url = stores.url.replace("/quire/", "/nobody/")
    if kind == "no Sentinel":
        url = f"sentinel://:hunter2@{dead}/quire/0"
    client = make_redis(url, name="never")
    log = Lines()
    began = time.monotonic()
    with pytest.raises(QuireError) as caught:
        await wait_for_store(client, 1.0, log)
    await client.aclose()
    assert time.monotonic() - began < LATE
    assert caught.value.reason is Reason.STORE_UNAVAILABLE
    assert log.events == ["waiting for the store"]
    service, place = ("quire", dead) if kind == "no Sentinel" else ("nobody", "127.0.0.1:")
    assert f"the store at {service} (by Sentinel at {place}" in caught.value.message
    assert "hunter2" not in caught.value.message
