"""The passages of a source: paragraphs that can be found, given to a chapter and quoted."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.authoring.model import Heading, Passage, SourceDocument
from shared.authoring.stretches import stretches
from shared.authoring.text import sentences
from shared.authoring.text.commands import commands
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.authoring.text.offsets import ByteOffsets, slice_bytes
from shared.authoring.text.scripts import UNSPACED
from shared.authoring.text.structure import Block, Kind, blocks

PLACE_SEPARATOR = " › "
"""Stands between the headings of a place."""

_SHORT, _LONG = 25, 120
_SHORT_CHARS, _LONG_CHARS = 40, 250
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_HASHES = re.compile(r"#{1,6}\s+|\s+#+\s*$")


def split(source: SourceDocument) -> tuple[Passage, ...]:
    """Cut a source into passages, in order and apart.

    A passage holds whole sentences of paragraphs and lists, 25 to 120 words (40 to
    250 characters where a text is written without spaces) as far as paragraphs and
    sentences allow. Short paragraphs that follow each other under one heading
    are joined, long ones are cut between sentences. Headings, code, tables and what is
    no evidence, see ``stretches``, are in no passage. ``place`` is the path of headings
    above, else the page.
    """
    language = source.info.language or detect(source.text)
    unit = _Unit(language)
    offsets = ByteOffsets(source.text)
    headings = headings_of(source)
    places = _Places(source, headings)
    found: list[Passage] = []
    for start, end in _cut(source, headings, unit):
        first = offsets.to_byte(start)
        found.append(
            Passage.model_construct(
                source_id=source.info.id,
                start=first,
                end=first + len(source.text[start:end].encode()),
                place=places.at(first),
            )
        )
    return tuple(found)


def headings_of(source: SourceDocument) -> tuple[Heading, ...]:
    """Return the headings that the parser found; if none, the lines that read as headings."""
    if source.headings:
        return tuple(sorted(source.headings, key=lambda heading: heading.start))
    offsets = ByteOffsets(source.text)
    return tuple(
        Heading(
            level=_level(source.text[block.start : block.end]),
            title=_HASHES.sub("", source.text[block.start : block.end]),
            start=offsets.to_byte(block.start),
            end=offsets.to_byte(block.end),
        )
        for block in blocks(source.text)
        if block.kind is Kind.HEADING
    )


def text_of(source: SourceDocument, passage: Passage) -> str:
    """Return the text of a passage.

    Raises ValueError when the passage is of another source or lies outside of its text.
    """
    if passage.source_id != source.info.id:
        raise ValueError(f"a passage of {passage.source_id!r} is none of {source.info.id!r}")
    return slice_bytes(source.text.encode(), passage.start, passage.end)


def _level(line: str) -> int:
    return len(line) - len(line.lstrip("#")) or 1


class _Unit:
    """Counts what a passage is measured in."""

    def __init__(self, language: str) -> None:
        self.language = language
        in_characters = language in CHARACTER_LANGUAGES or language == "th"
        self.short = _SHORT_CHARS if in_characters else _SHORT
        self.long = _LONG_CHARS if in_characters else _LONG
        self._in_characters = in_characters

    def count(self, text: str) -> int:
        if self._in_characters:
            return len(text)
        if text.isascii():
            return len(text.split())
        return len(text.split()) + len(_UNSPACED_RUN.findall(text)) // 2


class _Stretch(NamedTuple):
    start: int
    end: int
    size: int


def _cut(
    source: SourceDocument, headings: Sequence[Heading], unit: _Unit
) -> Iterator[tuple[int, int]]:
    """Yield the passages in character indexes."""
    for together in stretches(source, headings):
        waiting: list[_Stretch] = []
        size = 0
        for piece in (one for block in together for one in _pieces(source.text, block, unit)):
            if waiting and (size >= unit.short or size + piece.size > unit.long):
                yield waiting[0].start, waiting[-1].end
                waiting, size = [], 0
            waiting.append(piece)
            size += piece.size
        if waiting:
            yield waiting[0].start, waiting[-1].end


def _pieces(text: str, block: Block, unit: _Unit) -> Iterator[_Stretch]:
    """Yield a block whole or, where it is long, cut between sentences into even parts."""
    content = text[block.start : block.end]
    size = unit.count(content)
    if size <= unit.long:
        yield _Stretch(block.start, block.end, size)
        return
    even = size / -(-size // unit.long)
    start = end = -1
    done = part = 0
    parts = 1
    for span in sentences.split(content, unit.language):
        own = unit.count(content[span.start : span.end])
        if start >= 0 and (part + own > unit.long or done + own / 2 > even * parts):
            yield _Stretch(block.start + start, block.start + end, part)
            start, part = -1, 0
            parts += 1
        if start < 0:
            start = span.start
        end = span.end
        part += own
        done += own
    if start >= 0:
        yield _Stretch(block.start + start, block.start + end, part)


class _Places:
    """Answers, for offsets that only grow, under which headings or on which page they are."""

    def __init__(self, source: SourceDocument, headings: Sequence[Heading]) -> None:
        self._headings = headings
        self._pages = sorted(source.pages, key=lambda page: page.start)
        self._orders = {one.start for one in headings if commands(one.title)}
        self._path: list[Heading] = []
        self._at = self._page = 0

    def at(self, offset: int) -> str:
        while self._at < len(self._headings) and self._headings[self._at].start <= offset:
            heading = self._headings[self._at]
            self._path = [above for above in self._path if above.level < heading.level]
            self._path.append(heading)
            self._at += 1
        while self._page < len(self._pages) and self._pages[self._page].start <= offset:
            self._page += 1
        if self._path:
            return PLACE_SEPARATOR.join(
                heading.title for heading in self._path if heading.start not in self._orders
            )
        return f"p. {self._pages[self._page - 1].number}" if self._page else ""
