"""What is done for all watchers now and then: heartbeats, and the audit."""

import asyncio
from itertools import islice

import structlog
from redis.asyncio import Redis

from shared.events.catch_up import StreamKeys
from shared.events.rooms import Room, Rooms

_AUDIT_BATCH = 500

_log = structlog.get_logger("quire.events")


async def beat(rooms: Rooms, seconds: float) -> None:
    """Ask for a heartbeat for each watcher to whom nothing was given for so long."""
    now = asyncio.get_running_loop().time
    while True:
        await asyncio.sleep(min(1.0, seconds / 4))
        silent_since = now() - seconds
        for room in rooms:
            for watcher in room.watchers:
                if watcher.active_at <= silent_since:
                    watcher.go_silent()


async def audit(redis: Redis, keys: StreamKeys, rooms: Rooms, seconds: float) -> None:
    """Compare what watchers have heard of with the records, some hundred jobs a call.

    Heals what nothing else would show: a lost last message, and a job that is gone.
    """
    while True:
        await asyncio.sleep(seconds)
        waiting = iter(rooms)
        try:
            while batch := list(islice(waiting, _AUDIT_BATCH)):
                await _audit_batch(redis, keys, batch)
        except Exception as error:
            _log.warning("audit of watched jobs failed", cause=type(error).__name__)


async def _audit_batch(redis: Redis, keys: StreamKeys, batch: list[Room]) -> None:
    async with redis.pipeline(transaction=False) as pipe:
        for room in batch:
            pipe.hmget(keys.record(room.job_id), "uid", "seq")
        heads = await pipe.execute()
    for room, (uid, newest) in zip(batch, heads, strict=True):
        for watcher in room.watchers:
            if (
                uid is None
                or int(newest or 0) > watcher.newest
                or watcher.uid not in ("", uid.decode())
            ):
                watcher.go_stale()
