"""Who calls: the name of the token, which owns what the call makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ANONYMOUS = "anonymous"
"""The owner when a server asks for no tokens."""

_owner: ContextVar[str] = ContextVar("quire_owner", default=ANONYMOUS)


def current_owner() -> str:
    """Return the owner on whose behalf the call at hand is answered."""
    return _owner.get()


@contextmanager
def as_owner(owner: str) -> Iterator[None]:
    """Answer on behalf of ``owner`` within the block; grpc.aio gives each call its own task."""
    before = _owner.get()
    _owner.set(owner)
    try:
        yield
    finally:
        # Not by token: a stream that was dropped is closed in another context than it began in.
        _owner.set(before)
