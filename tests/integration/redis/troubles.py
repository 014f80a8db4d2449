"""What can be the matter with a store: ways to bring it about on a real Valkey, and to end it."""

import asyncio
import os
import signal
import subprocess
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from deploy.local.valkey import ValkeyProcess, answers, valkey_command
from shared.reasons import Reason

NOWHERE = ("127.0.0.1", "1")
MANY, SLOWNESS_US = 20_000, 100
"""Keys, and the time that each takes to load: together some 3 seconds."""

Bring = Callable[[ValkeyProcess], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Trouble:
    """One thing that can be the matter.

    Args:
        bring: brings it about for as long as its context lasts.
        reason: what callers are told.
        refused: whether what is told to be refused surely was not done. Who does not answer
            may have done it.
        reads: whether the store still answers questions.
    """

    bring: Bring
    reason: Reason = Reason.STORE_UNAVAILABLE
    refused: bool = True
    reads: bool = False


def _setting(name: str, on: str, off: str) -> Bring:
    @asynccontextmanager
    async def bring(store: ValkeyProcess) -> AsyncIterator[None]:
        with Redis(port=store.port) as client:
            client.config_set(name, on)
            try:
                yield
            finally:
                client.config_set(name, off)

    return bring


@asynccontextmanager
async def read_only(store: ValkeyProcess) -> AsyncIterator[None]:
    """Make the store a replica of nobody, as a primary is that was demoted."""
    with Redis(port=store.port) as client:
        client.replicaof(*NOWHERE)
        try:
            yield
        finally:
            client.replicaof("NO", "ONE")


@asynccontextmanager
async def _without_primary(store: ValkeyProcess) -> AsyncIterator[None]:
    """A replica that has lost its primary and would rather say nothing than something old."""
    async with _setting("replica-serve-stale-data", "no", "yes")(store), read_only(store):
        yield


@asynccontextmanager
async def _snapshots_fail(store: ValkeyProcess) -> AsyncIterator[None]:
    in_the_way = store.data / "dump.rdb"  # a file cannot take the place of a folder
    in_the_way.mkdir()
    with Redis(port=store.port) as client:
        client.config_set("save", "3600 1000000")
        await _snapshot(client, "err")
        try:
            yield
        finally:
            in_the_way.rmdir()
            await _snapshot(client, "ok")
            client.config_set("save", "")


async def _snapshot(client: Redis, ends: str) -> None:
    client.bgsave()
    while client.info("persistence")["rdb_last_bgsave_status"] != ends:
        await asyncio.sleep(0.01)


@asynccontextmanager
async def _busy(store: ValkeyProcess) -> AsyncIterator[None]:
    """Somebody else's script does not end."""

    def spin() -> None:
        with once(store.port) as client, suppress(RedisError):
            client.eval("while true do end", 0)

    with Redis(port=store.port) as client:
        client.config_set("busy-reply-threshold", 10)
        thread = threading.Thread(target=spin)
        thread.start()
        await asyncio.sleep(0.1)
        try:
            yield
        finally:
            client.script_kill()
            await asyncio.to_thread(thread.join)


@asynccontextmanager
async def _frozen(store: ValkeyProcess) -> AsyncIterator[None]:
    os.kill(store.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(store.pid, signal.SIGCONT)


@asynccontextmanager
async def loading(store: ValkeyProcess) -> AsyncIterator[None]:
    """Restart the store so that it takes seconds to load; the end waits until it has."""
    with Redis(port=store.port) as client:
        pipeline = client.pipeline(transaction=False)
        for number in range(MANY):
            pipeline.set(f"ballast:{number}", "x")
        pipeline.execute()
    store.kill()
    with (store.data / "valkey.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: ASYNC220  it returns at once
            [*valkey_command(store.port, store.data), "--key-load-delay", str(SLOWNESS_US)],
            stdout=log,
            stderr=log,
        )
    try:
        while not _says_loading(store.port):
            await asyncio.sleep(0.01)
        yield
        while not answers(store.port):
            await asyncio.sleep(0.05)
    finally:
        process.kill()
        process.wait()
        store.start()


def _says_loading(port: int) -> bool:
    with once(port) as client:
        try:
            client.ping()
        except RedisError as error:
            return "loading" in str(error).lower()
    raise AssertionError("it has loaded too soon")


def once(port: int) -> Redis:
    """Return a client that asks once."""
    return Redis(port=port, retry=Retry(NoBackoff(), 0))


TROUBLES = {
    "full": Trouble(_setting("maxmemory", "1", "0"), Reason.STORE_FULL, reads=True),
    "read only": Trouble(read_only, reads=True),
    "without primary": Trouble(_without_primary),
    "too few replicas": Trouble(_setting("min-replicas-to-write", "1", "0"), reads=True),
    "snapshots fail": Trouble(_snapshots_fail, reads=True),
    "busy": Trouble(_busy),
    "frozen": Trouble(_frozen, refused=False),
    "loading": Trouble(loading),
}
