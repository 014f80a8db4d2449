"""When a call of a model is tried again."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Times in seconds.

    Args:
        tries: how often a call is made at most.
        base: upper bound of the wait after the first try; doubles with each further one.
        cap: upper bound of any wait. A server that asks for a longer one is not waited
            for: the job is put off, and its worker's slot is free for others.

    """

    tries: int = 4
    base: float = 1.0
    cap: float = 20.0

    def wait(self, tried: int, asked: float | None) -> float | None:
        """Return how long to wait after the try of that number; ``None`` to give up.

        Full jitter over an exponential bound (AWS Architecture Blog, "Exponential
        Backoff And Jitter"); on top of what the server asked for, if it did, so that
        those who were turned away together do not come back together.
        """
        if tried >= self.tries or (asked is not None and asked > self.cap):
            return None
        bound = min(self.cap, self.base * 2.0 ** (tried - 1))
        return (asked or 0.0) + random.uniform(0, bound)  # noqa: S311  not a secret


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return for how many seconds a server asks to be left alone.

    Reads ``retry-after-ms`` (OpenAI, Azure) and ``Retry-After`` in seconds or as a date
    (RFC 9110, 10.2.3). The names must be found in lower case. ``None`` if there is
    none or it cannot be read.
    """
    millis = _number(headers.get("retry-after-ms"))
    if millis is not None:
        return millis / 1000
    value = headers.get("retry-after")
    if value is None:
        return None
    seconds = _number(value)
    if seconds is not None:
        return seconds
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
