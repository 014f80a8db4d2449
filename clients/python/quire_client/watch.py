"""A watch that goes on over lost connections, without a repeated or missing event.

docs/clients.md has the rules, for clients in any language.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TypeVar

import grpc

from quire_client.backoff import Backoff
from quire_client.caller import Caller
from quire_client.errors import QuireCallError
from quire_client.place import Event, Place

SILENCE = 45.0
"""Seconds without any message after which a stream is taken as cut."""

E = TypeVar("E", bound=Event)

Open = Callable[[int | None, str], AsyncIterator[E | int]]
"""Opens a stream after a sequence (``None``: only what is new), for a uid.

It yields events and, for a heartbeat, the newest sequence.
"""


async def resume(
    caller: Caller,
    open_stream: Open[E],
    job_id: str,
    *,
    after: int | None = 0,
    silence: float = SILENCE,
) -> AsyncGenerator[E, None]:
    """Yield the events of a job after a sequence, each once, until the terminal one.

    Raises:
        WatchGapError: the service left out an event.
        QuireCallError: the service refused the watch, or stayed away too long.

    """
    place: Place[E] = Place(job_id, after)
    backoff = Backoff()
    patience = caller.patience.connect
    heard = time.monotonic()
    while True:
        stream = open_stream(place.cursor, place.uid)
        try:
            while not place.ended:
                try:
                    item = await _next(caller, stream, silence)
                except StopAsyncIteration:
                    if place.may_end_here:
                        return
                    raise _cut(caller, "the stream ended before the job") from None
                heard, patience = time.monotonic(), caller.patience.reconnect
                backoff.reset()
                if isinstance(item, int):
                    place.heartbeat(item)
                elif event := place.take(item):
                    yield event
            return
        except QuireCallError as error:
            if not error.cut:
                raise
            delay = backoff.delay(error.retry_after)
            waited = time.monotonic() - heard
            if waited + delay > patience:
                raise caller.gave_up(error, waited) from None
            await caller.wait(error, delay)
        finally:
            await _close(stream)


async def _next(caller: Caller, stream: AsyncIterator[E | int], silence: float) -> E | int:
    try:
        async with asyncio.timeout(silence):
            return await anext(stream)
    except TimeoutError:
        raise _cut(caller, f"nothing was heard for {silence:.0f} s") from None


def _cut(caller: Caller, cause: str) -> QuireCallError:
    return QuireCallError(caller.service, grpc.StatusCode.UNAVAILABLE, cause)


async def _close(stream: AsyncIterator[E | int]) -> None:
    close = getattr(stream, "aclose", None)
    if close is not None:
        await close()
