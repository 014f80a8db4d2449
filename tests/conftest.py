"""Fixtures for all tests."""

import uuid
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from redis.asyncio import Redis

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name contents of files by their parameter; they may differ from process to process."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ValkeyProcess]:
    """A real Valkey for the session (one per xdist worker)."""
    with ValkeyProcess(free_ports(1)[0], tmp_path_factory.mktemp("valkey")) as server:
        yield server


@pytest.fixture
def prefix() -> str:
    """A key prefix that no other test has."""
    return f"t-{uuid.uuid4().hex[:12]}:"


@pytest_asyncio.fixture
async def redis(valkey: ValkeyProcess) -> AsyncIterator[Redis]:
    """A client that answers in bytes."""
    client = Redis.from_url(valkey.url, decode_responses=False)
    yield client
    await client.aclose()
