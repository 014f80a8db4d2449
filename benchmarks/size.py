"""How large a run is."""

from dataclasses import dataclass

_LEAST_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Size:
    """A share of the full size, for a quick look; goals hold at 1.

    Args:
        share: 0 < share <= 1.
    """

    share: float = 1.0

    @property
    def full(self) -> bool:
        """Whether this is the run that the goals are about."""
        return self.share >= 1

    def count(self, number: int) -> int:
        """Return that many, or fewer."""
        return max(1, round(number * self.share))

    def seconds(self, seconds: float) -> float:
        """Return so long, or less."""
        return max(min(seconds, _LEAST_SECONDS), seconds * self.share)
