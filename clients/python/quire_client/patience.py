"""How long a service may be away, and who is told of it."""

from collections.abc import Callable
from dataclasses import dataclass

from quire_client.errors import QuireCallError


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a service may be away before a call gives up, in seconds.

    Args:
        connect: until the first answer.
        reconnect: between two messages of a watch, once it has begun.
        answer: for the answer to one call, on a connection that stands.

    """

    connect: float = 10.0
    reconnect: float = 60.0
    answer: float = 60.0


@dataclass(frozen=True, slots=True)
class Away:
    """Told to whoever looks on when a service is away.

    Args:
        error: what the last try met with.
        retry_in: seconds until the next try.

    """

    error: QuireCallError
    retry_in: float


OnAway = Callable[[Away], None]
