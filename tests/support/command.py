"""Runs the ``quire`` command as a process: through pipes, or on a terminal of its own."""

import asyncio
import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("quire"))
LIMIT = 20
"""Seconds that a command or a screen is waited for."""

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[78=>]|\r")


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return this environment without Quire's variables and colour settings, and ``extra``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("QUIRE_") and name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    }
    return {**kept, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **extra}


async def quire(
    env: Mapping[str, str], *arguments: str | Path, stdin: str = "", interrupt_at: str = ""
) -> Ran:
    """Run the command with pipes.

    Args:
        interrupt_at: sends SIGINT once standard error has shown this.

    """
    process = await asyncio.create_subprocess_exec(
        COMMAND,
        *map(str, arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(env),
    )
    before = b""
    try:
        async with asyncio.timeout(LIMIT):
            if interrupt_at:
                assert process.stderr is not None
                before = await process.stderr.readuntil(interrupt_at.encode())
                process.send_signal(signal.SIGINT)
            out, err = await process.communicate(stdin.encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Ran(process.returncode, out.decode(), (before + err).decode())


class Terminal:
    """A command on a pseudo-terminal."""

    def __init__(self, process: asyncio.subprocess.Process, master: int) -> None:
        self._process = process
        self._master = master
        self._data = b""
        self._grown = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._read)

    @property
    def raw(self) -> str:
        """All that was written to the terminal."""
        return self._data.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """The same without control sequences."""
        return _CONTROL.sub("", self.raw)

    def type(self, keys: str) -> None:
        """Type on the keyboard; ``\\x03`` is Ctrl-C."""
        os.write(self._master, keys.encode())

    async def shows(self, text: str) -> None:
        """Wait until a text has been shown."""
        try:
            async with asyncio.timeout(LIMIT):
                while text not in self.text:
                    self._grown.clear()
                    await self._grown.wait()
        except TimeoutError:
            raise AssertionError(f"{text!r} was not shown, but:\n{self.text}") from None

    async def ends(self) -> int:
        """Wait for the end of the command; return its exit code."""
        async with asyncio.timeout(LIMIT):
            code = await self._process.wait()
        await asyncio.sleep(0.05)  # what it wrote last is still on its way
        return code

    async def close(self) -> None:
        """End what still runs."""
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)

    def _read(self) -> None:
        try:
            self._data += os.read(self._master, 65536)
        except OSError:  # the other side is closed
            asyncio.get_running_loop().remove_reader(self._master)
        self._grown.set()


@asynccontextmanager
async def on_terminal(
    env: Mapping[str, str], *arguments: str | Path, width: int = 80, height: int = 24
) -> AsyncIterator[Terminal]:
    """Run the command on a terminal of some size, as its controlling terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        # Where the tests run in the background, SIGINT comes to them ignored; no terminal does.
        "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        "signal.signal(signal.SIGINT, signal.SIG_DFL);"
        "os.execv(sys.argv[1], sys.argv[1:])",
        COMMAND,
        *map(str, arguments),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env=environment(env),
    )
    os.close(slave)
    terminal = Terminal(process, master)
    try:
        yield terminal
    finally:
        await terminal.close()
