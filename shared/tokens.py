"""Bearer tokens, each with the name that owns what is made with it."""

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_SECRET = re.compile(r"[\x21-\x2b\x2d-\x7e]{16,512}")  # printable, no space, no comma


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token. ``name`` owns the jobs that are made with it."""

    name: str
    secret: SecretStr


def read_tokens(text: str, file: Path | None) -> tuple[tuple[Token, ...], list[str]]:
    """Return the tokens of ``QUIRE_TOKENS`` and ``QUIRE_TOKENS_FILE``, and what is wrong.

    Args:
        text: ``name=token,name=token``.
        file: one ``name=token`` a line; lines that begin with # are comments.
    """
    entries = [
        (f"QUIRE_TOKENS, entry {number}", entry.strip())
        for number, entry in enumerate(text.split(","), start=1)
    ]
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            return (), [f"QUIRE_TOKENS_FILE: cannot be read ({type(error).__name__})"]
        entries += [
            (f"QUIRE_TOKENS_FILE, line {number}", line.strip())
            for number, line in enumerate(lines, start=1)
            if not line.lstrip().startswith("#")
        ]
    return _parse([entry for entry in entries if entry[1]])


def _parse(entries: list[tuple[str, str]]) -> tuple[tuple[Token, ...], list[str]]:
    tokens: list[Token] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for where, entry in entries:
        name, separator, secret = (part.strip() for part in entry.partition("="))
        if not separator:
            problems.append(f"{where}: not of the form name=token")
        elif not _NAME.fullmatch(name):
            problems.append(f"{where}: a name has 1 to 64 characters of A-Z a-z 0-9 _ . -")
        elif not _SECRET.fullmatch(secret):
            problems.append(f"{where}: a token has 16 to 512 printable characters, no comma")
        elif seen.setdefault(secret, name) != name:
            problems.append(f"{where}: the same token has another name too")
        else:
            tokens.append(Token(name, SecretStr(secret)))
    return tuple(tokens), problems
