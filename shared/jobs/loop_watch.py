"""Tells from a thread whether an event loop runs, and where it stands when it does not."""

import asyncio
import sys
import threading
import time
import traceback

import structlog

_log = structlog.get_logger("quire.lease")


class LoopWatch:
    """Watches one loop; ``start`` is called on it, ``runs`` from another thread.

    Args:
        silence_seconds: a loop that has not ticked for so long does not run.
    """

    def __init__(self, silence_seconds: float) -> None:
        self._silence = silence_seconds
        self._ticked = time.monotonic()
        self._longest = 0.0
        self._stalled = False
        self._thread = 0
        self._loop: asyncio.AbstractEventLoop
        self._ended = False

    def start(self) -> None:
        """Tick from now on."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._ticked = time.monotonic()
        self._tick()

    def end(self) -> None:
        """Tick no more."""
        self._ended = True

    def runs(self) -> bool:
        """Return whether the loop runs; log once when it does not, and when it does again."""
        if time.monotonic() - self._ticked > self._silence:
            if not self._stalled:
                self._stalled = True
                _log.error(
                    "the event loop does not run; leases are let go", stack=_place(self._thread)
                )
            return False
        if self._stalled:
            self._stalled = False
            _log.warning("the event loop runs again", seconds=round(self._longest, 1))
            self._longest = 0.0
        return True

    def _tick(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, now - self._ticked)
        self._ticked = now
        if not self._ended:
            self._loop.call_later(self._silence / 5, self._tick)


def _place(thread: int) -> str:
    """Return where a thread is at this moment: files, lines and functions, no values."""
    frame = sys._current_frames().get(thread)
    if frame is None:
        return ""
    places = traceback.extract_stack(frame)
    return "\n".join(f"{place.filename}:{place.lineno} in {place.name}" for place in places)
