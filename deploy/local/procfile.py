"""Reads the Procfile, the one place that says which processes make up Quire."""

import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROCFILE = ROOT / "Procfile"


def read_procfile(path: Path = PROCFILE) -> dict[str, list[str]]:
    """Return the command of each part, in the order of the file.

    ``python`` stands for the interpreter that runs this. Raises ValueError when a
    line is not ``name: command``.
    """
    commands: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, command = line.partition(":")
        words = shlex.split(command)
        if not colon or not words:
            raise ValueError(f"{path.name}: not `name: command`: {line!r}")
        if words[0] == "python":
            words[0] = sys.executable
        commands[name.strip()] = words
    return commands
