"""A watch that goes on over lost connections, for code without asyncio."""

import math
import threading
import time
from collections.abc import Callable, Generator, Iterator
from types import TracebackType
from typing import Generic, Self, TypeVar

import grpc
from quire.job.v1.events_pb2 import Heartbeat

from quire_client.errors import QuireCallError
from quire_client.sync.caller import SyncCaller
from quire_client.sync.stream import Messages, Stream, StreamEndedError
from quire_client.watch_state import Event, Start, State, WatchState

E = TypeVar("E", bound=Event)
Raw = TypeVar("Raw")
Wish = TypeVar("Wish")
Message = TypeVar("Message")
Item = TypeVar("Item")


class SyncWatch(Generic[Item], Iterator[Item]):
    """What happens to a job, or to many, until it has ended.

    Iterating raises:
        WatchGapError: the service left out an event.
        JobReplacedError: an event belongs to another life of the job's id.
        QuireCallError: the service refused the watch or stayed away too long, the time is
            over (DEADLINE_EXCEEDED), or the watch was closed (CANCELLED).

    """

    def __init__(self, items: Generator[Item, None, None], closing: Callable[[], None]) -> None:
        self._items = items
        self._closing = closing

    def __next__(self) -> Item:
        return next(self._items)

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
        """Leave. From any thread; one that waits for an event is woken."""
        self._closing()


def watch_job(
    caller: SyncCaller,
    begin: Callable[[Start], Messages[Raw]],
    item_of: Callable[[Raw], E | Heartbeat],
    job_id: str,
    start: Start,
    *,
    timeout: float | None,
    silence: float,
) -> SyncWatch[E]:
    """Return a watch; its first stream is opened when it is first asked for an event.

    Args:
        begin: opens a stream.
        item_of: returns the event of a message, or its heartbeat.
        timeout: seconds that all of it may take, from now on.
        silence: seconds without a message after which a stream is taken as cut.

    """
    state: WatchState[E] = WatchState(
        caller.service, caller.endpoint, job_id, start, caller.patience, time.monotonic()
    )
    return follow(caller, begin, item_of, state, timeout=timeout, silence=silence)


def follow(
    caller: SyncCaller,
    begin: Callable[[Wish], Messages[Raw]],
    item_of: Callable[[Raw], Message],
    state: State[Wish, Message, Item],
    *,
    timeout: float | None,
    silence: float,
) -> SyncWatch[Item]:
    """Return a watch that gives what a state makes of the messages of its streams."""
    run = _Run(caller, begin, item_of, state, timeout, silence)
    return SyncWatch(run.items(), run.close)


class _Run(Generic[Wish, Raw, Message, Item]):
    """The streams of one watch, one after the other."""

    def __init__(
        self,
        caller: SyncCaller,
        begin: Callable[[Wish], Messages[Raw]],
        item_of: Callable[[Raw], Message],
        state: State[Wish, Message, Item],
        timeout: float | None,
        silence: float,
    ) -> None:
        self._caller = caller
        self._begin = begin
        self._item_of = item_of
        self._state = state
        self._timeout = timeout
        self._until = math.inf if timeout is None else time.monotonic() + timeout
        self._silence = silence
        self._closed = threading.Event()
        self._stream: Stream[Raw] | None = None

    def close(self) -> None:
        self._closed.set()
        stream = self._stream
        if stream is not None:
            stream.leave()

    def items(self) -> Generator[Item, None, None]:
        self._state.ask(time.monotonic())
        while not self._state.ended:
            self._check()
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

    def _one_stream(self) -> Generator[Item, None, None]:
        state = self._state
        stream = self._stream = Stream(self._caller.service, self._begin(state.open()))
        try:
            self._check()  # after the stream is known, so that closing finds it
            while not state.ended:
                left = min(self._silence, self._until - time.monotonic())
                for item in state.take(self._item_of(stream.next(left)), time.monotonic()):
                    yield item
                    state.ask(time.monotonic())
                self._check()
        finally:
            stream.leave()

    def _wait(self, error: QuireCallError) -> None:
        delay = self._state.again(error, time.monotonic())
        self._caller.tell(error, delay)
        self._closed.wait(max(0.0, min(delay, self._until - time.monotonic())))
        self._check()

    def _check(self) -> None:
        if self._closed.is_set() or self._caller.closed:
            what = "watch" if self._closed.is_set() else "client"
            raise QuireCallError(
                self._caller.service, grpc.StatusCode.CANCELLED, f"the {what} was closed"
            )
        if self._timeout is not None and time.monotonic() >= self._until:
            raise self._state.late(self._timeout) from None
