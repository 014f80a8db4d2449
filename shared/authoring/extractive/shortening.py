"""Making chapters shorter: the sentences that say least go first, ends of paragraphs only."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.authoring.extractive import edits
from shared.authoring.extractive.relevance import Relevance
from shared.authoring.model import Chapter, Section
from shared.authoring.text.counts import length
from shared.authoring.text.words import content_tokens

_ENDS = ("summary", "introduction")
_STAYING = 2
"""Sentences that a section keeps, as long as enough goes without them."""


@dataclass
class _Part:
    """A section's paragraphs by the numbers of their sentences, with how many there are."""

    paragraphs: list[list[int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(map(len, self.paragraphs))


def size_of(chapters: Sequence[Chapter], language: str) -> int:
    """Return the length of the prose of chapters, in the unit of the document's language."""
    sentences = edits.all_of(chapters)
    numbers = (number for part in _parts(chapters) for group in part.paragraphs for number in group)
    return sum(length(sentences[number].text, language) for number in numbers)


def shorten(
    chapters: Sequence[Chapter], most: int, language: str, query: str, *, whatever_it_takes: bool
) -> tuple[list[Chapter], list[tuple[str, str]]]:
    """Return chapters of at most ``most`` length, and what went: (chapter id, sentence).

    The end of a paragraph goes that says least on the query, until each section is down to
    two sentences, then to one. Chapters then stay longer than ``most``, but with
    ``whatever_it_takes``: summary and introduction go, then, from the end of the
    document, all.
    """
    sentences = edits.all_of(chapters)
    sizes = [length(one.text, language) for one in sentences]
    parts = list(_parts(chapters))
    total = sum(sizes[number] for part in parts for group in part.paragraphs for number in group)
    if total <= most:
        return list(chapters), []
    words = [content_tokens(one.text, language) for one in sentences]
    relevance = Relevance(words, [(content_tokens(query, language), 1.0)])
    worth = [relevance.score(one) for one in words]
    gone: set[int] = set()

    def drop(numbers: Iterator[int]) -> None:
        nonlocal total
        while total > most and (number := next(numbers, None)) is not None:
            gone.add(number)
            total -= sizes[number]

    for staying in (_STAYING, 1):
        drop(_tails(parts, worth, staying))
    if whatever_it_takes:
        for role in _ENDS:
            drop(number for number in _of_role(chapters, role) if number not in gone)
        drop(number for number in range(len(sentences) - 1, -1, -1) if number not in gone)
    owners = [one.section.node_id for one in chapters for _ in edits.all_of([one])]
    kept = edits.without(chapters, gone, may_empty=whatever_it_takes)
    return (
        [one for one in kept if one.role not in _ENDS or edits.all_of([one])],
        [(owners[number], sentences[number].text) for number in sorted(gone)],
    )


def _tails(parts: Sequence[_Part], worth: Sequence[float], staying: int) -> Iterator[int]:
    """Yield ends of paragraphs, those worth least first, while their sections can lose them."""
    heap = [
        (worth[group[-1]], group[-1], at, place)
        for at, part in enumerate(parts)
        for place, group in enumerate(part.paragraphs)
        if group
    ]
    heapq.heapify(heap)
    while heap:
        _, number, at, place = heapq.heappop(heap)
        part = parts[at]
        if part.size <= staying:
            continue
        group = part.paragraphs[place]
        group.pop()
        yield number
        if group:
            heapq.heappush(heap, (worth[group[-1]], group[-1], at, place))


def _of_role(chapters: Sequence[Chapter], role: str) -> Iterator[int]:
    start = 0
    for chapter in chapters:
        count = len(edits.all_of([chapter]))
        if chapter.role == role:
            yield from range(start + count - 1, start - 1, -1)
        start += count


def _parts(chapters: Sequence[Chapter]) -> Iterator[_Part]:
    numbers = iter(range(len(edits.all_of(chapters))))

    def section(whole: Section) -> Iterator[_Part]:
        part = _Part()
        for paragraph in whole.paragraphs:
            group = [next(numbers) for _ in paragraph.sentences]
            if paragraph.kind == "prose":
                part.paragraphs.append(group)
        yield part
        for below in whole.sections:
            yield from section(below)

    for chapter in chapters:
        yield from section(chapter.section)
