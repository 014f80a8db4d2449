"""What a benchmark says while it runs."""

import sys
import time

_BEGAN = time.monotonic()


def head(name: str, what: str) -> None:
    """Say which benchmark begins, and what it compares."""
    print(f"\n{name}: {what}", flush=True)


def say(what: str) -> None:
    """Say what is being done, with the time since the start."""
    minutes, seconds = divmod(int(time.monotonic() - _BEGAN), 60)
    print(f"  {minutes:2d}:{seconds:02d}  {what}", flush=True)


def warn(what: str) -> None:
    """Say what is wrong."""
    print(f"  !! {what}", file=sys.stderr, flush=True)
