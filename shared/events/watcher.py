"""What the hub keeps for one watcher: a cursor, a bounded queue and a bell."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

QUEUE_EVENTS = 64
QUEUE_BYTES = 512 * 1024
UNKNOWN = -1


@dataclass(slots=True)
class StoredEvent:
    """An event as it stands in the stream; one object for all who watch the job.

    Args:
        data: its bytes, verbatim.
        time_ms: when it was appended, by the store's clock (Unix ms); 0 if not known.
    """

    sequence: int
    terminal: bool
    data: bytes
    time_ms: int = 0
    _message: bytes = field(default=b"", compare=False, repr=False)

    def message(self, make: Callable[[bytes], bytes]) -> bytes:
        """Return what ``make`` makes of the data; it is asked once."""
        if not self._message:
            self._message = make(self.data)
        return self._message


@dataclass(frozen=True, slots=True)
class HeartbeatMark:
    """A sign of life; ``last_sequence`` is that of the event after which the watch stands."""

    last_sequence: int


class Watcher:
    """One reader of one job. All methods are called on the event loop.

    Attributes:
        uid: the life of the job that is watched; empty until it is known.
        begun: whether the job has been found to be there and the caller's.
        cursor: sequence of the last event given out; UNKNOWN before the first read
            of a watcher that wants only what is new.
        newest: the newest sequence heard of.
        stale: whether the stream must be read, because the queue does not hold all
            that follows the cursor.
        beat: whether a heartbeat is due.
        active_at: when something was last given out (loop time).
        failing_since: since when the stream cannot be read (loop time); 0 if it can.
    """

    __slots__ = (
        "_bell",
        "_bytes",
        "_queue",
        "active_at",
        "beat",
        "begun",
        "cursor",
        "failing_since",
        "newest",
        "stale",
        "uid",
    )

    def __init__(self, after: int | None, uid: str, now: float) -> None:
        self.uid = uid
        self.begun = False
        self.cursor = UNKNOWN if after is None else after
        self.newest = max(self.cursor, 0)
        self.stale = True
        self.beat = False
        self.active_at = now
        self.failing_since = 0.0
        self._queue: deque[StoredEvent] = deque()
        self._bytes = 0
        self._bell: asyncio.Future[None] | None = None

    def offer(self, event: StoredEvent) -> None:
        """Queue a live event; a reader too slow for its queue is sent to the stream."""
        if event.sequence <= self.cursor:
            # A first event after others is told twice, or begins another life of the id.
            if event.sequence == 1:
                self.go_stale()
            return
        if len(self._queue) >= QUEUE_EVENTS or self._bytes >= QUEUE_BYTES:
            self.go_stale()
            return
        self._queue.append(event)
        self._bytes += len(event.data)
        self.newest = max(self.newest, event.sequence)
        self.wake()

    def next(self) -> StoredEvent | None:
        """Return the event after the cursor if the queue has it; a gap makes stale."""
        while self._queue:
            event = self._queue.popleft()
            self._bytes -= len(event.data)
            if event.sequence <= self.cursor:
                continue
            if event.sequence > self.cursor + 1:
                self.go_stale()
                return None
            return event
        return None

    def go_stale(self) -> None:
        """Forget the queue; the stream will be read instead."""
        self._queue.clear()
        self._bytes = 0
        self.stale = True
        self.wake()

    def go_silent(self) -> None:
        """Ask for a heartbeat."""
        self.beat = True
        self.wake()

    def give(self, event: StoredEvent) -> None:
        """Note that ``event`` is given out."""
        self.cursor = event.sequence
        self.newest = max(self.newest, event.sequence)

    def mark(self) -> HeartbeatMark:
        """Return a mark of the place; 0 before it is known.

        The newest event heard of is none: those before it may not have been given out yet.
        """
        return HeartbeatMark(max(self.cursor, 0))

    def taken(self, now: float) -> None:
        """Note that what was given out has been taken."""
        self.active_at = now
        self.beat = False

    def wake(self) -> None:
        """Ring the bell."""
        if self._bell is not None and not self._bell.done():
            self._bell.set_result(None)

    async def wait(self) -> None:
        """Sleep until the bell rings. Nothing may have been queued since the last look.

        A future of our own, since ``asyncio.wait_for`` on 3.11 may swallow a cancel.
        """
        self._bell = asyncio.get_running_loop().create_future()
        try:
            await self._bell
        finally:
            self._bell = None
