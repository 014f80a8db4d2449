"""Hears of cancellations at once; the heartbeat hears of them a little later."""

import asyncio
from collections.abc import Callable

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

_log = structlog.get_logger("quire.control")
_POLL_SECONDS = 1.0
_AGAIN_SECONDS = 1.0


async def listen(redis: Redis, channel: str, on_cancel: Callable[[str, str], None]) -> None:
    """Call ``on_cancel(job_id, token)`` for each message, for ever.

    A lost connection is made again; what was said meanwhile is not heard here.
    """
    lost = False
    while True:
        try:
            async with redis.pubsub() as pubsub:
                await pubsub.subscribe(channel)
                while True:
                    message = await pubsub.get_message(
                        ignore_subscribe_messages=True, timeout=_POLL_SECONDS
                    )
                    lost = False
                    if message is not None:
                        job_id, _, token = message["data"].decode().partition(" ")
                        on_cancel(job_id, token)
        except (RedisError, OSError) as error:
            if not lost:
                _log.warning("control channel lost", cause=type(error).__name__)
            lost = True
        await asyncio.sleep(_AGAIN_SECONDS)
