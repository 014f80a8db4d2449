"""Runs ``make demo`` in a pseudo-terminal and writes what a user sees, as text.

Written are some moments of the live progress and all that stands there at the end, with
the times at which each was seen. Usage: record_demo.py FILE
"""

import argparse
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.terminal import TextScreen

ROOT = Path(__file__).resolve().parents[1]
COLUMNS, ROWS = 100, 40
LONGEST = 300.0
"""Seconds after which the demo is given up."""
MOMENTS = 4
_COMMAND = ("make", "--no-print-directory", "demo")


@dataclass(frozen=True)
class Frame:
    """The last lines of the screen at a time, in seconds from the start."""

    at: float
    lines: tuple[str, ...]


def main() -> int:
    """Record, write the file if the demo went well, and return the demo's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args().file
    code, frames, whole = record(_COMMAND)
    if code != 0:
        print("\n".join(whole.lines), file=sys.stderr)
        return code
    moments = choose(frames)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(moments, whole), encoding="utf-8")
    print(f"{file}: {len(moments)} moments and the end, after {whole.at:.1f} s")
    return 0


def record(command: Sequence[str]) -> tuple[int, list[Frame], Frame]:
    """Run a command; return its exit code, what was seen on the way, and all that it left."""
    screen = TextScreen()
    began = time.monotonic()
    frames: list[Frame] = []
    terminal, child_side = pty.openpty()
    fcntl.ioctl(child_side, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    with subprocess.Popen(
        command, cwd=ROOT, env=_environment(), start_new_session=True,
        stdin=child_side, stdout=child_side, stderr=child_side,
    ) as process:  # fmt: skip
        os.close(child_side)
        previous = signal.signal(signal.SIGALRM, lambda _number, _frame: process.terminate())
        signal.setitimer(signal.ITIMER_REAL, LONGEST)
        try:
            while chunk := _read(terminal):
                screen.feed(chunk)
                lines = tuple(screen.lines[-ROWS:])
                if not frames or lines != frames[-1].lines:
                    frames.append(Frame(time.monotonic() - began, lines))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)
            os.close(terminal)
            process.terminate()
    whole = Frame(time.monotonic() - began, tuple(screen.lines))
    return process.returncode, frames, whole


def choose(frames: list[Frame]) -> list[Frame]:
    """Pick moments evenly among the frames in which something is under way."""
    live = [frame for frame in frames if any(re.search(r"\d ?%", line) for line in frame.lines)]
    if len(live) <= MOMENTS:
        return live
    return [live[(2 * i + 1) * len(live) // (2 * MOMENTS)] for i in range(MOMENTS)]


def page(moments: list[Frame], whole: Frame) -> str:
    """Return the recording as the text of docs/demo.txt."""
    parts = [
        "What `make demo` shows, recorded from a terminal of "
        f"{COLUMNS} × {ROWS} characters by `make demo-recording`."
    ]
    parts += [_part(f"after {frame.at:.1f} s", frame) for frame in moments]
    parts.append(_part(f"at the end, after {whole.at:.1f} s", whole))
    return "\n\n".join(parts) + "\n"


def _part(title: str, frame: Frame) -> str:
    return f"──── {title} ".ljust(COLUMNS, "─") + "\n\n" + "\n".join(frame.lines)


def _environment() -> dict[str, str]:
    env = dict(os.environ) | {"TERM": "xterm-256color", "LANG": "C.UTF-8"}
    for name in ("CI", "NO_COLOR", "COLUMNS", "LINES", "MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        env.pop(name, None)
    return env


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # EIO: the last program that had the terminal open has ended
        return b""


if __name__ == "__main__":
    sys.exit(main())
