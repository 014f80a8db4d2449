from pathlib import Path

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess


async def test_answers(redis: AsyncRedis, prefix: str) -> None:
    await redis.set(f"{prefix}k", b"v")
    assert await redis.get(f"{prefix}k") == b"v"


def test_what_was_acknowledged_is_there_after_a_crash(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    with ValkeyProcess(port, tmp_path, appendfsync="always") as server:
        with Redis.from_url(server.url) as client:
            client.set("k", "v")
        server.kill()
        server.start()
        with Redis.from_url(server.url) as client:
            assert client.get("k") == b"v"


def test_nothing_is_ever_evicted(valkey: ValkeyProcess) -> None:
    with Redis.from_url(valkey.url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_a_taken_port_is_not_mistaken_for_the_new_server(tmp_path: Path) -> None:
    with ValkeyProcess(free_ports(1)[0], tmp_path / "first") as first:
        second = ValkeyProcess(first.port, tmp_path / "second")
        with pytest.raises(RuntimeError, match=f"port {first.port} is taken"):
            second.start()


def test_a_server_that_ends_at_start_says_where_to_look(tmp_path: Path) -> None:
    broken = ValkeyProcess(free_ports(1)[0], tmp_path, appendfsync="sometimes")
    with pytest.raises(RuntimeError, match=r"valkey\.log"):
        broken.start()
