"""Evidence by retrieval for the nodes of an outline that need some, fairly among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from shared.authoring.model import Outline, OutlineNode, Passage, SourceDocument
from shared.authoring.retrieval import Index
from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect

Evidence: TypeAlias = dict[str, list[Passage]]
"""Passages by node id, the best first."""

_PER_SECTION = 6
"""Passages that a node without its own gets, at most, where no length asks for more."""

_ABOVE, _QUERY = 0.3, 0.1
"""Weight of the titles above a node and of the query, against its own words."""

_LEAST, _LEAST_FOR_LENGTH = 0.4, 0.15
"""Share of its best passage's score that a node's further passages must reach."""

_CANDIDATES = 24
_SPARE = 1.6
"""Length of evidence for each unit of text to be written: repeats and fragments go."""

_Marks: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"
_Weights: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float32]]"


@dataclass
class _Seeker:
    """A node that needs passages, with its candidates, the best last.

    Args:
        wanted: length of evidence; 0 for a number of passages.
        has: length of what it was given.

    """

    node: OutlineNode
    above: tuple[str, ...]
    chapter: str
    wanted: float = 0.0
    has: float = 0.0
    taken: int = 0
    found: list[tuple[float, int]] = field(default_factory=list)

    @property
    def is_served(self) -> bool:
        if self.wanted and self.has >= self.wanted:
            return True
        return not self.wanted and self.taken >= _PER_SECTION


def retrieve(
    outline: Outline,
    sources: Sequence[SourceDocument],
    language: str,
    given: Evidence,
    lengths: Mapping[str, float] | None = None,
    *,
    by_meaning: bool = False,
) -> None:
    """Add passages to ``given`` for nodes that have none, nor any node below them.

    They are found by a node's title, summary and key points, the titles above it and the
    query, in rounds: each takes its best one before any takes its next. Passages in
    the document's language come first, and none is given twice. A chapter for which nothing
    is found gets the passage left over that is nearest to the query.

    Args:
        lengths: of the text to be written, by node id. A node without nodes below it whose
            own passages are too short for that gets more, as long as they bear on it.
        by_meaning: whether embeddings have a say, see ``Index``.

    """
    wanted = {name: _SPARE * size for name, size in (lengths or {}).items()}
    seekers = list(_seekers(outline, sources, language, given, wanted))
    if not seekers:
        return
    index = Index(sources, by_meaning=by_meaning)
    weights = _weights_of(index, language, given)
    about = index.scores(outline.query)
    for seeker in seekers:
        _look(seeker, index, weights, about)
    free: _Marks = weights > 0
    while any(seeker.found and not seeker.is_served for seeker in seekers):
        _round(seekers, index, free, given, language)
    rest = [int(at) for at in np.argsort(-about, kind="stable") if free[at]]
    for node in outline.nodes:
        if rest and not any(given.get(inner.id) for inner in subtree(node)):
            first = next(seeker.node for seeker in seekers if seeker.chapter == node.id)
            given[first.id] = [index.passages[rest.pop(0)]]


def subtree(node: OutlineNode) -> Iterator[OutlineNode]:
    """Yield a node and all below it, in reading order."""
    yield node
    for child in node.children:
        yield from subtree(child)


def extent(passages: Sequence[Passage], texts: Mapping[str, bytes], language: str) -> int:
    """Return the length of passages in the unit of a language.

    Args:
        texts: stored text by source id.

    """
    return sum(
        length(texts[one.source_id][one.start : one.end].decode(errors="replace"), language)
        for one in passages
        if one.source_id in texts
    )


def _look(seeker: _Seeker, index: Index, weights: _Weights, about: _Weights) -> None:
    node = seeker.node
    own = index.scores(" ".join((node.title, node.content_summary, *node.key_points)))
    above = index.scores(" ".join(seeker.above))
    scores = (own + _ABOVE * above + _QUERY * about) * weights * (own + above > 0)
    most = len(scores) if seeker.wanted else _CANDIDATES
    best = np.argsort(-scores, kind="stable")[:most]
    share = _LEAST_FOR_LENGTH if seeker.wanted else _LEAST
    least = share * float(scores[best[0]]) if len(best) else 0.0
    seeker.found = [
        (float(scores[at]), int(at)) for at in reversed(best) if scores[at] > max(least, 0)
    ]


def _round(
    seekers: Sequence[_Seeker], index: Index, free: _Marks, given: Evidence, language: str
) -> None:
    """Let each seeker take its best free passage; those with the best claims first."""
    for seeker in sorted(seekers, key=lambda one: -one.found[-1][0] if one.found else 0.0):
        while seeker.found and not seeker.is_served:
            _, at = seeker.found.pop()
            if free[at]:
                free[at] = False
                given.setdefault(seeker.node.id, []).append(index.passages[at])
                seeker.taken += 1
                seeker.has += length(index.texts[at], language) if seeker.wanted else 0
                break


def _weights_of(index: Index, language: str, given: Evidence) -> _Weights:
    """Return 0 for passages that are taken, less for those in another script, else 1."""
    taken: dict[str, list[Passage]] = {}
    for passages in given.values():
        for passage in passages:
            taken.setdefault(passage.source_id, []).append(passage)
    own = language in CHARACTER_LANGUAGES
    weights = np.ones(len(index.passages), np.float32)
    for at, (passage, text) in enumerate(zip(index.passages, index.texts, strict=True)):
        others = taken.get(passage.source_id, ())
        if any(one.start < passage.end and one.end > passage.start for one in others):
            weights[at] = 0
        elif (detect(text) in CHARACTER_LANGUAGES) != own:
            weights[at] = 0.01
    return weights


def _seekers(
    outline: Outline,
    sources: Sequence[SourceDocument],
    language: str,
    given: Evidence,
    wanted: Mapping[str, float],
) -> Iterator[_Seeker]:
    """Yield the nodes without nodes below them that have too little."""
    texts = {one.info.id: one.text.encode() for one in sources} if wanted else {}

    def below(node: OutlineNode, above: tuple[str, ...], chapter: str) -> Iterator[_Seeker]:
        for child in node.children:
            yield from below(child, (*above, node.title), chapter)
        if node.children:
            return
        has = extent(given.get(node.id, ()), texts, language) if wanted else 0
        need = wanted.get(node.id, 0.0)
        if not given.get(node.id) or has < need:
            yield _Seeker(node, above, chapter, need, has)

    for node in outline.nodes:
        yield from below(node, (), node.id)
