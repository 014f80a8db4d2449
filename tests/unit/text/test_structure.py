"""Blocks of stored text, of Markdown and of plain text."""

import pytest

from shared.authoring.text.structure import Kind, blocks, item_spans


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in blocks(text)]


def test_markdown_is_taken_apart() -> None:
    text = (
        "# Title\nRight below it.\nStill prose.\n## Next\n\n- one\n- two\n\n"
        "```\n# code\n\nmore\n```\n\n| a | b |\n|---|---|\n\n    indented\n\n1. first\n2. second"
    )
    assert kinds(text) == [
        ("heading", "# Title"),
        ("prose", "Right below it.\nStill prose."),
        ("heading", "## Next"),
        ("list", "- one\n- two"),
        ("code", "```\n# code\n\nmore\n```"),
        ("table", "| a | b |\n|---|---|"),
        ("code", "    indented"),
        ("list", "1. first\n2. second"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Heat in cities\n\nIt is hot here.", ["heading", "prose"]),
        ("城市高温\n\n天气很热。", ["heading", "prose"]),
        ("Title\n\nFirst part\n\nIt is hot here.", ["heading", "heading", "prose"]),
        ("A\n\nB\n\nC\n\nIt is hot here.", ["prose", "heading", "heading", "prose"]),
        ("It is hot here.\n\nthe end", ["prose", "prose"]),
        ("only a line", ["prose"]),
        ("", []),
        ("\n\n \n", []),
    ],
)
def test_lines_that_head_something_read_as_headings(text: str, expected: list[str]) -> None:
    assert [block.kind.value for block in blocks(text)] == expected


def test_items_come_without_their_marks() -> None:
    text = "- one item\n  goes on\n2. two"
    block = blocks(text)[0]
    assert block.kind is Kind.LIST
    assert [text[start:end] for start, end in item_spans(text, block)] == [
        "one item",
        "goes on",
        "two",
    ]


@pytest.mark.parametrize("formula", ["$$ a + b $$", r"\[ a + b \]"])
def test_a_formula_by_itself_is_no_heading(formula: str) -> None:
    assert kinds(f"{formula}\n\nIt is hot here.")[0] == ("prose", formula)
