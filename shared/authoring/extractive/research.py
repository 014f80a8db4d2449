"""Research without a model: which passages bear on a query, the best first."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from shared.authoring.model import Evidence, ScoredPassage, SourceDocument
from shared.authoring.retrieval import Index
from shared.authoring.text.duplicates import near_duplicates

MOST_PASSAGES = 96
"""Passages that research selects from larger material, at most."""

_COMPARED = 120
_PER_SECTION = 4
_CENTRAL = 0.35

Scores: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"


def research(
    query: str, sources: Sequence[SourceDocument], *, by_meaning: bool = False
) -> Evidence:
    """Select and rank passages of the data sources.

    The score, 0 to 1, is two thirds relevance to the query (BM25) and one third
    how central a passage is to its source, so that material in other words than
    the query's, or in another language, is not lost. What repeats a better passage is
    left out.
    Of material with more than ``MOST_PASSAGES`` passages, the best sections
    are taken with up to four passages each, and a source counts for less with each
    section that it has given already.

    Args:
        by_meaning: whether embeddings have a say, see ``Index``.

    """
    index = Index(sources, by_meaning=by_meaning)
    if not index.passages:
        return Evidence()
    scores = _scores(query, index)
    ranked = [int(at) for at in np.argsort(-scores, kind="stable") if index.terms[int(at)]]
    if len(ranked) > MOST_PASSAGES:
        ranked = _spread(index, scores, ranked)
    repeats = near_duplicates([index.terms[at] for at in ranked])
    chosen = [at for place, at in enumerate(ranked) if place not in repeats][:MOST_PASSAGES]
    return Evidence(
        passages=tuple(
            ScoredPassage(passage=index.passages[at], score=round(float(scores[at]), 4))
            for at in chosen
        )
    )


def _scores(query: str, index: Index) -> Scores:
    relevance = index.scores(query).astype(float)
    relevance /= relevance.max() or 1.0
    return (1 - _CENTRAL) * relevance + _CENTRAL * _centrality(index)


def _centrality(index: Index) -> Scores:
    """Return, up to 1, how much each passage uses the words that its source uses."""
    by_source: defaultdict[str, list[int]] = defaultdict(list)
    for at, passage in enumerate(index.passages):
        by_source[passage.source_id].append(at)
    central = np.zeros(len(index.passages))
    for members in by_source.values():
        counts = Counter(word for at in members for word in set(index.terms[at]))
        for at in members:
            words = set(index.terms[at])
            if words:
                shared = sum(counts[word] - 1 for word in words)
                central[at] = shared / math.sqrt(len(words))
        central[members] /= central[members].max() or 1.0
    return central


def _spread(index: Index, scores: Scores, ranked: Sequence[int]) -> list[int]:
    """Choose sections, the best first but fairly among sources, and their best passages."""
    sections: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at in ranked:
        passage = index.passages[at]
        members = sections[passage.source_id, passage.place or f"{at // _PER_SECTION}"]
        if len(members) < _PER_SECTION:
            members.append(at)
    waiting = {name: float(np.mean(scores[members[:2]])) for name, members in sections.items()}
    given: Counter[str] = Counter()
    chosen: list[int] = []

    def worth(name: tuple[str, str]) -> float:
        return waiting[name] / (1 + given[name[0]])

    while waiting and len(chosen) < _COMPARED:
        name = max(waiting, key=worth)
        del waiting[name]
        given[name[0]] += 1
        chosen += sections[name]
    kept = set(chosen)
    return [at for at in ranked if at in kept]
