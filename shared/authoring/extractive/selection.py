"""Choosing sentences: what bears on the subject, does not repeat and can be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.authoring.extractive.material import Candidate
from shared.authoring.extractive.relevance import Relevance
from shared.authoring.extractive.standalone import Fitness

_REPETITION = 0.5
"""Weight of similarity against relevance (maximal marginal relevance, 1998)."""

_LONGEST_RUN = 5
_LEAD = 0.1
_SLACK = 1.15
"""How far what is taken whole may exceed the budget."""

_ENOUGH = 0.97
"""Of the budget, what need not be added to."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Sentences that follow one another in a paragraph, the first of which stands alone."""

    sentences: tuple[Candidate, ...]
    score: float
    words: frozenset[str]
    size: int


def select(
    candidates: Sequence[Candidate],
    relevance: Relevance,
    budget: float,
    worth: Callable[[Candidate], float] | None = None,
) -> list[Candidate]:
    """Return sentences of about ``budget`` length in an order to be read.

    What stands together in a source is taken together, so that a sentence that takes
    up the one before it has it before it; of what is too long to be taken whole, the first
    sentences. Where no sentence can stand in a text, the best of what there is is taken.

    Args:
        candidates: in any order.
        relevance: measures repetition and, by default, what a sentence is worth.
        budget: length in the unit of the language.
        worth: what a sentence is worth, where that is not its relevance alone.

    """
    placed = sorted(candidates, key=lambda one: (one.passage.source_id, one.passage.start))
    value = worth or (lambda one: relevance.score(one.words))
    chosen: list[Run] = []
    size = 0
    nearest = dict.fromkeys(_runs(usable_of(placed), value), 0.0)
    most = budget * _SLACK
    while nearest and size < budget * _ENOUGH:
        whole = [one for one in nearest if size + one.size <= most]
        run = max(whole or nearest, key=lambda one: one.score - _REPETITION * nearest[one])
        del nearest[run]
        taken = run if whole else _beginning(run, budget - size, at_least_one=not chosen)
        if taken is None:
            continue
        chosen.append(taken)
        size += taken.size
        nearest = {
            other: max(alike, relevance.similarity(taken.words, other.words))
            for other, alike in nearest.items()
        }
    return _in_order(chosen)


def _beginning(run: Run, room: float, *, at_least_one: bool) -> Run | None:
    """Return the first sentences of a run, to the nearest one; ``None`` if none comes near."""
    kept: list[Candidate] = []
    size = 0
    for one in run.sentences:
        if size + one.size / 2 > room and (kept or not at_least_one):
            break
        kept.append(one)
        size += one.size
    if not kept:
        return None
    words = frozenset(word for one in kept for word in one.words)
    return Run(tuple(kept), run.score, words, size)


def usable_of(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the sentences that can stand in a text, or the best that there are.

    A sentence that depends on the one before it counts only where that one is kept.

    Args:
        candidates: in the order of their sources.

    """
    for least in (Fitness.DEPENDENT, Fitness.ASIDE, Fitness.FRAGMENT, Fitness.REST):
        kept: list[Candidate] = []
        for candidate in candidates:
            if candidate.fitness < least:
                continue
            dependent = least is Fitness.DEPENDENT and candidate.fitness is Fitness.DEPENDENT
            if dependent and not (kept and candidate.follows(kept[-1])):
                continue
            kept.append(candidate)
        if kept:
            return kept
    return []


def _runs(candidates: Sequence[Candidate], worth: Callable[[Candidate], float]) -> list[Run]:
    runs: list[Run] = []
    current: list[Candidate] = []
    seen: set[tuple[str, int]] = set()
    for candidate in candidates:
        goes_on = (
            current
            and candidate.follows(current[-1])
            and (len(current) < _LONGEST_RUN or candidate.fitness is not Fitness.WHOLE)
        )
        if current and not goes_on:
            runs.append(_run(current, worth, seen))
            current = []
        current.append(candidate)
    if current:
        runs.append(_run(current, worth, seen))
    return runs


def _run(
    sentences: Sequence[Candidate], worth: Callable[[Candidate], float], seen: set[tuple[str, int]]
) -> Run:
    """Make a run; the first one of a paragraph, which says what it is about, counts more."""
    scores = sorted(map(worth, sentences), reverse=True)[:3]
    lead = sentences[0].block not in seen and not sentences[0].in_list
    seen.add(sentences[0].block)
    return Run(
        sentences=tuple(sentences),
        score=sum(scores) / len(scores) + _LEAD * lead,
        words=frozenset(word for one in sentences for word in one.words),
        size=sum(one.size for one in sentences),
    )


def _in_order(chosen: Sequence[Run]) -> list[Candidate]:
    """Order by source, the one that gave most first, and by place within it."""
    worth: dict[str, float] = {}
    for run in chosen:
        source = run.sentences[0].passage.source_id
        worth[source] = worth.get(source, 0.0) + run.score
    rank = {
        source: place
        for place, source in enumerate(sorted(worth, key=lambda name: (-worth[name], name)))
    }
    return sorted(
        (candidate for run in chosen for candidate in run.sentences),
        key=lambda one: (rank[one.passage.source_id], one.passage.start),
    )
