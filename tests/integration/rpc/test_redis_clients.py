"""Clients of the store: bounded in time and number, and a start that waits."""

import asyncio
import time
from pathlib import Path

import pytest
from redis.exceptions import RedisError

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.reasons import Reason
from shared.redis import make_redis, make_sync_redis, wait_for_store


class Lines:
    """A log that keeps what it is told."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def warning(self, event: str, **fields: object) -> None:
        self.events.append(event)

    def info(self, event: str, **fields: object) -> None:
        self.events.append(event)


async def test_many_callers_share_few_connections(valkey: ValkeyProcess, prefix: str) -> None:
    client = make_redis(valkey.url, name=f"few-{prefix[:-1]}", connections=3)
    try:
        await asyncio.gather(*(client.incr(prefix + "n") for _ in range(200)))
        assert await client.get(prefix + "n") == b"200"
        names = [item["name"] for item in await client.client_list()]
        assert names.count(f"few-{prefix[:-1]}") <= 3
    finally:
        await client.aclose()


def test_the_sync_client_answers_in_bytes(valkey: ValkeyProcess, prefix: str) -> None:
    client = make_sync_redis(valkey.url, name="sync")
    try:
        client.set(prefix + "x", "é")
        assert client.get(prefix + "x") == "é".encode()
    finally:
        client.close()


async def test_a_server_that_never_answers_costs_bounded_time() -> None:
    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(mute, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    client = make_redis(f"redis://127.0.0.1:{port}/0", name="mute", timeout=0.1, retries=1)
    begin = time.monotonic()
    try:
        with pytest.raises(RedisError):
            await client.ping()
        assert time.monotonic() - begin < 3
    finally:
        await client.aclose()
        server.close()


async def test_the_start_waits_for_the_store(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    client = make_redis(f"redis://127.0.0.1:{port}/0", name="early")
    log = Lines()
    waiting = asyncio.create_task(wait_for_store(client, 10, log))
    try:
        await asyncio.sleep(0.5)
        assert not waiting.done()
        with ValkeyProcess(port, tmp_path):
            await waiting
            assert log.events == ["waiting for the store", "the store answers"]
    finally:
        await client.aclose()


async def test_the_start_gives_up_with_the_address() -> None:
    port = free_ports(1)[0]
    client = make_redis(f"redis://:hunter2@127.0.0.1:{port}/0", name="never")
    begin = time.monotonic()
    try:
        with pytest.raises(QuireError) as caught:
            await wait_for_store(client, 0.5, Lines())
    finally:
        await client.aclose()
    assert time.monotonic() - begin < 3
    assert caught.value.reason is Reason.STORE_UNAVAILABLE
    assert f"127.0.0.1:{port} did not answer within 0.5 s" in caught.value.message
    assert "hunter2" not in caught.value.message
