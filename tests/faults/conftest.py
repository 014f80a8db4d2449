"""One world at a time, and the figures that a run prints."""

import json
import sys

import pytest

from tests.support.figures import ALL, FULL, Figures


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/faults/" in str(item.path):
            # Each world is many processes; one at a time is what two cores can carry.
            item.add_marker(pytest.mark.xdist_group("faults"))
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture
def full() -> bool:
    """Whether the full counts are wanted."""
    return FULL


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    return Figures(request.node.name.removeprefix("test_"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print the figures, at the very end as one line of JSON."""
    if not ALL or hasattr(config, "workerinput"):
        return
    width = max(len(name) for name in ALL)
    out = sys.stdout
    out.write("\n")
    for name, figures in ALL.items():
        told = ", ".join(f"{key} {value}" for key, value in figures.items())
        out.write(f"{name:<{width}}  {told}\n")
    out.write(json.dumps(ALL) + "\n")
    out.flush()
