"""A watch that goes on over lost connections, without a repeated or missing event.

The rules, for clients in any language:

1. Ask for the events after the last one seen, and for the same life of the job
   (its uid), once that is known.
2. Skip an event whose sequence was seen already; one that is not the next is an
   error, for events are numbered without a gap.
3. Stop at the event that is marked terminal. A stream that ends with OK before it
   was cut, but for one case: nothing at all follows the cursor that the caller
   gave, because that was the terminal event's.
4. A stream that is cut (UNAVAILABLE, any error with RetryInfo, or INTERNAL, UNKNOWN
   and CANCELLED without ErrorInfo, which come from the way and not from Quire) is
   opened again after a jittered, growing delay, never sooner than RetryInfo says.
5. A stream that is silent for three heartbeats is taken as cut.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Protocol, TypeVar

import grpc

from quire_client.backoff import Backoff
from quire_client.caller import Caller
from quire_client.errors import QuireCallError, WatchGapError

SILENCE = 45.0
"""Seconds without any message after which a stream is taken as cut."""


class Event(Protocol):
    """The part of an event that a watch needs."""

    @property
    def sequence(self) -> int: ...
    @property
    def job_uid(self) -> str: ...
    @property
    def terminal(self) -> bool: ...


E = TypeVar("E", bound=Event)

Open = Callable[[int, str], AsyncIterator[E | None]]
"""Opens a stream after a sequence, for a uid; yields ``None`` for a heartbeat."""


async def resume(
    caller: Caller, open_stream: Open[E], job_id: str, *, after: int = 0, silence: float = SILENCE
) -> AsyncGenerator[E, None]:
    """Yield the events of a job after a sequence, each once, until the terminal one.

    Raises:
        WatchGapError: the service left out an event.
        QuireCallError: the service refused the watch, or stayed away too long.

    """
    cursor, uid = after, ""
    backoff = Backoff()
    patience = caller.patience.connect
    heard = time.monotonic()
    while True:
        stream = open_stream(cursor, uid)
        try:
            while True:
                try:
                    event = await _next(caller, stream, silence)
                except StopAsyncIteration:
                    if cursor == after > 0:
                        return
                    raise _cut(caller, "the stream ended before the job") from None
                heard, patience = time.monotonic(), caller.patience.reconnect
                backoff.reset()
                if event is None or event.sequence <= cursor:
                    continue
                if event.sequence != cursor + 1:
                    raise WatchGapError(job_id, cursor + 1, event.sequence)
                cursor, uid = event.sequence, event.job_uid
                yield event
                if event.terminal:
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


async def _next(caller: Caller, stream: AsyncIterator[E | None], silence: float) -> E | None:
    try:
        async with asyncio.timeout(silence):
            return await anext(stream)
    except TimeoutError:
        raise _cut(caller, f"nothing was heard for {silence:.0f} s") from None


def _cut(caller: Caller, cause: str) -> QuireCallError:
    return QuireCallError(caller.service, grpc.StatusCode.UNAVAILABLE, cause)


async def _close(stream: AsyncIterator[E | None]) -> None:
    close = getattr(stream, "aclose", None)
    if close is not None:
        await close()
