"""A watch that goes on over lost connections, without a repeated or missing event."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TypeVar

from quire.job.v1.events_pb2 import Heartbeat

from quire_client.caller import Caller
from quire_client.errors import QuireCallError
from quire_client.watch_state import SILENCE, Event, Start, State, WatchState

E = TypeVar("E", bound=Event)
T = TypeVar("T")
Wish = TypeVar("Wish")
Message = TypeVar("Message")
Item = TypeVar("Item")

Open = Callable[[Start], AsyncIterator[E | Heartbeat]]
"""Opens a stream."""


def resume(
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
    return follow(caller, open_stream, state, timeout=timeout, silence=silence)


async def follow(
    caller: Caller,
    open_stream: Callable[[Wish], AsyncIterator[Message]],
    state: State[Wish, Message, Item],
    *,
    timeout: float | None,
    silence: float,
) -> AsyncGenerator[Item, None]:
    """Yield what a state makes of the messages of as many streams as it takes."""
    state.ask(time.monotonic())
    until = None if timeout is None else time.monotonic() + timeout
    while not state.ended:
        stream = open_stream(state.open())
        try:
            while not state.ended:
                try:
                    message = await _next(stream, silence, until)
                except StopAsyncIteration:
                    state.close()
                    return
                for item in state.take(message, time.monotonic()):
                    yield item
                    state.ask(time.monotonic())
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


async def _next(stream: AsyncIterator[T], silence: float, until: float | None) -> T:
    left = silence if until is None else min(silence, until - time.monotonic())
    async with asyncio.timeout(max(0.0, left)):
        return await anext(stream)


async def _wait(caller: Caller, error: QuireCallError, delay: float, until: float | None) -> None:
    left = delay if until is None else min(delay, until - time.monotonic())
    await caller.wait(error, max(0.0, left))


def _check(state: State[Wish, Message, Item], timeout: float | None, until: float | None) -> None:
    if timeout is not None and until is not None and time.monotonic() >= until:
        raise state.late(timeout) from None


async def _close(stream: AsyncIterator[T]) -> None:
    close = getattr(stream, "aclose", None)
    if close is not None:
        await close()
