"""How long a written chapter is and how often it cites."""

from collections.abc import Iterator

from shared.authoring.model import Chapter, Section, Sentence
from shared.authoring.text.counts import length
from shared.authoring.text.language import detect


def chapter_counts(chapter: Chapter) -> tuple[int, int]:
    """Return the chapter's length, in the unit of its language, and its citations.

    Headings do not count. The language is that of the chapter's text.
    """
    text = " ".join(sentence.text for sentence in sentences_of(chapter.section))
    return length(text, detect(text)), citations_of(chapter)


def citations_of(chapter: Chapter) -> int:
    """Return how many markers the chapter gets."""
    return sum(len(sentence.evidence) for sentence in sentences_of(chapter.section))


def sentences_of(section: Section) -> Iterator[Sentence]:
    """Yield the sentences of a section and those below it, in reading order."""
    for paragraph in section.paragraphs:
        yield from paragraph.sentences
    for below in section.sections:
        yield from sentences_of(below)
