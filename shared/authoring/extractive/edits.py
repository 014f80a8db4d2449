"""Taking sentences out of chapters so that what is left can be read.

Sentences go by their number: their place in the reading order of the chapters, from 0.
"""

from collections.abc import Collection, Iterator, Sequence

from shared.authoring.counts import sentences_of
from shared.authoring.extractive.standalone import Fitness, fitness
from shared.authoring.model import Chapter, Paragraph, Section, Sentence
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.language import detect
from shared.authoring.text.words import content_tokens

_REPEATS = 0.5

Place = tuple[str, int]
"""Where a sentence of a source begins: source id and byte offset."""


def place_of(sentence: Sentence) -> Place:
    """Return where the evidence of a sentence begins; ``("", 0)`` without evidence."""
    return next(((one.source_id, one.start) for one in sentence.evidence), ("", 0))


def all_of(chapters: Sequence[Chapter]) -> list[Sentence]:
    """Return the sentences of chapters by their numbers."""
    return [one for chapter in chapters for one in sentences_of(chapter.section)]


def repeats(chapters: Sequence[Chapter]) -> set[int]:
    """Return the sentences that say what an earlier one says in nearly the same words."""
    words = [content_tokens(one.text, detect(one.text)) for one in all_of(chapters)]
    return set(near_duplicates(words, _REPEATS))


def without(
    chapters: Sequence[Chapter], gone: Collection[int], *, may_empty: bool = False
) -> list[Chapter]:
    """Return the chapters without some sentences and those that depend on them.

    Tables and code stay. A section that would lose all its sentences keeps them.

    Args:
        may_empty: whether such a section loses them all the same.

    """
    numbers = iter(range(len(all_of(chapters))))

    def section(whole: Section) -> Section:
        paragraphs = [
            paragraph.model_copy(update={"sentences": kept})
            for paragraph in whole.paragraphs
            if (kept := tuple(_still_read(paragraph, gone, numbers)))
        ]
        return whole.model_copy(
            update={
                "paragraphs": tuple(paragraphs) or (() if may_empty else whole.paragraphs),
                "sections": tuple(section(below) for below in whole.sections),
            }
        )

    return [
        chapter.model_copy(update={"section": section(chapter.section)}) for chapter in chapters
    ]


def _still_read(
    paragraph: Paragraph, gone: Collection[int], numbers: Iterator[int]
) -> Iterator[Sentence]:
    before_gone = False
    for sentence, number in zip(paragraph.sentences, numbers, strict=False):
        if paragraph.kind != "prose":
            yield sentence
            continue
        before_gone = number in gone or (before_gone and _depends(sentence))
        if not before_gone:
            yield sentence


def _depends(sentence: Sentence) -> bool:
    """Say whether a sentence takes up the one before it."""
    return fitness(sentence.text, detect(sentence.text)) is Fitness.DEPENDENT
