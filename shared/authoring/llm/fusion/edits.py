"""Sentences of chapters by number, and edits that code applies to them.

Everything that fusion does to chapters is a sentence taken out, or put in the place of
another. What is not named by an edit stays as it is, with its citations.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.authoring.model import Chapter, Paragraph, Section, Sentence


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and where it stands.

    Args:
        number: in reading order, from 0, through all chapters.
        chapter: index among the chapters.
        section: number of the section whose own text it is, in reading order, from 0.
        paragraph: number of its paragraph, in reading order, from 0.
        prose: whether it is a sentence, not a table or code.

    """

    number: int
    chapter: int
    section: int
    paragraph: int
    prose: bool
    sentence: Sentence


def placed(chapters: Sequence[Chapter]) -> list[Placed]:
    """Return all sentences in reading order."""
    found: list[Placed] = []
    section = paragraph = 0
    for index, chapter in enumerate(chapters):
        for inner in sections_of(chapter.section):
            for block in inner.paragraphs:
                for sentence in block.sentences:
                    prose = block.kind == "prose"
                    found.append(Placed(len(found), index, section, paragraph, prose, sentence))
                paragraph += 1
            section += 1
    return found


def apply(chapters: Sequence[Chapter], edits: Mapping[int, Sentence | None]) -> tuple[Chapter, ...]:
    """Return the chapters with some sentences replaced or, for ``None``, taken out.

    Paragraphs that have lost all their sentences go.

    Args:
        edits: by the sentence's number.

    """
    if not edits:
        return tuple(chapters)
    numbers = iter(range(sum(1 for _ in _sentences(chapters))))

    def paragraphs(whole: Section) -> Iterator[Paragraph]:
        for paragraph in whole.paragraphs:
            kept = [edits.get(next(numbers), one) for one in paragraph.sentences]
            left = tuple(one for one in kept if one is not None)
            if left:
                yield paragraph.model_copy(update={"sentences": left})

    def section(whole: Section) -> Section:
        own = tuple(paragraphs(whole))
        below = tuple(section(one) for one in whole.sections)
        return whole.model_copy(update={"paragraphs": own, "sections": below})

    return tuple(
        chapter.model_copy(update={"section": section(chapter.section)}) for chapter in chapters
    )


def opened(chapter: Chapter, sentence: Sentence) -> Chapter:
    """Return the chapter with a sentence before its text, as a paragraph of its own."""
    first = Paragraph(sentences=(sentence,))
    paragraphs = (first, *chapter.section.paragraphs)
    return chapter.model_copy(
        update={"section": chapter.section.model_copy(update={"paragraphs": paragraphs})}
    )


def closed(chapter: Chapter, sentence: Sentence) -> Chapter:
    """Return the chapter with a sentence after its text, as a paragraph of its own."""

    def last(section: Section) -> Section:
        if section.sections:
            below = (*section.sections[:-1], last(section.sections[-1]))
            return section.model_copy(update={"sections": below})
        paragraphs = (*section.paragraphs, Paragraph(sentences=(sentence,)))
        return section.model_copy(update={"paragraphs": paragraphs})

    return chapter.model_copy(update={"section": last(chapter.section)})


def sections_of(section: Section) -> Iterator[Section]:
    """Yield a section and those below it, in reading order."""
    yield section
    for below in section.sections:
        yield from sections_of(below)


def _sentences(chapters: Sequence[Chapter]) -> Iterator[Sentence]:
    for chapter in chapters:
        for section in sections_of(chapter.section):
            for paragraph in section.paragraphs:
                yield from paragraph.sentences
