"""What a benchmark found, as a row of a table and of ``results/latest.json``."""

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

_WIDTH = 130  # of the table, also where the terminal is narrower or absent
LATEST = Path(__file__).parent / "results" / "latest.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Args:
        value: in ``unit``, as are ``baseline_value`` and what ``goal`` names.
        baseline: what it is compared with, '' if with nothing.
        ratio: value by baseline value.
        goal: in words; '' if there is none.
        met: whether the goal was reached.
    """

    name: str
    metric: str
    value: float
    unit: str
    baseline: str = ""
    baseline_value: float | None = None
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


def compare(
    name: str,
    metric: str,
    value: float,
    unit: str,
    *,
    baseline: str,
    baseline_value: float,
    goal: str = "",
    met: bool | None = None,
) -> Row:
    """Return a row with its ratio."""
    ratio = value / baseline_value if baseline_value else None
    return Row(name, metric, value, unit, baseline, baseline_value, ratio, goal, met)


def show(rows: Sequence[Row]) -> None:
    """Print a table."""
    table = Table("benchmark", "metric", "value", "baseline", "ratio", "goal", "met")
    for column in table.columns:
        column.no_wrap = True
    for row in rows:
        table.add_row(
            row.name,
            row.metric,
            f"{row.value:,.3g} {row.unit}",
            f"{row.baseline_value:,.3g} {row.unit} ({row.baseline})"
            if row.baseline_value is not None
            else "",
            f"{row.ratio:.2f}" if row.ratio is not None else "",
            row.goal,
            {True: "yes", False: "NO", None: ""}[row.met],
        )
    Console(width=max(_WIDTH, Console().width)).print(table)


def save(rows: Sequence[Row]) -> None:
    """Write the rows of this run; those of benchmarks that did not run now are kept."""
    kept: list[dict[str, object]] = []
    if LATEST.exists():
        ran = {row.name for row in rows}
        kept = [row for row in json.loads(LATEST.read_text("utf-8")) if row["name"] not in ran]
    written = kept + [dataclasses.asdict(row) for row in rows]
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", "utf-8")
