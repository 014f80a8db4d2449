"""How far the stream at hand has come, for the error that ends it."""

from contextvars import ContextVar

_place: ContextVar[dict[str, str] | None] = ContextVar("quire_place", default=None)


def begin_stream() -> dict[str, str]:
    """Return what the stream of the current task tells of its place; empty at first."""
    place: dict[str, str] = {}
    _place.set(place)
    return place


def stream_place() -> dict[str, str]:
    """Return where the stream of the current task notes its place."""
    place = _place.get()
    return {} if place is None else place
