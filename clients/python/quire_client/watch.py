"""A watch that goes on over lost connections, without a repeated or missing event."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TypeVar

from quire_client.caller import Caller
from quire_client.errors import QuireCallError
from quire_client.watch_state import SILENCE, Event, Start, WatchState

E = TypeVar("E", bound=Event)

Open = Callable[[Start], AsyncIterator[E | None]]
"""Opens a stream; it yields ``None`` for a heartbeat."""


async def resume(
    caller: Caller,
    open_stream: Open[E],
    job_id: str,
    start: Start,
    *,
    timeout: float | None = None,
    silence: float = SILENCE,
) -> AsyncGenerator[E, None]:
    """Yield the events of a job, each once and in order, until the terminal one.

    Args:
        timeout: seconds that all of it may take.
        silence: seconds without a message after which a stream is taken as cut.

    Raises:
        WatchGapError: the service left out an event.
        JobReplacedError: an event belongs to another life of the job's id.
        QuireCallError: the service refused the watch or stayed away too long, or the
            time is over (DEADLINE_EXCEEDED).

    """
    state: WatchState[E] = WatchState(
        caller.service, caller.endpoint, job_id, start, caller.patience, time.monotonic()
    )
    until = None if timeout is None else time.monotonic() + timeout
    while not state.ended:
        stream = open_stream(state.open())
        try:
            while not state.ended:
                try:
                    event = await _next(stream, silence, until)
                except StopAsyncIteration:
                    state.close()
                    return
                if state.take(event, time.monotonic()) and event is not None:
                    yield event
        except TimeoutError:
            _check(state, timeout, until)
            silent = state.cut(f"nothing was heard for {silence:g} s")
            await _wait(caller, silent, state.again(silent, time.monotonic()), until)
            _check(state, timeout, until)
        except QuireCallError as error:
            await _wait(caller, error, state.again(error, time.monotonic()), until)
            _check(state, timeout, until)
        finally:
            await _close(stream)


async def _next(stream: AsyncIterator[E | None], silence: float, until: float | None) -> E | None:
    left = silence if until is None else min(silence, until - time.monotonic())
    async with asyncio.timeout(max(0.0, left)):
        return await anext(stream)


async def _wait(caller: Caller, error: QuireCallError, delay: float, until: float | None) -> None:
    left = delay if until is None else min(delay, until - time.monotonic())
    await caller.wait(error, max(0.0, left))


def _check(state: WatchState[E], timeout: float | None, until: float | None) -> None:
    if timeout is not None and until is not None and time.monotonic() >= until:
        raise state.late(timeout) from None


async def _close(stream: AsyncIterator[E | None]) -> None:
    close = getattr(stream, "aclose", None)
    if close is not None:
        await close()
