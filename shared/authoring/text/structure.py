"""The blocks of a stored text: headings, prose, lists, tables and code.

Works on the form that shared.authoring.sources.layout describes and, because
callers may send texts of their own, on plain Markdown and plain text too.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from shared.authoring.model import Heading
from shared.authoring.text.counts import length
from shared.authoring.text.offsets import ByteOffsets


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PROSE = "prose"
    LIST = "list"
    TABLE = "table"
    CODE = "code"


class Block(NamedTuple):
    """A block in character indexes, end exclusive, without the blank lines around it."""

    kind: Kind
    start: int
    end: int


_FENCE = re.compile(r"^(```|~~~)[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_BREAK = re.compile(r"\n[ \t]*\n|\n(?=#{1,6}[ \t]+\S)")
_ITEM = re.compile(r"^\s{0,3}(?:[-*+•·●▪◦]|\d{1,4}[.)])\s+", re.MULTILINE)
_TABLE_ROW = re.compile(r"\s*\||[^|\n]+\|[^|\n]+\||[^\t\n]+\t[^\t\n]+\t")
_HASH_HEADING = re.compile(r"#{1,6}\s+\S")
_CODE_LINE = re.compile(r"(?: {4}|\t)")
_SENTENCE_END = re.compile(r"[.!?。！？…:：;；,，][\"'”’)）\]*_`]*$")
_MOST_HEADINGS_IN_A_ROW = 2
_LONGEST_HEADING = {"zh": 30, "en": 12}


def blocks(text: str, headings: Sequence[Heading] = ()) -> list[Block]:
    """Return the blocks of ``text`` in order.

    Blank lines separate blocks, and so does a heading of Markdown. ``headings``
    (byte offsets) are those that a parser found; without any, a short single line
    that ends like no sentence is taken for one if, with at most one more such line
    between, some other block follows.
    """
    offsets = ByteOffsets(text)
    known = {offsets.to_char(heading.start) for heading in headings}
    found: list[Block] = []
    position = 0
    for fence in _FENCE.finditer(text):
        found += _unfenced(text, position, fence.start(), known)
        found.append(Block(Kind.CODE, fence.start(), fence.end()))
        position = fence.end()
    found += _unfenced(text, position, len(text), known)
    return found if known else _without_stray_headings(text, found)


def item_spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Yield the lines of a list's items in character indexes, without their marks."""
    start = block.start
    for line in text[block.start : block.end].split("\n"):
        mark = _ITEM.match(line)
        begin = mark.end() if mark else len(line) - len(line.lstrip())
        if line[begin:].strip():
            yield start + begin, start + len(line.rstrip())
        start += len(line) + 1


def _unfenced(text: str, start: int, end: int, known: set[int]) -> Iterator[Block]:
    position = start
    for gap in [*_BREAK.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        raw = text[position:stop]
        begin = position + len(raw) - len(raw.lstrip("\n"))
        finish = position + len(raw.rstrip())
        line_end = text.find("\n", begin, finish)
        if line_end >= 0 and _HASH_HEADING.match(text, begin):
            yield Block(Kind.HEADING, begin, line_end)
            begin = line_end + 1
        if begin < finish:
            yield Block(_kind(text[begin:finish], begin, known), begin, finish)
        position = gap.end() if gap else end


def _without_stray_headings(text: str, found: list[Block]) -> list[Block]:
    """Make prose of lines that only look like headings: they head nothing."""
    kept: list[Block] = []
    following = _MOST_HEADINGS_IN_A_ROW
    for block in reversed(found):
        following = following + 1 if block.kind is Kind.HEADING else 0
        guessed = following and not _HASH_HEADING.match(text, block.start)
        stray = guessed and following > _MOST_HEADINGS_IN_A_ROW
        kept.append(block._replace(kind=Kind.PROSE) if stray else block)
    return kept[::-1]


def _kind(raw: str, start: int, known: set[int]) -> Kind:
    lines = raw.split("\n")
    if start in known:
        return Kind.HEADING
    if all(_CODE_LINE.match(line) for line in lines):
        return Kind.CODE
    if all(_TABLE_ROW.match(line) for line in lines):
        return Kind.TABLE
    if _ITEM.match(raw):
        return Kind.LIST
    if len(lines) == 1 and (_HASH_HEADING.match(raw) or (not known and _reads_as_heading(raw))):
        return Kind.HEADING
    return Kind.PROSE


def _reads_as_heading(line: str) -> bool:
    if _SENTENCE_END.search(line.rstrip()) or line.lstrip().startswith(("$$", "\\[")):
        return False
    unit = "en" if line.isascii() else "zh"
    return length(line, unit) <= _LONGEST_HEADING[unit]
