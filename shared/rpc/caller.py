"""Who calls: the name of the token, which owns what the call makes."""

from contextvars import ContextVar

ANONYMOUS = "anonymous"
"""The owner when a server asks for no tokens."""

_owner: ContextVar[str] = ContextVar("quire_owner", default=ANONYMOUS)


def current_owner() -> str:
    """Return the owner on whose behalf the call at hand is answered."""
    return _owner.get()


def set_owner(owner: str) -> None:
    """Say whose call the present task answers; grpc.aio answers each call in its own."""
    _owner.set(owner)
