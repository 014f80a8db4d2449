"""How often a fault is done, and what a scenario has counted and measured."""

import os
import sys
from collections.abc import Sequence

from tests.faults.checker import Rule, Violation

LATE = 3.0
"""A time fails the suite when it is so many times over its goal; machines are noisy."""

FULL = os.environ.get("FAULTS", "reduced") == "full"
"""Whether the full counts are wanted."""

LEASE_SECONDS = 15.0 if FULL else 2.0
"""The default, or short so that a few faults take little time."""

LEASE = {"QUIRE_LEASE_SECONDS": f"{LEASE_SECONDS:g}"}
"""The same as a setting."""

TOLD = 10
"""Violations that a failed scenario quotes; there may be thousands."""

ALL: dict[str, dict[str, float | int | str]] = {}
"""The figures of this run, by scenario."""


class Figures:
    """Takes the figures of one scenario. What was noted before a failure is kept."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._mine = ALL.setdefault(name, {})

    def judge(self, found: Sequence[Violation], *rules: Rule) -> None:
        """Note how many promises were broken, and fail if any was.

        Args:
            rules: those whose violations are noted one by one, as what the scenario is about.
        """
        self._mine["violations"] = int(self._mine.get("violations", 0)) + len(found)
        for rule in (*rules, *sorted({one.rule for one in found})):
            self._mine[rule] = sum(one.rule == rule for one in found)
        assert not found, "\n".join(
            [f"{len(found)} violations", *(str(one) for one in found[:TOLD])]
        )

    def count(self, **counts: int) -> None:
        """Note how often something was done or seen."""
        self._mine |= counts

    def add(self, **counts: int) -> None:
        """Note that something was done or seen so often once more."""
        for name, count in counts.items():
            self._mine[name] = int(self._mine.get(name, 0)) + count

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

    def progress(self, done: float, wanted: float, what: str) -> None:
        """Say on a terminal how far the scenario is; elsewhere say nothing."""
        terminal = sys.__stderr__
        if terminal is None or not terminal.isatty() or "PYTEST_XDIST_WORKER" in os.environ:
            return
        end = "\r\x1b[K" if done >= wanted else ""
        terminal.write(f"\r\x1b[K  {self._name}: {done:g} of {wanted:g} {what}{end}")
        terminal.flush()
