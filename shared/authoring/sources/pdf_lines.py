"""From the placed lines of a PDF to paragraphs, lists and headings."""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from shared.authoring.sources import clean, layout
from shared.authoring.sources.layout import Block, BlockKind


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, where its baseline begins and the size of its font.

    Lengths are in points, from the lower left corner of the page.
    """

    page: int
    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: its level (1 is the highest), title and page (from 1)."""

    level: int
    title: str
    page: int


_EDGE_LINES = 2
_BULLET = re.compile(r"[•●○▪■◦‣·∙\uf0b7]\s*|[-–*]\s+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|seite|第)?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*页?\s*"
    r"(?:(?:/|of|共)\s*\d{1,4}\s*页?)?[-–—\s]*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_FULL_STOP = re.compile(r"[.!?。！？…][\"'”’」』）)\]]*$")
_WORD = re.compile(r"\w[\w-]*")
_TAIL = re.compile(r"([^\W\d_]+)-$")
_HEAD = re.compile(r"[^\W\d_]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_NUMBERING = re.compile(r"^[\d.\s]+")
_LARGER = 1.12
_PARAGRAPH_GAP = 1.3
_SHORT_LINE = 0.85
_MAX_HEADING = 150
_MAX_HEADING_SHARE = 0.3
_HEADING_SIZES = 4


def pdf_lines_to_blocks(lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> list[Block]:
    """Return the blocks of a PDF: running heads and page numbers removed, words rejoined.

    Headings are the lines that bookmarks name or, without such, short lines in a
    font larger than that of most of the text.
    """
    lines = _without_running_heads(lines)
    if not lines:
        return []
    body = _Body.of(lines)
    levels = _by_bookmark(lines, bookmarks) or _by_size(lines, body)
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    pieces: list[_Piece] = []
    previous: Line | None = None
    for index, line in enumerate(lines):
        if previous is None or _begins(pieces[-1], previous, line, levels.get(index, 0), body):
            pieces.append(_Piece.of(line, levels.get(index, 0)))
        else:
            pieces[-1].add(line, words)
        previous = line
    return _blocks(pieces)


def _without_running_heads(lines: Sequence[Line]) -> list[Line]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    seen: Counter[tuple[str, str]] = Counter()
    edges: dict[int, set[tuple[str, str]]] = {}
    for number, page in pages.items():
        by_height = sorted(page, key=lambda line: -line.y)
        edges[number] = {("top", _key(line)) for line in by_height[:_EDGE_LINES]}
        edges[number] |= {("bottom", _key(line)) for line in by_height[-_EDGE_LINES:]}
        seen.update(edges[number])
    enough = max(2, len(pages) // 2)
    kept: list[Line] = []
    for number, page in pages.items():
        repeated = {key for edge, key in edges[number] if seen[edge, key] >= enough}
        at_edge = {key for _, key in edges[number]}
        for line in page:
            key = _key(line)
            is_number = key in at_edge and _PAGE_NUMBER.fullmatch(line.text) is not None
            if key not in repeated and not is_number:
                kept.append(line)
    return kept


def _key(line: Line) -> str:
    return f"{round(line.y)} {_DIGITS.sub('#', clean.line(line.text))}"


@dataclass(frozen=True, slots=True)
class _Body:
    """What most of the text looks like: font size, distance of lines, columns, left edge."""

    size: float
    pitch: float
    columns: float
    left: float

    @staticmethod
    def of(lines: Sequence[Line]) -> "_Body":
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        size = sizes.most_common(1)[0][0]
        ordinary = [line for line in lines if line.size == size]
        gaps = [
            above.y - below.y
            for above, below in pairwise(ordinary)
            if above.page == below.page and above.y > below.y
        ]
        widths = sorted(clean.width(line.text) for line in ordinary)
        return _Body(
            size,
            statistics.median(gaps) if gaps else size * 1.2,
            widths[int(len(widths) * 0.9)],
            statistics.mode(round(line.x) for line in ordinary),
        )


def _by_bookmark(lines: Sequence[Line], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    """Return the level of each line that a bookmark names, by its index."""
    pages: dict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        pages[line.page].append(index)
    levels: dict[int, int] = {}
    for mark in bookmarks:
        wanted = _letters(mark.title)
        for index in pages[mark.page]:
            if index in levels or not wanted:
                continue
            if _letters(lines[index].text) == wanted:
                levels[index] = mark.level
                break
            following = lines[index + 1].text if index + 1 < len(lines) else ""
            if _letters(lines[index].text + following) == wanted:
                levels[index] = levels[index + 1] = mark.level
                break
    return levels


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", _NUMBERING.sub("", text)).lower()


def _by_size(lines: Sequence[Line], body: _Body) -> dict[int, int]:
    """Return the level of each line that stands out by its size, by its index."""
    large = [
        index
        for index, line in enumerate(lines)
        if line.size >= body.size * _LARGER
        and len(line.text) <= _MAX_HEADING
        and clean.has_text(line.text)
        and not _FULL_STOP.search(line.text)
    ]
    if len(large) > len(lines) * _MAX_HEADING_SHARE:
        return {}
    sizes = sorted({lines[index].size for index in large}, reverse=True)
    level = {size: min(rank, _HEADING_SIZES) for rank, size in enumerate(sizes, start=1)}
    return {index: level[lines[index].size] for index in large}


@dataclass
class _Piece:
    """A paragraph, an item or a heading in the making."""

    kind: BlockKind
    level: int
    size: float
    text: str
    pages: list[tuple[int, int]] = field(default_factory=list)

    @staticmethod
    def of(line: Line, level: int) -> "_Piece":
        text = line.text
        kind = BlockKind.HEADING if level else BlockKind.PROSE
        bullet = _BULLET.match(text)
        if bullet and not level:
            kind, text = BlockKind.LIST, text[bullet.end() :]
        return _Piece(kind, level, line.size, text, [(line.page, 0)])

    def add(self, line: Line, words: Counter[str]) -> None:
        joined = _join(self.text, line.text, words)
        if line.page != self.pages[-1][0]:
            self.pages.append((line.page, len(joined) - len(line.text)))
        self.text = joined


def _begins(piece: _Piece, previous: Line, line: Line, level: int, body: _Body) -> bool:
    """Whether ``line`` begins a paragraph, item or heading of its own."""
    if level or piece.level:
        gap = previous.y - line.y
        same = level == piece.level and line.size == piece.size and line.page == previous.page
        return not (same and 0 < gap < line.size * 1.6)
    if _BULLET.match(line.text) or abs(line.size - previous.size) > body.size * 0.08:
        return True
    ended = _FULL_STOP.search(previous.text) is not None
    gap = previous.y - line.y
    if line.page != previous.page or gap < 0:  # a new page or column
        return ended and (
            line.x > body.left + line.size * 0.8
            or (_short(previous, body) and not line.text[:1].islower())
        )
    if gap > body.pitch * _PARAGRAPH_GAP:
        return True
    indented = line.x > previous.x + line.size * 0.8 and piece.kind is BlockKind.PROSE
    return ended and (indented or _short(previous, body))


def _short(line: Line, body: _Body) -> bool:
    return clean.width(line.text) < body.columns * _SHORT_LINE


def _join(left: str, right: str, words: Counter[str]) -> str:
    """Join two lines. A hyphen at the end goes, unless the text has the word with it."""
    left = left.rstrip()
    if left.endswith("\u00ad"):
        return left.rstrip("\u00ad") + right
    tail, head = _TAIL.search(left), _HEAD.match(right)
    if tail and head and right[0].islower():
        whole, hyphened = f"{tail[1]}{head[0]}".lower(), f"{tail[1]}-{head[0]}".lower()
        return (left if words[hyphened] > words[whole] else left[:-1]) + right
    return clean.join(left, right)


def _blocks(pieces: Sequence[_Piece]) -> list[Block]:
    blocks: list[Block] = []
    page = 0
    for piece in pieces:
        cleaned = clean.line(piece.text)
        # Cleaning may shorten the text a little; a page starts at a character, not past it.
        starts = tuple(
            (number, min(index, len(cleaned))) for number, index in piece.pages if number > page
        )
        page = max(page, piece.pages[-1][0])
        if piece.kind is BlockKind.LIST:
            item = layout.item_list([cleaned]).lines
            if blocks and blocks[-1].kind is BlockKind.LIST:
                last = blocks.pop()
                item = last.lines + item
                starts = last.pages or starts
            blocks.append(Block(BlockKind.LIST, item, pages=starts))
        elif cleaned:
            blocks.append(Block(piece.kind, (cleaned,), level=piece.level, pages=starts))
    return blocks
