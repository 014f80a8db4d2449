"""A watch of the hub as a stream of messages."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from typing import TypeVar

from shared.events.watcher import HeartbeatMark, StoredEvent

R = TypeVar("R")


async def relay(
    items: AsyncGenerator[StoredEvent | HeartbeatMark, None],
    make_event: Callable[[bytes], R],
    make_heartbeat: Callable[[int], R],
) -> AsyncIterator[R]:
    """Yield a message for each item.

    When a client goes away grpc.aio throws into the handler; closing ``items`` then
    takes the watcher out of the hub.

    Args:
        items: what ``EventHub.watch`` yields.
        make_event: from the stored bytes of an event.
        make_heartbeat: from the sequence of the newest event.
    """
    async with aclosing(items):
        async for item in items:
            if isinstance(item, StoredEvent):
                yield make_event(item.data)
            else:
                yield make_heartbeat(item.last_sequence)
