"""What is done for all watchers now and then: heartbeats, and the audit."""

import asyncio
from importlib.resources import files
from typing import cast

import structlog
from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from shared.events.catch_up import StreamKeys
from shared.events.rooms import Room, Rooms

_AUDIT_BATCH = 200
_HEADS = files("shared.events").joinpath("scripts/heads.lua").read_text("utf-8")

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

    Heals what nothing else would show: a lost last message, and a job that is gone. The
    calls are spread over the time, since each of them holds up the loop a little.
    """
    script = redis.register_script(_HEADS)
    while True:
        waiting = list(rooms)
        batches = -(-len(waiting) // _AUDIT_BATCH)
        pause = seconds / max(1, batches)
        await asyncio.sleep(pause)
        try:
            for start in range(0, len(waiting), _AUDIT_BATCH):
                if start:
                    await asyncio.sleep(pause)
                await _audit_batch(script, keys, waiting[start : start + _AUDIT_BATCH])
        except Exception as error:
            _log.warning("audit of watched jobs failed", cause=type(error).__name__)


async def _audit_batch(script: AsyncScript, keys: StreamKeys, batch: list[Room]) -> None:
    heads = cast(
        "list[bytes]", await script(keys=[keys.record(room.job_id) for room in batch], args=[])
    )
    for place, room in enumerate(batch):
        uid, newest = heads[2 * place], int(heads[2 * place + 1] or 0)
        for watcher in room.watchers:
            if not uid or newest > watcher.newest or (watcher.uid and watcher.uid.encode() != uid):
                watcher.go_stale()
