"""Sentences that tell a reader what another one has told."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from shared.authoring.extractive.standalone import Fitness, fitness
from shared.authoring.llm.fusion.edits import Placed
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.model import Passage, Sentence
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.words import content_tokens

_ALIKE = 0.6
"""Share of the runs of four words that two sentences have in common if they say the same."""

_SHARED_SPAN = 0.5
"""Share of the shorter span that two citations have in common if they cite the same."""

_NEW = 0.34
"""Share of what a sentence takes from its evidence that may be new in a paraphrase."""

_CELL = 512
"""Bytes of a source by which sentences that may cite the same are found."""

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|none|neither|nor|cannot|\w+n['’]t)\b|[不没无未非]", re.IGNORECASE
)


def repeats(there: Sequence[Placed], quotes: Quotes, language: str) -> dict[int, int]:
    """Map the number of each sentence that can go to that of the one that says the same.

    The later one goes: it says the same in nearly the same words, or cites the same
    span and takes nothing from it that the earlier one has not. One that names another
    number or denies what the other says is no repeat. A sentence without evidence may
    repeat a later one with evidence, never the other way round. What stays: a sentence
    that the next one takes up, and the first of a section that would lose all.
    """
    # The first of two is the one that stays.
    prose = sorted(
        (one for one in there if one.prose), key=lambda one: (not one.sentence.evidence, one.number)
    )
    words = [content_tokens(one.sentence.text, language) for one in prose]
    found: dict[int, int] = {}
    for later, earlier in near_duplicates(words, _ALIKE).items():
        if _same_facts(prose[later].sentence, prose[earlier].sentence):
            found[prose[later].number] = prose[earlier].number
    for later, earlier in _paraphrases(prose, [set(one) for one in words], quotes, language):
        if prose[later].number not in found and prose[earlier].number not in found:
            found[prose[later].number] = prose[earlier].number
    return _without_harm(there, found, language)


def _same_facts(later: Sentence, earlier: Sentence) -> bool:
    numbers = set(_NUMBER.findall(later.text)) <= set(_NUMBER.findall(earlier.text))
    return numbers and len(_NEGATION.findall(later.text)) == len(_NEGATION.findall(earlier.text))


def _paraphrases(
    prose: Sequence[Placed], words: Sequence[set[str]], quotes: Quotes, language: str
) -> Iterator[tuple[int, int]]:
    """Yield (index of the later, index of the earlier) of sentences that cite the same."""
    near: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for at, one in enumerate(prose):
        evidence = one.sentence.evidence
        if not evidence:
            continue
        said: set[str] | None = None
        for other in dict.fromkeys(other for cell in _cells(evidence[0]) for other in near[cell]):
            earlier = prose[other].sentence
            if not all(_cited(passage, earlier.evidence) for passage in evidence):
                continue
            if said is None:
                said = words[at] & set(content_tokens(" ".join(quotes.of(evidence)), language))
            new = len(said - words[other])
            if said and new <= _NEW * len(said) and _same_facts(one.sentence, earlier):
                yield at, other
                break
        for cell in {cell for passage in evidence for cell in _cells(passage)}:
            near[cell].append(at)


def _cells(passage: Passage) -> Iterator[tuple[str, int]]:
    """Yield the stretches of a source on which a passage lies."""
    for number in range(passage.start // _CELL, passage.end // _CELL + 1):
        yield passage.source_id, number


def _cited(passage: Passage, others: Sequence[Passage]) -> bool:
    """Say whether one of ``others`` is about the same span."""
    for other in others:
        if other.source_id == passage.source_id:
            common = min(passage.end, other.end) - max(passage.start, other.start)
            shorter = min(passage.end - passage.start, other.end - other.start)
            if common > 0 and common >= _SHARED_SPAN * shorter:
                return True
    return False


def _without_harm(there: Sequence[Placed], found: dict[int, int], language: str) -> dict[int, int]:
    going = dict(found)
    for one, following in zip(reversed(there[:-1]), reversed(there[1:]), strict=True):
        taken_up = (
            following.paragraph == one.paragraph
            and following.number not in going
            and fitness(following.sentence.text, language) is Fitness.DEPENDENT
        )
        if taken_up:
            going.pop(one.number, None)
    sections: defaultdict[int, list[int]] = defaultdict(list)
    for one in there:
        if one.prose:
            sections[one.section].append(one.number)
    for numbers in sections.values():
        if going.keys() >= set(numbers):
            del going[numbers[0]]
    return going
