"""How often each fault is done, and the figures that a run prints."""

import json
import os
import sys
from collections.abc import Sequence
from typing import Literal

import pytest

Profile = Literal["reduced", "full"]
PROFILE = "FAULTS"
LATE = 3.0
"""A time fails the suite when it is so many times over its goal; machines are noisy."""

_figures: dict[str, dict[str, float | int | str]] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/faults/" in str(item.path):
            # Each world is many processes; one at a time is what two cores can carry.
            item.add_marker(pytest.mark.xdist_group("faults"))
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture
def full() -> bool:
    """Whether the full counts are wanted."""
    return os.environ.get(PROFILE, "reduced") == "full"


class Figures:
    """Takes what a scenario has counted and measured."""

    def __init__(self, name: str) -> None:
        self._mine = _figures.setdefault(name, {})

    def count(self, **counts: int) -> None:
        """Note how often something was done or seen."""
        self._mine |= counts

    def times(self, name: str, seconds: Sequence[float], goal: float) -> None:
        """Note the worst and the 99th percentile; fail only far beyond the goal."""
        assert seconds, f"{name}: nothing was measured"
        ordered = sorted(seconds)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        self._mine |= {
            f"{name}_median_s": round(ordered[len(ordered) // 2], 2),
            f"{name}_p99_s": round(p99, 2),
            f"{name}_goal_s": goal,
        }
        assert p99 <= LATE * goal, f"{name}: p99 {p99:.1f} s, goal {goal:g} s"

    def note(self, **notes: str) -> None:
        """Note something in words."""
        self._mine |= notes


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    return Figures(request.node.name.removeprefix("test_"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print the figures, at the very end as one line of JSON."""
    if not _figures or hasattr(config, "workerinput"):
        return
    width = max(len(name) for name in _figures)
    out = sys.stdout
    out.write("\n")
    for name, figures in _figures.items():
        told = ", ".join(f"{key} {value}" for key, value in figures.items())
        out.write(f"{name:<{width}}  {told}\n")
    out.write(json.dumps(_figures) + "\n")
    out.flush()
