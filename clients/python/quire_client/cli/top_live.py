"""``quire top`` on a terminal: looks each second until a key or a signal ends it."""

import asyncio
import os
import signal
import sys
import termios
import tty
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.live import Live

from quire_client.cli.exits import OK
from quire_client.cli.session import Service
from quire_client.cli.top import Look, ServiceLook, look_at
from quire_client.cli.top_picture import picture
from quire_client.client import QuireClient

EVERY_SECONDS = 1.0
_HINT = "q quits"
_SIGNAL_BASE = 128  # a shell's exit code for a command ended by a signal


async def watch(client: QuireClient, console: Console) -> int:
    """Draw until q, Ctrl-C or a signal; return the exit code.

    Each service is asked by itself, so that one that is away does not hold up the other.
    """
    looks = [ServiceLook(one.kind, one.address) for one in (client.outlines, client.documents)]

    async def follow(place: int, service: Service) -> int:
        while True:
            looks[place] = await look_at(service)
            await asyncio.sleep(EVERY_SECONDS)

    async def draw() -> int:
        while True:
            clock = datetime.now().astimezone().strftime("%H:%M:%S")
            seen = Look((looks[0], looks[1]))
            live.update(picture(seen, clock, console.width, console.height, _HINT), refresh=True)
            await asyncio.sleep(EVERY_SECONDS / 2)

    with Live(console=console, screen=True, auto_refresh=False) as live:
        return await until_left(follow(0, client.outlines), follow(1, client.documents), draw())


async def until_left(*works: Coroutine[Any, Any, int]) -> int:
    """Do works until one of them ends, or until q, Ctrl-C or a signal; return the exit code."""
    # A coroutine's first two types are those of its driver, which is asyncio.
    loop = asyncio.get_running_loop()
    leaving: asyncio.Future[int] = loop.create_future()

    def leave(code: int) -> None:
        if not leaving.done():
            leaving.set_result(code)

    codes = {
        signal.SIGINT: OK,
        signal.SIGTERM: _SIGNAL_BASE + signal.SIGTERM,
        signal.SIGHUP: _SIGNAL_BASE + signal.SIGHUP,
    }
    for number, code in codes.items():
        loop.add_signal_handler(number, leave, code)
    tasks = [asyncio.create_task(work) for work in works]
    try:
        with _keys(lambda: leave(OK)):
            await asyncio.wait([leaving, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                leave(task.result())
        return leaving.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for number in codes:
            loop.remove_signal_handler(number)


@contextmanager
def _keys(leave: Callable[[], None]) -> Iterator[None]:
    """Read keys as they are typed, unseen, while the block runs; q leaves."""
    if not sys.stdin.isatty():
        yield
        return
    loop, keyboard = asyncio.get_running_loop(), sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)

    def read() -> None:
        typed = os.read(keyboard, 64)
        if not typed:  # the terminal has gone
            loop.remove_reader(keyboard)
        if not typed or b"q" in typed.lower():
            leave()

    tty.setcbreak(keyboard)
    loop.add_reader(keyboard, read)
    try:
        yield
    finally:
        loop.remove_reader(keyboard)
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
