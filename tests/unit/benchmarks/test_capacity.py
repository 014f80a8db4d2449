"""The calculation of docs/capacity.md."""

from pathlib import Path

import pytest

from benchmarks import capacity
from benchmarks.capacity import Figures, NotMeasured, Use, plan
from benchmarks.result import Row

ROWS = [
    Row("watch_10k", "memory a watcher", 25.0, "KB"),
    Row("watch_10k", "server CPU an event", 100.0, "µs"),
    Row("kept_jobs", "store CPU, emit", 50.0, "µs"),
    Row("kept_jobs", "store CPU, submit", 100.0, "µs"),
    Row("kept_jobs", "store memory, a finished job", 5.0, "KB"),
    Row("jobs_per_second", "empty jobs, one worker process", 200.0, "/s"),
    Row("critical_path", "memory of the worker", 160.0, "MiB"),
]


def test_few_watchers_need_one_of_each() -> None:
    needed = plan(Use(10), Figures.of(ROWS))
    assert (needed.servers, needed.workers, needed.cells, needed.cores) == (1, 1, 1, 3)


def test_watchers_and_deliveries_both_fill_servers() -> None:
    figures = Figures.of(ROWS)
    assert plan(Use(100_000, events=0.1), figures).servers == 10
    # 50,000 events/s of 100 µs are five cores, ten at half load; at ten times that, a hundred.
    assert plan(Use(100_000, events=5.0), figures).servers == 100


def test_cells_follow_the_store() -> None:
    # 200,000 events/s of 50 µs, and 3,333 jobs/s of 100 µs: 10.33 cores, 21 at half load.
    assert plan(Use(1_000_000), Figures.of(ROWS)).cells == 21


def test_memory_is_of_watchers_workers_and_ended_jobs() -> None:
    needed = plan(Use(3_000, slots=3_000), Figures.of(ROWS))
    assert needed.workers == 1
    kept = 10 * 3_600 * 5_000
    assert needed.memory == pytest.approx(3_000 * 25_000 + 160 * 2**20 + kept)


def test_a_missing_figure_is_named() -> None:
    with pytest.raises(NotMeasured, match="store CPU, emit"):
        Figures.of([row for row in ROWS if row.metric != "store CPU, emit"])


def test_the_page_has_the_marks_between_which_tables_are_written() -> None:
    text = capacity.PAGE.read_text("utf-8")
    for name in ("figures", "plan"):
        assert text.count(f"<!-- {name} -->\n") == text.count(f"<!-- /{name} -->") == 1


def test_a_run_fills_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "capacity.md"
    marks = "".join(f"<!-- {name} -->\nold\n<!-- /{name} -->\n" for name in ("figures", "plan"))
    page.write_text(f"before\n{marks}after\n", "utf-8")
    monkeypatch.setattr(capacity, "load", lambda: ROWS)
    capacity.fill(page)
    text = page.read_text("utf-8")
    assert "old" not in text
    assert "| 1,000,000 | 200,000 |" in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    monkeypatch.setattr(capacity, "load", lambda: ROWS[:1])
    capacity.fill(page)
    assert "| 1,000,000 | 200,000 |" in page.read_text("utf-8")  # of the run before
