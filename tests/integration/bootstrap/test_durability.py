"""What a store's configuration says of the jobs that it acknowledges."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from redis.asyncio import Redis

from deploy.local.ports import free_ports
from deploy.local.valkey import ValkeyProcess
from shared.durability import durability_problems

ROOT = Path(__file__).parents[3]


async def test_the_local_store_keeps_what_it_acknowledges(redis: Redis) -> None:
    assert await durability_problems(redis) == ()


async def test_what_can_lose_jobs_is_named(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with ValkeyProcess(free_ports(1)[0], tmp_path_factory.mktemp("lossy")) as server:
        client = Redis.from_url(server.url, decode_responses=False)
        await client.config_set("appendonly", "no")
        await client.config_set("maxmemory-policy", "allkeys-lru")
        problems = await durability_problems(client)
        assert len(problems) == 2
        assert "noeviction" in problems[0]
        assert "appendonly" in problems[1]
        await client.aclose()
        env = {
            **os.environ,
            "QUIRE_STORE_URL": server.url,
            "QUIRE_DURABILITY": "require",
            "QUIRE_LISTEN": "127.0.0.1:0",
        }
        command = [sys.executable, "-m", "outline_service", "serve"]
        ran = subprocess.run(  # noqa: ASYNC221  nothing else is to do meanwhile
            command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False
        )
    assert ran.returncode == 4
    assert "QUIRE_DURABILITY" in ran.stderr
    assert "noeviction" in ran.stderr
