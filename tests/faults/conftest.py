"""One world at a time, and the figures that a run prints."""

import json
import sys

import pytest

from tests.support.figures import ALL, FULL, Figures

FOLDER = "tests/faults/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(FOLDER):
            # Each world is many processes; one at a time is what two cores can carry.
            item.add_marker(pytest.mark.xdist_group("faults"))
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture
def full() -> bool:
    """Whether the full counts are wanted."""
    return FULL


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    return Figures(_scenario(request.node.nodeid))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note what has failed or was skipped: a scenario without figures must be seen too."""
    if not report.nodeid.startswith(FOLDER):
        return
    mine = ALL.setdefault(_scenario(report.nodeid), {})
    if report.failed:
        mine["tests_failed"] = int(mine.get("tests_failed", 0)) + 1
    elif report.skipped and isinstance(report.longrepr, tuple):
        mine["skipped"] = report.longrepr[2].removeprefix("Skipped: ")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print the figures, at the very end as one line of JSON."""
    if not ALL or hasattr(config, "workerinput"):
        return
    width = max(len(name) for name in ALL)
    out = sys.stdout
    out.write(f"\nfaults, {'full' if FULL else 'reduced'} counts\n")
    for name, figures in ALL.items():
        told = ", ".join(f"{key} {value}" for key, value in figures.items())
        out.write(f"{name:<{width}}  {told}\n")
    out.write(json.dumps(ALL) + "\n")
    out.flush()


def _scenario(nodeid: str) -> str:
    """Return the name of a scenario; variants of one share their figures."""
    return nodeid.rpartition("::")[2].partition("[")[0].removeprefix("test_")
