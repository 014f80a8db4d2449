"""Rows of results: kept between runs, as JSON and as a table."""

import json
import math
from pathlib import Path

from benchmarks.result import Row, compare, load, markdown, save

FIELDS = [
    "name", "metric", "value", "unit", "baseline", "baseline_value", "ratio", "goal", "met",
]  # fmt: skip


def test_a_run_replaces_its_own_rows_alone(tmp_path: Path) -> None:
    latest = tmp_path / "results" / "latest.json"
    save([Row("a", "p99", 1.0, "ms"), Row("b", "p99", 2.0, "ms")], latest)
    save([Row("b", "p50", 3.0, "ms")], latest)
    assert [(row.name, row.metric) for row in load(latest)] == [("a", "p99"), ("b", "p50")]
    assert list(json.loads(latest.read_text("utf-8"))[0]) == FIELDS


def test_what_could_not_be_measured_is_null_in_json(tmp_path: Path) -> None:
    latest = tmp_path / "latest.json"
    save([compare("a", "p99", 1.0, "ms", baseline="x", baseline_value=math.nan)], latest)
    assert json.loads(latest.read_text("utf-8"))[0]["baseline_value"] is None
    (row,) = load(latest)
    assert row.baseline_value is not None
    assert math.isnan(row.baseline_value)
    assert "none ms (x)" in markdown([row])


def test_ratio_is_value_by_baseline() -> None:
    assert compare("a", "p99", 5.0, "ms", baseline="x", baseline_value=20.0).ratio == 0.25
    assert compare("a", "p99", 5.0, "ms", baseline="x", baseline_value=0.0).ratio is None
