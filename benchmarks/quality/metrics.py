"""Figures on outlines and documents; each is a share from 0 to 1 unless it says otherwise."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.quality.checker_rules import bare
from benchmarks.quality.words import terms, units

ALIKE = 0.5
"""Least likeness of two headings that are taken for the same."""

SAID = 0.65
"""Least share of a fact's terms that one or two sentences must have to say it."""

_GRAM = 8
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def likeness(title: str, accepted: Sequence[str]) -> float:
    """Return how much a title is one of those accepted.

    The best of Dice's coefficients of their terms. An accepted title all of whose terms
    are in ``title`` counts at least ``ALIKE`` if ``title`` has at most thrice as many.
    """
    own = set(terms(title))
    best = 0.0
    for one in accepted:
        wanted = set(terms(one))
        if not own or not wanted:
            continue
        value = 2 * len(own & wanted) / (len(own) + len(wanted))
        if wanted <= own and len(own) <= 3 * len(wanted):
            value = max(value, ALIKE)
        best = max(best, value)
    return best


def matched(titles: Sequence[str], gold: Sequence[Sequence[str]]) -> dict[int, int]:
    """Return the largest one-to-one assignment of headings to titles that are alike.

    By augmenting paths (Kuhn), the likest titles tried first: from gold's index to
    that of a title.
    """
    values = [[likeness(title, accepted) for title in titles] for accepted in gold]
    ranked = [
        [at for at in sorted(range(len(titles)), key=lambda at: -row[at]) if row[at] >= ALIKE]
        for row in values
    ]
    taken: dict[int, int] = {}

    def assign(heading: int, tried: set[int]) -> bool:
        for title in ranked[heading]:
            if title in tried:
                continue
            tried.add(title)
            if title not in taken or assign(taken[title], tried):
                taken[title] = heading
                return True
        return False

    for heading in range(len(gold)):
        assign(heading, set())
    return {heading: title for title, heading in taken.items()}


def headings(titles: Sequence[str], gold: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Return recall and precision of an outline's titles."""
    common = len(matched(titles, gold))
    return common / len(gold), common / len(titles) if titles else 0.0


def coverage(sentences: Sequence[str], facts: Sequence[str]) -> float:
    """Return the share of facts that one sentence, or two in a row, of a document say.

    A fact is said where ``SAID`` of its terms and all its numbers are.
    """
    windows = [*sentences, *(f"{one} {next_one}" for one, next_one in pairwise(sentences))]
    known = [(set(terms(window)), set(_NUMBER.findall(window))) for window in windows]

    def is_said(fact: str) -> bool:
        wanted, numbers = set(terms(fact)), set(_NUMBER.findall(fact))
        return any(
            numbers <= own_numbers and len(wanted & own) >= SAID * len(wanted)
            for own, own_numbers in known
        )

    return sum(map(is_said, facts)) / len(facts) if facts else 0.0


def printed(sentences: Sequence[str], injected: Sequence[str]) -> int:
    """Return how many of the injected words of sources stand in a document's prose."""
    prose = bare(" ".join(sentences))
    return sum(bare(words) in prose for words in injected)


def repetition(sentences: Sequence[str]) -> float:
    """Return the share of 8-grams (words, or characters of Han) that occurred before."""
    said = [unit for sentence in sentences for unit in units(sentence)]
    grams = Counter(tuple(said[at : at + _GRAM]) for at in range(len(said) - _GRAM + 1))
    total = grams.total()
    return (total - len(grams)) / total if total else 0.0


def length(sentences: Sequence[str]) -> int:
    """Return the words, or characters of Han, of a document's prose."""
    return sum(1 for sentence in sentences for _ in units(sentence))
