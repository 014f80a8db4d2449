"""How many processes for how many watchers, calculated from what was measured.

``python -m benchmarks.capacity [--watchers N …]``; ``make bench`` writes the same table into
``docs/capacity.md``.
"""

import argparse
import math
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.result import Row, load, markdown

PAGE = Path(__file__).parents[1] / "docs" / "capacity.md"
WATCHERS = (1_000, 10_000, 100_000, 1_000_000)

_HEADINGS = ("watchers", "events/s", "jobs/s", "servers", "workers", "cells", "cores", "memory")
_GB, _KB = 1e9, 1e3


class NotMeasured(Exception):  # noqa: N818  a state of affairs
    """A figure is missing in ``results/latest.json``."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one process was seen to do. Times in seconds of a core, sizes in bytes.

    Args:
        watcher: memory of a server for a watcher.
        delivery: time of a server for an event that it delivers.
        append: time of the store for an event of a job.
        submit: time of the store for a job that is submitted.
        job: time of a worker process for a job that does nothing.
        worker: memory of a worker process with as many jobs as it was given slots.
        kept: memory of the store for a job that has ended.
    """

    watcher: float
    delivery: float
    append: float
    submit: float
    job: float
    worker: float
    kept: float

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Figures":
        """Return the figures of a run. Raises NotMeasured."""
        found = {(row.name, row.metric): row.value for row in rows}

        def value(name: str, metric: str) -> float:
            if math.isfinite(known := found.get((name, metric), math.nan)):
                return known
            raise NotMeasured(f"{name}: {metric}")

        return cls(
            watcher=value("watch_10k", "memory a watcher") * _KB,
            delivery=value("watch_10k", "server CPU an event") / 1e6,
            append=value("kept_jobs", "store CPU, emit") / 1e6,
            submit=value("kept_jobs", "store CPU, submit") / 1e6,
            job=1 / value("jobs_per_second", "empty jobs, one worker process"),
            worker=value("critical_path", "memory of the worker") * 2**20,
            kept=value("kept_jobs", "store memory, a finished job") * _KB,
        )


@dataclass(frozen=True, slots=True)
class Use:
    """How Quire is used.

    Args:
        watchers: people who watch, each a job of their own.
        events: of a job, a second.
        job_seconds: how long a job runs, most of it spent waiting for a model.
        kept_seconds: how long an ended job is kept.
        slots: jobs at once in a worker process.
        watchers_a_server: no more are let in.
        load: share of a core that a process is meant to use; the rest is for peaks, and for
            the watchers of a server that went away.
    """

    watchers: int
    events: float = 0.2
    job_seconds: float = 300.0
    kept_seconds: float = 3600.0
    slots: int = 100
    watchers_a_server: int = 10_000
    load: float = 0.5


@dataclass(frozen=True, slots=True)
class Plan:
    """What such a use needs.

    Args:
        cells: stores; each a primary, with its replicas beside it.
        memory: bytes of all processes together, replicas left out.
    """

    events: float
    jobs: float
    servers: int
    workers: int
    cells: int
    memory: float

    @property
    def cores(self) -> int:
        """One for each process: none of them uses more."""
        return self.servers + self.workers + self.cells


def plan(use: Use, figures: Figures) -> Plan:
    """Return the fewest processes that are enough in every respect."""
    events = use.watchers * use.events
    jobs = use.watchers / use.job_seconds

    def enough(*needs: float) -> int:
        return max(1, *(math.ceil(need) for need in needs))

    servers = enough(
        use.watchers / use.watchers_a_server,
        events * figures.delivery / use.load,
    )
    workers = enough(use.watchers / use.slots, jobs * figures.job / use.load)
    cells = enough((events * figures.append + jobs * figures.submit) / use.load)
    kept = jobs * use.kept_seconds * figures.kept
    memory = use.watchers * figures.watcher + workers * figures.worker + kept
    return Plan(events, jobs, servers, workers, cells, memory)


def fill(page: Path = PAGE) -> None:
    """Write the tables of the last run into the page, between its marks."""
    rows = load()
    text = _between(page.read_text("utf-8"), "figures", markdown(rows))
    try:
        figures = Figures.of(rows)
    except NotMeasured:
        pass  # the table of an earlier run stays
    else:
        text = _between(text, "plan", _markdown(figures))
    page.write_text(text, "utf-8")


def main() -> int:
    """Print the table; return 1 if something has not been measured yet."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.capacity", description="Processes for so many watchers."
    )
    usual = Use(0)
    parser.add_argument("--watchers", type=int, nargs="+", default=list(WATCHERS))
    parser.add_argument("--events", type=float, default=usual.events, help="of a job, a second")
    parser.add_argument("--job-seconds", type=float, default=usual.job_seconds)
    given = parser.parse_args()
    try:
        figures = Figures.of(load())
    except (NotMeasured, FileNotFoundError) as error:
        print(f"not measured yet: {error}; run `make bench` first", file=sys.stderr)
        return 1
    table = Table(*_HEADINGS)
    for column in table.columns:
        column.justify = "right"
    for watchers in given.watchers:
        use = Use(watchers, events=given.events, job_seconds=given.job_seconds)
        table.add_row(*_cells(use, figures))
    Console().print(table)
    return 0


def _cells(use: Use, figures: Figures) -> tuple[str, ...]:
    needed = plan(use, figures)
    return (
        f"{use.watchers:,}",
        f"{needed.events:,.0f}",
        f"{needed.jobs:,.1f}",
        f"{needed.servers:,}",
        f"{needed.workers:,}",
        f"{needed.cells:,}",
        f"{needed.cores:,}",
        f"{needed.memory / _GB:,.1f} GB",
    )


def _markdown(figures: Figures) -> str:
    lines = ["| " + " | ".join(_HEADINGS) + " |", "|" + "---:|" * len(_HEADINGS)]
    for watchers in WATCHERS:
        lines.append("| " + " | ".join(_cells(Use(watchers), figures)) + " |")
    return "\n".join(lines) + "\n"


def _between(text: str, name: str, content: str) -> str:
    """Return the text with something else between ``<!-- name -->`` and ``<!-- /name -->``."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    return pattern.sub(lambda found: f"{found[1]}{content}{found[2]}", text)


if __name__ == "__main__":
    sys.exit(main())
