"""A hub on a real Valkey, and ways to cut its connections."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.events.hub import EventHub, WatchItem
from shared.events.watcher import StoredEvent
from shared.jobs.keys import Keys
from shared.jobs.model import Kind
from shared.redis import make_redis
from tests.support.watched import OWNER, LineCodec, WatchedJob

Cut = Callable[[], Awaitable[int]]


class Following:
    """A watcher that runs beside the test and keeps what it is given."""

    def __init__(self, hub: EventHub, job_id: str, after: int | None, uid: str = "") -> None:
        self.items: list[WatchItem] = []
        self._changed = asyncio.Event()
        self._hub = hub
        self.task = asyncio.create_task(self._run(job_id, after, uid))

    @property
    def sequences(self) -> list[int]:
        return [item.sequence for item in self.items if isinstance(item, StoredEvent)]

    async def until(self, sequence: int) -> None:
        """Wait until the event of that sequence is there."""
        async with asyncio.timeout(10):
            while sequence not in self.sequences:
                self._changed.clear()
                await self._changed.wait()

    async def done(self) -> list[int]:
        """Wait for the end of the watch and return the sequences seen."""
        async with asyncio.timeout(10):
            await self.task
        return self.sequences

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _run(self, job_id: str, after: int | None, uid: str) -> None:
        async for item in self._hub.watch(job_id, owner=OWNER, after=after, uid=uid):
            self.items.append(item)
            self._changed.set()


@pytest.fixture
def keys(prefix: str) -> Keys:
    return Keys(Kind.OUTLINE, prefix)


@pytest.fixture
def hub_name(prefix: str) -> str:
    """What CLIENT LIST calls the connections of the test's hub."""
    return f"hub-{prefix[:-1]}"


@pytest_asyncio.fixture
async def hub_redis(valkey: ValkeyProcess, hub_name: str) -> AsyncIterator[Redis]:
    client = make_redis(valkey.url, name=hub_name)
    yield client
    await client.aclose()


@pytest_asyncio.fixture
async def hub(hub_redis: Redis, keys: Keys) -> AsyncIterator[EventHub]:
    """Its audit comes after a minute: what the tests see is not the audit's work."""
    async with EventHub(hub_redis, keys, LineCodec(), audit_seconds=60) as hub:
        yield hub
        assert hub.watchers == 0


@pytest.fixture
def job(redis: Redis, keys: Keys) -> WatchedJob:
    return WatchedJob(redis, keys)


@pytest.fixture
def cut_subscription(redis: Redis, hub_name: str) -> Cut:
    """Cuts the hub's Pub/Sub connection; returns how many were cut."""

    async def cut() -> int:
        return await _kill(redis, hub_name, subscribed=True)

    return cut


@pytest.fixture
def cut_all(redis: Redis, hub_name: str) -> Cut:
    """Cuts every connection of the hub; returns how many were cut."""

    async def cut() -> int:
        return await _kill(redis, hub_name, subscribed=False)

    return cut


async def _kill(redis: Redis, name: str, *, subscribed: bool) -> int:
    killed = 0
    for client in await redis.client_list():
        if client["name"] == name and (not subscribed or int(client["sub"]) > 0):
            killed += await redis.client_kill_filter(_id=client["id"])
    return killed
