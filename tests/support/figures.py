"""How often a fault is done, and what a scenario has counted and measured."""

import os
from collections.abc import Sequence

LATE = 3.0
"""A time fails the suite when it is so many times over its goal; machines are noisy."""

FULL = os.environ.get("FAULTS", "reduced") == "full"
"""Whether the full counts are wanted."""

LEASE_SECONDS = 15.0 if FULL else 2.0
"""The default, or short so that a few faults take little time."""

LEASE = {"QUIRE_LEASE_SECONDS": f"{LEASE_SECONDS:g}"}
"""The same as a setting."""

ALL: dict[str, dict[str, float | int | str]] = {}
"""The figures of this run, by scenario."""


class Figures:
    """Takes the figures of one scenario."""

    def __init__(self, name: str) -> None:
        self._mine = ALL.setdefault(name, {})

    def count(self, **counts: int) -> None:
        """Note how often something was done or seen."""
        self._mine |= counts

    def times(self, name: str, seconds: Sequence[float], goal: float) -> None:
        """Note the median and the 99th percentile; fail only far beyond the goal."""
        assert seconds, f"{name}: nothing was measured"
        ordered = sorted(seconds)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        self._mine |= {
            f"{name}_median_s": round(ordered[len(ordered) // 2], 2),
            f"{name}_p99_s": round(p99, 2),
            f"{name}_goal_s": goal,
        }
        assert p99 <= LATE * goal, f"{name}: p99 {p99:.1f} s, goal {goal:g} s"

    def ratio(self, name: str, value: float, goal: float) -> None:
        """Note a ratio that should be at most ``goal``; fail only far beyond it."""
        self._mine |= {name: round(value, 2), f"{name}_goal": goal}
        assert value <= LATE * goal, f"{name}: {value:.2f}, goal {goal:g}"

    def note(self, **notes: str) -> None:
        """Note something in words."""
        self._mine |= notes
