"""Hears of cancellations at once; the heartbeat hears of them a little later."""

import asyncio
from collections.abc import Callable

from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.jobs.trouble import Trouble

_POLL_SECONDS = 1.0
_AGAIN_SECONDS = 1.0


async def listen(redis: Redis, channel: str, on_cancel: Callable[[str, str], None]) -> None:
    """Call ``on_cancel(job_id, token)`` for each message, for ever.

    A lost connection is made again; what was said meanwhile is not heard here.
    """
    trouble = Trouble("the control channel is lost")
    while True:
        try:
            async with redis.pubsub() as pubsub:
                await pubsub.subscribe(channel)
                while True:
                    message = await pubsub.get_message(
                        ignore_subscribe_messages=True, timeout=_POLL_SECONDS
                    )
                    trouble.over()
                    if message is not None:
                        job_id, _, token = message["data"].decode().partition(" ")
                        on_cancel(job_id, token)
        except (RedisError, OSError) as error:
            trouble.met(type(error).__name__)
        await asyncio.sleep(_AGAIN_SECONDS)
