"""Prints the lines of several parts side by side, each behind its part's name."""

import os
import sys
import threading
from collections.abc import Iterable
from typing import TextIO

_COLOURS = (36, 32, 33, 35, 34)
_FAINT = 2


class PrefixPrinter:
    """Writes ``name | line``, aligned, and in colour on a terminal (see no-color.org).

    Args:
        names: all names that will come, for the width of the prefix.
        out: where to write; one line is written at once, from any thread.
    """

    def __init__(self, names: Iterable[str], out: TextIO = sys.stdout) -> None:
        names = list(names)
        self._out = out
        self._width = max((len(name) for name in names), default=0)
        self._colour = dict(zip(names, _COLOURS * len(names), strict=False))
        self._coloured = out.isatty() and not os.environ.get("NO_COLOR")
        self._lock = threading.Lock()

    def __call__(self, name: str, line: str) -> None:
        """Write one line of the part ``name``."""
        prefix = f"{name:<{self._width}} |"
        if self._coloured:
            prefix = f"\x1b[{self._colour.get(name, _FAINT)}m{prefix}\x1b[0m"
        with self._lock:
            self._out.write(f"{prefix} {line}\n")
            self._out.flush()
