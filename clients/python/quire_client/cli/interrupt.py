"""Ctrl-C: detach from the job, cancel it, or go on."""

import asyncio
import os
import signal
import sys
import termios
import tty
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")

QUESTION = "[d]etach, [c]ancel or [r]esume? "


class Choice(Enum):
    """What to do with the job."""

    DETACH = "d"
    CANCEL = "c"
    RESUME = "r"


class Interrupted(Exception):  # noqa: N818 - it is no error
    """The command was left by a signal; the job goes on.

    Args:
        number: the signal.

    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Signals:
    """The signals that reach a command, one after another."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[int] = asyncio.Queue()

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Catch Ctrl-C, and the signals by which a terminal or a system ends us."""
        loop = asyncio.get_running_loop()
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        for number in numbers:
            loop.add_signal_handler(number, self._queue.put_nowait, int(number))
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)

    async def during(self, work: "asyncio.Future[T]") -> int | None:
        """Return the next signal, or ``None`` if the work ends first."""
        waiting = asyncio.ensure_future(self._queue.get())
        try:
            await _first_of(work, waiting)
            return waiting.result() if waiting.done() else None
        finally:
            waiting.cancel()


async def attend(
    work: Coroutine[Any, Any, T],  # the first two types of a coroutine are nobody's business
    *,
    ask: Callable[[], Awaitable[Choice]],
    pause: Callable[[], None],
    resume: Callable[[], None],
    cancel: Callable[[], Awaitable[None]],
) -> T:
    """Do the work, and at a first Ctrl-C ask what to do; a second one detaches.

    Args:
        ask: asks; answers DETACH where nobody can be asked.
        pause: stops drawing ahead of the question.
        resume: draws again.
        cancel: asks the service to cancel the job; the work then goes on to its end.

    Raises:
        Interrupted: detached.

    """
    signals = Signals()
    with signals.caught():
        task = asyncio.ensure_future(work)
        cancelling = False
        try:
            while True:
                number = await signals.during(task)
                if number is None:
                    return task.result()
                if number != signal.SIGINT or cancelling:
                    raise Interrupted(number)
                pause()
                choice = await _answer(task, signals, ask)
                if choice is Choice.DETACH:
                    raise Interrupted(number)
                resume()
                if choice is Choice.CANCEL:
                    cancelling = True
                    await _unless_interrupted(cancel(), signals)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            pause()


async def ask_on_terminal() -> Choice:
    """Ask on the terminal; one key answers, Enter detaches."""
    descriptor = sys.stdin.fileno()
    loop = asyncio.get_running_loop()
    keys: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        data = os.read(descriptor, 1)
        keys.put_nowait(data.decode("ascii", "replace").lower())

    before = termios.tcgetattr(descriptor)
    sys.stderr.write(QUESTION)
    sys.stderr.flush()
    tty.setcbreak(descriptor, termios.TCSANOW)
    loop.add_reader(descriptor, read)
    answer = ""
    try:
        while True:
            key = await keys.get()
            if key in ("\r", "\n", "\x04", "", "d"):
                answer = "detach"
                return Choice.DETACH
            if key in ("c", "r"):
                choice = Choice(key)
                answer = choice.name.lower()
                return choice
    finally:
        loop.remove_reader(descriptor)
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        sys.stderr.write(answer + "\n")
        sys.stderr.flush()


async def _answer(
    task: "asyncio.Future[T]", signals: Signals, ask: Callable[[], Awaitable[Choice]]
) -> Choice:
    """Return the answer; resume if the job ends meanwhile, detach at another signal."""
    asking = asyncio.ensure_future(ask())
    either = asyncio.ensure_future(_first_of(asking, task))
    try:
        if await signals.during(either) is not None:
            return Choice.DETACH
        return asking.result() if asking.done() else Choice.RESUME
    finally:
        either.cancel()
        asking.cancel()
        await asyncio.gather(asking, either, return_exceptions=True)


async def _first_of(*futures: "asyncio.Future[Any]") -> None:  # whatever they bear
    await asyncio.wait(futures, return_when=asyncio.FIRST_COMPLETED)


async def _unless_interrupted(call: Awaitable[None], signals: Signals) -> None:
    """Await a call; a signal meanwhile detaches."""
    calling = asyncio.ensure_future(call)
    try:
        number = await signals.during(calling)
        if number is not None:
            raise Interrupted(number)
        calling.result()
    finally:
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)
