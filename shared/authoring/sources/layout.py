r"""The structure of stored text, and its making from what a parser found.

Stored text is a sequence of blocks with a blank line (``\n\n``) between them; no
block holds a blank line, and none is empty. A block is one of these:

- a heading: one line, which `SourceDocument.headings` points to;
- prose: one line, a whole paragraph, never beginning with a space or ``|``;
- a list: a line for each item, beginning with ``- `` or a number such as ``1. ``;
- a table: a line for each row, ``| cell | cell |``;
- code: each line begins with four spaces.

Headings, tables and code are not sentences and are not to be quoted as such.
Within a line there are single spaces only (but in code), and no markup.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.authoring.model import Heading, PageStart, SourceDocument
from shared.authoring.sources import clean

MAX_HEADING = 300
"""Characters; a longer one is taken for a paragraph."""

_MARK = re.compile(r"(?:- |\d{1,4}\. )")
_CODE_INDENT = "    "


class BlockKind(StrEnum):
    """What a block of stored text is."""

    HEADING = "heading"
    PROSE = "prose"
    LIST = "list"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block of stored text by its byte offsets, without the blank line around it."""

    kind: BlockKind
    start: int
    end: int


def blocks_of(document: SourceDocument) -> Iterator[TextBlock]:
    """Return the blocks of a source in order."""
    headings = {heading.start for heading in document.headings}
    start = 0
    for raw in document.text.split("\n\n"):
        end = start + len(raw.encode())
        if raw:
            kind = BlockKind.HEADING if start in headings else _kind(raw)
            yield TextBlock(kind, start, end)
        start = end + 2


def _kind(raw: str) -> BlockKind:
    if raw.startswith(_CODE_INDENT):
        return BlockKind.CODE
    if raw.startswith("| "):
        return BlockKind.TABLE
    return BlockKind.LIST if _MARK.match(raw) else BlockKind.PROSE


@dataclass(frozen=True, slots=True)
class Block:
    """A block as a parser found it; not yet cleaned.

    Args:
        lines: the text of a heading or paragraph, the items of a list (with their
            marks), the lines of code, the rows of a table (see `table`).
        level: of a heading, 1 for the highest.
        pages: pages that begin in this block, as (number, index of the character
            in the first line); the line must be clean already.

    """

    kind: BlockKind
    lines: tuple[str, ...]
    level: int = 0
    pages: tuple[tuple[int, int], ...] = ()


def heading(level: int, text: str) -> Block:
    """Return a heading."""
    return Block(BlockKind.HEADING, (text,), level=level)


def prose(text: str) -> Block:
    """Return a paragraph."""
    return Block(BlockKind.PROSE, (text,))


def item_list(items: Sequence[str], first_number: int | None = None) -> Block:
    """Return a list; ``first_number`` makes it a numbered one."""
    kept = [item for item in items if clean.line(item)]
    marks = (
        ["-"] * len(kept)
        if first_number is None
        else [f"{first_number + n}." for n in range(len(kept))]
    )
    return Block(
        BlockKind.LIST, tuple(f"{mark} {item}" for mark, item in zip(marks, kept, strict=True))
    )


def code(text: str) -> Block:
    """Return lines of code or other preformatted text."""
    return Block(BlockKind.CODE, tuple(clean.lines(text)))


def table(rows: Sequence[Sequence[str]]) -> Block:
    """Return a table; a row without any text is left out."""
    kept = [[clean.line(cell) for cell in row] for row in rows]
    return Block(BlockKind.TABLE, tuple("| " + " | ".join(row) + " |" for row in kept if any(row)))


@dataclass(frozen=True, slots=True)
class Layout:
    """Stored text with the places of its headings and pages (byte offsets)."""

    text: str
    headings: tuple[Heading, ...]
    pages: tuple[PageStart, ...]


def lay_out(blocks: Sequence[Block]) -> Layout:
    """Make stored text of blocks. Empty blocks are left out."""
    texts: list[str] = []
    headings: list[Heading] = []
    pages: list[PageStart] = []
    offset = 0
    for block in blocks:
        text = _render(block)
        if not text:
            continue
        end = offset + len(text.encode())
        if block.kind is BlockKind.HEADING and len(text) <= MAX_HEADING:
            headings.append(Heading(level=block.level, title=text, start=offset, end=end))
        for number, index in block.pages:
            start = offset + len(text[:index].encode())
            pages.append(PageStart(number=number, start=start))
        texts.append(text)
        offset = end + 2
    return Layout("\n\n".join(texts), tuple(headings), tuple(pages))


def _render(block: Block) -> str:
    if block.kind is BlockKind.CODE:
        cleaned = [clean.code_line(text) for text in block.lines]
        return "\n".join(_CODE_INDENT + text for text in cleaned if text)
    if block.kind is BlockKind.PROSE or block.kind is BlockKind.HEADING:
        return clean.line(" ".join(block.lines)).lstrip("| ")
    return "\n".join(text for text in map(clean.line, block.lines) if text)
