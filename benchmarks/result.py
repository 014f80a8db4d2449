"""What a benchmark found, as a row of a table and of ``results/latest.json``."""

import dataclasses
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

LATEST = Path(__file__).parent / "results" / "latest.json"

_WIDTH = 150  # of the table where the output is no terminal
_HEADINGS = ("benchmark", "metric", "value", "baseline", "ratio", "goal", "met")


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
    """Print a table; one benchmark after the other, its name once."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)
    table = Table(*_HEADINGS, header_style="bold")
    for column in (2, 4):
        table.columns[column].justify = "right"
    before = ""
    for row in rows:
        if before and row.name != before:
            table.add_section()
        name = "" if row.name == before else row.name
        style = "green" if row.met else "bold red" if row.met is False else ""
        cells = _cells(row)
        table.add_row(name, *cells[:-1], f"[{style}]{cells[-1]}[/]" if style else cells[-1])
        before = row.name
    console.print()
    console.print(table)


def markdown(rows: Sequence[Row]) -> str:
    """Return the table in Markdown."""
    lines = ["| " + " | ".join(_HEADINGS) + " |", "|---|---|---:|---|---:|---|---|"]
    before = ""
    for row in rows:
        name = "" if row.name == before else f"`{row.name}`"
        before = row.name
        lines.append("| " + " | ".join((name, *_cells(row))) + " |")
    return "\n".join(lines) + "\n"


def save(rows: Sequence[Row], path: Path = LATEST) -> None:
    """Write the rows of this run; those of benchmarks that did not run now are kept."""
    ran = {row.name for row in rows}
    kept = [row for row in load(path) if row.name not in ran] if path.exists() else []
    written = [_plain(row) for row in (*kept, *rows)]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", "utf-8")


def load(path: Path = LATEST) -> list[Row]:
    """Return the rows of the last runs."""
    return [Row(**_number_or_none(row)) for row in json.loads(path.read_text("utf-8"))]


def _cells(row: Row) -> tuple[str, ...]:
    baseline = ""
    if row.baseline_value is not None:
        baseline = f"{_number(row.baseline_value)} {row.unit} ({row.baseline})"
    return (
        row.metric,
        f"{_number(row.value)} {row.unit}".strip(),
        baseline,
        f"{row.ratio:.2f}" if row.ratio is not None else "",
        row.goal,
        {True: "yes", False: "NO", None: ""}[row.met],
    )


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "none"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _number_or_none(fields: dict[str, Any]) -> dict[str, Any]:  # as JSON has them
    """Return the fields of a row with NaN where nothing could be measured."""
    known = dict(fields)
    if known["value"] is None:
        known["value"] = math.nan
    if known["baseline"] and known["baseline_value"] is None:
        known["baseline_value"] = math.nan
    return known


def _plain(row: Row) -> dict[str, object]:
    """Return a row as JSON has it, which knows no NaN."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in dataclasses.asdict(row).items()
    }
