"""Which author it is, down to its words and rules."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

_KINDS = (".py", ".md")
_LENGTH = 12


@cache
def code_version() -> str:
    """Return a digest of all of ``shared.authoring``, read once a process.

    What a step has made is kept, and taken for what it would make now. Prompts and the
    rules of what supports a sentence change often, and a document is checked by the rules
    of its last day: a kept chapter that no longer passes would fail each further attempt.
    No number that has to be raised by hand is as sure. The price is that jobs under
    way when a new version is installed write their chapters again.
    """
    return digest_of(files("shared.authoring"))


def digest_of(package: Traversable) -> str:
    """Return a digest of the code and texts in a package, by name and content."""
    seen = sha256()
    for name, data in sorted(_files(package, "")):
        seen.update(f"{name}\0{len(data)}\0".encode() + data)
    return seen.hexdigest()[:_LENGTH]


def _files(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        path = f"{name}/{one.name}"
        if one.is_dir():
            yield from _files(one, path)
        elif one.name.endswith(_KINDS):
            yield path, one.read_bytes()
