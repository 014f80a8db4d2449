"""Work that the tests give to the pool."""

import ctypes
import os
import re
import signal
import sys
import time
from pathlib import Path

from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason


def add(left: int, right: int = 0) -> int:
    return left + right


def pid() -> int:
    return os.getpid()


def group() -> tuple[int, int]:
    return os.getpgid(0), os.getsid(0)


def environment() -> dict[str, str]:
    return dict(os.environ)


def count(data: bytes) -> int:
    return len(data)


def zeros(size: int) -> bytes:
    return bytes(size)


def chatter() -> str:
    print("noise on stdout", flush=True)  # noqa: T201
    print("noise on stderr", file=sys.stderr, flush=True)  # noqa: T201
    os.write(1, b"more")
    os.write(2, b"more")
    return sys.stdin.read()


def leave_note(path: str) -> None:
    """Tell the test that the work has begun, and in which process."""
    if path:
        Path(path).write_text(str(os.getpid()))


def sleep(seconds: float, note: str = "") -> tuple[float, float]:
    begun = time.monotonic()
    leave_note(note)
    time.sleep(seconds)
    return begun, time.monotonic()


def spin(note: str = "") -> None:
    leave_note(note)
    while True:
        pass


def spin_in_c(note: str = "") -> None:
    """Never lets the interpreter run another thread or a signal handler."""
    leave_note(note)
    re.match(r"(a|aa|a?a?)+$", "a" * 64 + "b")


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave() -> None:
    raise SystemExit(3)


def null_pointer() -> None:
    ctypes.string_at(0)


def hog() -> int:
    return len(bytearray(4 << 30))


def refuse() -> None:
    raise QuireError(
        Reason.FILE_BROKEN,
        "broken",
        metadata={"file": "a.pdf"},
        violations=(FieldViolation("files[0]", "broken"),),
        retry_after=1.5,
        transient=True,
    )


class Awkward(Exception):  # noqa: N818
    """Pickles, but cannot be built again."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def fail_awkwardly() -> None:
    raise Awkward("one", "two")


def fail_plainly() -> None:
    raise ValueError("plain")


def fail_late() -> None:
    raise TimeoutError("mine")


def stop_iteration() -> None:
    raise StopIteration


def unpicklable() -> object:
    return lambda: None


class Unloadable:
    """Arguments that cannot be built in the process."""

    def __reduce__(self) -> tuple[object, ...]:
        return int, ("not a number",)


def take(value: object) -> object:
    return value
