"""Drafts of outlines in lines: headings, numbers, marks of lists, indentation."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from shared.authoring.model import SourceDocument
from shared.authoring.roles.draft_items import Item, NoDraftError
from shared.authoring.sources import clean
from shared.authoring.sources.numbering import ENDS_SENTENCE
from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.authoring.text.offsets import ByteOffsets

_NUMERAL = r"[一二三四五六七八九十百零〇两\d]{1,6}"
_HASH = re.compile(r"(?P<hashes>#{1,6})\s+(?P<title>\S.*?)\s*#*$")
_UNDERLINE = re.compile(r"\s*(?:(?P<first>={3,})|-{3,})\s*")
_NAMED = (
    (re.compile(rf"第{_NUMERAL}[编篇部卷]\s*[:：、]?\s*(?P<title>\S.*)"), (1, 0)),
    (re.compile(rf"第{_NUMERAL}章\s*[:：、]?\s*(?P<title>\S.*)"), (1, 1)),
    (re.compile(rf"第{_NUMERAL}节\s*[:：、]?\s*(?P<title>\S.*)"), (1, 2)),
    (re.compile(r"part\s+(?:\d+|[ivxlc]+)\b[\s.:–—-]*(?P<title>\S.*)", re.I), (1, 0)),
    (re.compile(r"chapter\s+(?:\d+|[ivxlc]+)\b[\s.:–—-]*(?P<title>\S.*)", re.I), (1, 1)),
    (re.compile(r"section\s+\d+\b(?!\.\d)[\s.:–—-]*(?P<title>\S.*)", re.I), (1, 2)),
    (re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]\s*(?P<title>\S.*)"), (2,)),
    (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]\s*、?\s*(?P<title>\S.*)"), (3,)),
)
_ROMAN = re.compile(r"[IVX]{1,6}[.)]\s+(?P<title>\S.*)")
_DECIMAL = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,5})(?:[.)、．]\s*|\s+)(?P<title>[^\s\d].*|\d{4}.*)"
)
_LESSER = re.compile(r"(?:[（(]\d{1,3}[）)]|[①-⑳]|[a-zA-Z][.)](?=\s))\s*(?P<title>\S.*)")
_BULLET = re.compile(r"(?:[-*+•●○▪■◦‣·–]|[☐☑□])\s+(?:\[[ xX]?\]\s+)?(?P<title>\S.*)")
_INDENTED = 10
"""First number of the rank of lines whose indentation counts; headings come before."""

_LONGEST_WORDS, _LONGEST_CHARACTERS = 20, 40
"""Of a plain line that is a title."""

_LEAST_TITLES = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a draft. ``rank`` is higher the deeper it belongs; ``()`` for plain text."""

    title: str
    rank: tuple[int, ...]
    indent: int

    @property
    def is_heading(self) -> bool:
        return self.rank[:1] == (0,)


def read_lines(source: SourceDocument) -> list[Item]:
    """Return the entries at the top of a draft, the others below them.

    Raises NoDraftError for prose: lines without numbers and marks that are no titles.
    """
    lines = list(_lines(source))
    title = ""
    if not any(line.rank for line in lines):
        lines = _plain(lines)
    elif lines and not lines[0].rank and not lines[0].indent and _is_title(lines[0].title):
        # A line before all others is the title of the document.
        title, lines = lines[0].title, lines[1:]
    top = _nested(lines, _subordinate(lines))
    return [Item(title, below=top)] if title and top else top


def _subordinate(lines: list[Line]) -> bool:
    """Whether items of lists stand below headings of their own, and so say what to cover there."""
    return sum(line.is_heading for line in lines) > 1


def _nested(lines: list[Line], items_are_points: bool) -> list[Item]:
    top: list[Item] = []
    path: list[tuple[tuple[int, ...], Item]] = []
    for line in lines:
        if not line.rank:
            if path and path[-1][1].points and line.indent:
                path[-1][1].points[-1] = clean.join(path[-1][1].points[-1], line.title)
            elif path:
                path[-1][1].summary = clean.join(path[-1][1].summary, line.title)
            continue
        if items_are_points and path and line.rank[0] >= _INDENTED:
            path[-1][1].points.append(line.title)
            continue
        while path and path[-1][0] >= line.rank:
            path.pop()
        item = Item(line.title)
        (path[-1][1].below if path else top).append(item)
        path.append((line.rank, item))
    return top


def _plain(lines: list[Line]) -> list[Line]:
    """Return lines without any mark as entries, by their indentation."""
    if len(lines) < _LEAST_TITLES or not all(_is_title(line.title) for line in lines):
        raise NoDraftError(
            "it has no headings and no numbered or marked lines, and its lines are no titles"
        )
    return [Line(line.title, (_INDENTED, line.indent), line.indent) for line in lines]


def _is_title(text: str) -> bool:
    language = detect(text)
    longest = _LONGEST_CHARACTERS if language in CHARACTER_LANGUAGES else _LONGEST_WORDS
    return ENDS_SENTENCE.search(text) is None and length(text, language) <= longest


def _lines(source: SourceDocument) -> Iterator[Line]:
    levels = _levels(source)
    offsets = ByteOffsets(source.text)
    position = 0
    # All lines are taken back by what they have in common, as code is stored.
    shift = _shift(source.text)
    raw_lines = source.text.split("\n")
    for number, raw in enumerate(raw_lines):
        level = levels.get(offsets.to_byte(position), 0)
        position += len(raw) + 1
        under = _UNDERLINE.fullmatch(raw_lines[number + 1]) if number + 1 < len(raw_lines) else None
        if under and clean.has_text(raw) and not level:
            level = 1 if under["first"] else 2
        if clean.has_text(raw):
            yield _line(raw.expandtabs(4)[shift:], level)


def _levels(source: SourceDocument) -> dict[int, int]:
    """Return the levels of headings by offset.

    Those that a parser guessed from plain text are left out: in a list of numbered lines it
    cannot tell headings from items.
    """
    if source.info.media_type == "text/plain":
        return {}
    return {heading.start: heading.level for heading in source.headings}


def _shift(text: str) -> int:
    expanded = textwrap.dedent(text.expandtabs(4))
    return next(
        (
            len(raw) - len(cut)
            for raw, cut in zip(text.expandtabs(4).split("\n"), expanded.split("\n"), strict=True)
            if cut.strip()
        ),
        0,
    )


def _line(raw: str, level: int) -> Line:
    indent = len(raw) - len(raw.lstrip())
    text = clean.line(raw)
    if hashes := _HASH.fullmatch(text):
        return Line(_bare(hashes["title"]), (0, len(hashes["hashes"])), indent)
    if level:
        return Line(_bare(text), (0, level), indent)
    for pattern, rank in _NAMED:
        if found := pattern.fullmatch(text):
            return Line(_unmarked(found["title"]), rank, indent)
    if found := _ROMAN.fullmatch(text):
        return Line(_unmarked(found["title"]), (_INDENTED, indent, 3), indent)
    if found := _DECIMAL.fullmatch(text):
        parts = found["number"].count(".")
        return Line(_unmarked(found["title"]), (_INDENTED, indent, 4, parts), indent)
    for pattern, kind in ((_LESSER, 5), (_BULLET, 6)):
        if found := pattern.fullmatch(text):
            return Line(_unmarked(found["title"]), (_INDENTED, indent, kind), indent)
    return Line(_unmarked(text), (), indent)


def _bare(heading: str) -> str:
    """Return the title of a heading without the number that it may bear."""
    text = _unmarked(heading)
    patterns = (*(pattern for pattern, _ in _NAMED), _ROMAN, _DECIMAL)
    found = next((found for one in patterns if (found := one.fullmatch(text))), None)
    return found["title"] if found else text


def _unmarked(title: str) -> str:
    """Return a title without signs of emphasis around it, and without a colon at its end."""
    text = title.strip()
    for sign in ("**", "__", "*", "`"):
        if text.startswith(sign) and text.endswith(sign) and len(text) > 2 * len(sign):
            text = text.removeprefix(sign).removesuffix(sign)
    return text.rstrip(":： ") or title
