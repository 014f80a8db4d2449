"""Answers that repeat themselves, and texts that only seem to."""

from pathlib import Path

import pytest

from shared.authoring.models.loops import LoopWatch

ROOT = Path(__file__).parents[3]
OPENING = "Tea is grown in many lands, and in each of them it is drunk in another way. "


def feed(text: str, size: int = 3) -> tuple[int, int] | None:
    """Return how much was read before the loop was seen and where it begins."""
    watch = LoopWatch()
    for start in range(0, len(text), size):
        repeats = watch.feed(text[start : start + size])
        if repeats is not None:
            return start, repeats
    return None


@pytest.mark.parametrize(
    ("unit", "rounds"),
    [
        ("tea ", 100),
        ("0, ", 130),
        ("It is good. ", 40),
        ("Many people like to have a cup in the morning with some milk and sugar in it. ", 14),
        ("茶是一种饮料，很多人喜欢喝茶。", 16),
        ("\n", 450),
        ("na", 250),
        (" ".join(f"word{number}" for number in range(200)) + ". ", 5),
    ],
)
def test_a_loop_is_seen_after_some_rounds_and_cut_before_the_second(unit: str, rounds: int) -> None:
    seen = feed(OPENING + unit * 2000)
    assert seen is not None
    read, repeats = seen
    assert read <= len(OPENING) + rounds * len(unit)
    assert len(OPENING) - 2 <= repeats <= len(OPENING) + len(unit) + 40


def test_where_pieces_are_cut_makes_no_difference() -> None:
    text = OPENING + "So it is said. " * 100
    places = {seen[1] for size in (1, 2, 7, 50) if (seen := feed(text, size))}
    assert len(places) == 1


@pytest.mark.parametrize(
    "path",
    ["examples/cool-roofs.md", "examples/城市高温.md", "docs/jobs.md", "ARCHITECTURE.md"],
)
def test_texts_of_people_do_not_loop(path: str) -> None:
    assert feed((ROOT / path).read_text("utf-8")) is None


def test_tables_and_lists_do_not_loop() -> None:
    rows = "".join(f"| town {n} | {n * 37 % 101} | {n * 53 % 97} |\n" for n in range(100))
    rule = "|" + "-" * 300 + "|\n"
    assert feed(rule + rows) is None
    items = ", ".join(f'{{"id": "s{n}", "page": {n % 7}, "title": "Part {n}"}}' for n in range(80))
    assert feed(f"[{items}]") is None
