"""A watch of the hub as a stream of messages."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TypeVar, cast

from google.protobuf.message import Message

from shared.events.watcher import HeartbeatMark, StoredEvent
from shared.rpc.place import stream_place

R = TypeVar("R", bound=Message)


async def relay(
    items: AsyncGenerator[StoredEvent | HeartbeatMark, None],
    response: type[R],
    make_heartbeat: Callable[[int], R],
) -> AsyncGenerator[R, None]:
    """Yield a message for each item; that of an event is serialised once for all watchers.

    When a client goes away grpc.aio throws into the handler; closing ``items`` then
    takes the watcher out of the hub.

    Args:
        items: what ``EventHub.watch`` yields.
        response: whose field ``event`` holds an event as it is stored.
        make_heartbeat: from the sequence of the newest event.
    """
    place = stream_place()
    embed = embedder(response)
    async with aclosing(items):
        async for item in items:
            if isinstance(item, StoredEvent):
                place["last_sequence"] = str(item.sequence)
                # Bytes stand for the message: shared.rpc.frame sends them as they are.
                yield cast("R", item.message(embed))
            else:
                yield make_heartbeat(item.last_sequence)


def embedder(response: type[Message]) -> Callable[[bytes], bytes]:
    """Return what makes a serialised ``response`` of a serialised event.

    A submessage is its tag, its length and its bytes (protobuf.dev, "Encoding").
    """
    number = response.DESCRIPTOR.fields_by_name["event"].number
    tag = _varint(number << 3 | 2)
    return lambda data: b"".join((tag, _varint(len(data)), data))


def _varint(number: int) -> bytes:
    out = bytearray()
    while number >= 128:  # noqa: PLR2004  seven bits a byte
        out.append(number % 128 + 128)
        number //= 128
    out.append(number)
    return bytes(out)
