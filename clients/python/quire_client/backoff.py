"""How long to wait before the next try."""

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Backoff:
    """Exponential backoff with full jitter.

    As in aws.amazon.com/builders-library, "Timeouts, retries, and backoff with jitter".

    Args:
        first: upper bound of the first delay, in seconds.
        longest: upper bound of all delays, in seconds.

    """

    first: float = 0.2
    longest: float = 5.0
    _tries: int = field(default=0, init=False)

    def delay(self, retry_after: float | None = None) -> float:
        """Return the seconds to wait; never less than what a service asked for."""
        bound = min(self.longest, self.first * 2 ** min(self._tries, 30))
        self._tries += 1
        jitter = random.uniform(0, bound)  # noqa: S311 - spreads load, guards nothing
        return jitter if retry_after is None else retry_after + jitter

    def reset(self) -> None:
        """Start anew, after a success."""
        self._tries = 0
