"""Passages of stored sources as blocks: their tables, lists and code are seen as such."""

import re
from itertools import groupby

from shared.authoring.delivery.content import Block, Code, Items, Paragraph, Span, Table
from shared.authoring.delivery.words import printable

_ITEM = re.compile(r"(?:- |(?P<number>\d{1,4})\. )")
_CELL = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")
_INDENT = "    "


def stored_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a piece of stored text; see ``shared.authoring.sources.layout``."""
    found: list[Block] = []
    for block in re.split(r"\n\s*\n", printable(text).strip("\n")):
        for kind, lines in groupby(block.split("\n"), _kind):
            found.extend(_block(kind, list(lines)))
    return tuple(found)


def _kind(line: str) -> str:
    if line.startswith("|") and line.rstrip().endswith("|") and len(line.strip()) > 1:
        return "table"
    if line.startswith(_INDENT) and line.strip():
        return "code"
    return "item" if _ITEM.match(line) else "prose"


def _block(kind: str, lines: list[str]) -> list[Block]:
    if kind == "table":
        rows = [[cell.strip() for cell in _CELL.split(line.strip())[1:-1]] for line in lines]
        kept = [row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)]
        return [Table(tuple(tuple(_cell(cell) for cell in row) for row in kept))] if kept else []
    if kind == "code":
        return [Code("\n".join(line.removeprefix(_INDENT) for line in lines))]
    if kind == "item":
        first = _ITEM.match(lines[0])
        assert first is not None  # noqa: S101  the kind says so
        items = tuple((_paragraph(_ITEM.sub("", line, count=1)),) for line in lines)
        return [Items(int(first["number"]) if first["number"] else None, items)]
    return [_paragraph(" ".join(line.strip() for line in lines))] if any(lines) else []


def _paragraph(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def _cell(text: str) -> tuple[Span, ...]:
    return (Span(text.replace("\\|", "|")),)
