"""A watch that goes on over lost connections, for code without asyncio."""

import math
import threading
import time
from collections.abc import Callable, Generator, Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

import grpc

from quire_client.errors import QuireCallError
from quire_client.sync.caller import SyncCaller
from quire_client.sync.stream import Messages, Stream, StreamEndedError
from quire_client.watch_state import Event, Start, WatchState

E = TypeVar("E", bound=Event)
M = TypeVar("M")


class SyncWatch(Generic[E], Iterator[E]):
    """The events of a job, each once and in order, until the terminal one.

    Iterating raises:
        WatchGapError: the service left out an event.
        JobReplacedError: an event belongs to another life of the job's id.
        QuireCallError: the service refused the watch or stayed away too long, the time is
            over (DEADLINE_EXCEEDED), or the watch was closed (CANCELLED).

    """

    def __init__(self, events: Generator[E, None, None], closing: Callable[[], None]) -> None:
        self._events = events
        self._closing = closing

    def __next__(self) -> E:
        return next(self._events)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the job. From any thread; one that waits for an event is woken."""
        self._closing()


def watch_job(
    caller: SyncCaller,
    begin: Callable[[Start], Messages[M]],
    event_of: Callable[[M], E | None],
    job_id: str,
    start: Start,
    *,
    timeout: float | None,
    silence: float,
) -> SyncWatch[E]:
    """Return a watch; its first stream is opened when it is first asked for an event.

    Args:
        begin: opens a stream.
        event_of: returns the event of a message, ``None`` of a heartbeat.
        timeout: seconds that all of it may take, from now on.
        silence: seconds without a message after which a stream is taken as cut.

    """
    run = _Run(caller, begin, event_of, job_id, start, timeout, silence)
    return SyncWatch(run.events(), run.close)


class _Run(Generic[M, E]):
    """The streams of one watch, one after the other."""

    def __init__(
        self,
        caller: SyncCaller,
        begin: Callable[[Start], Messages[M]],
        event_of: Callable[[M], E | None],
        job_id: str,
        start: Start,
        timeout: float | None,
        silence: float,
    ) -> None:
        now = time.monotonic()
        self._caller = caller
        self._begin = begin
        self._event_of = event_of
        self._timeout = timeout
        self._until = math.inf if timeout is None else now + timeout
        self._silence = silence
        self._closed = threading.Event()
        self._stream: Stream[M] | None = None
        self._state: WatchState[E] = WatchState(
            caller.service, caller.endpoint, job_id, start, caller.patience, now
        )

    def close(self) -> None:
        self._closed.set()
        stream = self._stream
        if stream is not None:
            stream.leave()

    def events(self) -> Generator[E, None, None]:
        while not self._state.ended:
            try:
                yield from self._one_stream()
            except TimeoutError:
                self._check()
                self._wait(self._state.cut(f"nothing was heard for {self._silence:g} s"))
            except StreamEndedError:
                self._check()
                try:
                    self._state.close()
                except QuireCallError as error:
                    self._wait(error)
            except QuireCallError as error:
                self._check()
                self._wait(error)

    def _one_stream(self) -> Generator[E, None, None]:
        state = self._state
        stream = self._stream = Stream(self._caller.service, self._begin(state.open()))
        try:
            self._check()  # after the stream is known, so that closing finds it
            while not state.ended:
                left = min(self._silence, self._until - time.monotonic())
                event = self._event_of(stream.next(left))
                if state.take(event, time.monotonic()) and event is not None:
                    yield event
                self._check()
        finally:
            stream.leave()

    def _wait(self, error: QuireCallError) -> None:
        delay = self._state.again(error, time.monotonic())
        self._caller.tell(error, delay)
        self._closed.wait(max(0.0, min(delay, self._until - time.monotonic())))
        self._check()

    def _check(self) -> None:
        if self._closed.is_set():
            raise QuireCallError(
                self._caller.service, grpc.StatusCode.CANCELLED, "the watch was closed"
            )
        if self._timeout is not None and time.monotonic() >= self._until:
            raise self._state.late(self._timeout) from None
