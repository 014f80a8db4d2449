"""Splitting an outline into chapters and giving each its evidence."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from shared.authoring.model import (
    ChapterPlan,
    DocumentPlan,
    Outline,
    OutlineNode,
    Passage,
    SourceDocument,
)
from shared.authoring.outline_check import walk
from shared.authoring.outline_source import SOURCE_ID, from_summaries, summary_passages
from shared.authoring.retrieval import Index
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.errors import QuireError
from shared.reasons import Reason

_PER_SECTION = 6
"""Passages that a node without its own gets by retrieval, at most."""

_ABOVE, _QUERY = 0.3, 0.1
"""Weight of the titles above a node and of the query, against its own words."""

_LEAST = 0.4
"""Share of its best passage's score that a node's further passages must reach."""

Evidence = dict[str, list[Passage]]


def plan(outline: Outline, sources: Sequence[SourceDocument]) -> DocumentPlan:
    """Return the chapters of an outline, one for each top-level node, with their evidence.

    A node keeps its own passages; of what several nodes claim, the deeper one gets
    it, then the first in reading order. A node without any, and with no node below
    it that has some, gets passages by retrieval (its title and summary, the titles
    above it, the query), in rounds: each takes its best one before any takes its
    next, so that an early chapter does not use up the material. Passages in the
    document's language come first. A chapter for which retrieval finds nothing gets
    the passage left over that is nearest to the query.

    Where the only source is the outline's own summaries, each summary is the
    evidence of its node, and none is moved to another.

    Nothing is made up where material is missing: a section below a chapter then has
    no evidence and stands in the document as a heading without text; a chapter fails
    the plan with QuireError(STEP_FAILED), metadata ``step``, ``node_id``, ``title``.
    """
    language = outline.language or _language(outline)
    given = _from_outline(outline, sources)
    if not _is_own_source(outline, sources):
        _retrieve(outline, sources, language, given)
    for node in outline.nodes:
        if not any(given.get(inner.id) for inner in _subtree(node)):
            raise _no_material(outline, node)
    chapters = tuple(
        ChapterPlan(
            index=index,
            total=len(outline.nodes),
            node=node,
            passages={
                inner.id: tuple(given[inner.id]) for inner in _subtree(node) if given.get(inner.id)
            },
            language=language,
            query=outline.query,
        )
        for index, node in enumerate(outline.nodes)
    )
    return DocumentPlan(
        title=outline.title, language=language, query=outline.query, chapters=chapters
    )


def _language(outline: Outline) -> str:
    parts = [outline.query, outline.title, *(node.title for _, node in walk(outline))]
    return detect("\n".join(parts))


def _is_own_source(outline: Outline, sources: Sequence[SourceDocument]) -> bool:
    if len(sources) != 1 or sources[0].info.id != SOURCE_ID:
        return False
    own = from_summaries(outline)
    return own is not None and own.text == sources[0].text


def _from_outline(outline: Outline, sources: Sequence[SourceDocument]) -> Evidence:
    """Return the passages that the nodes bring, each given once."""
    if _is_own_source(outline, sources):
        return {name: [passage] for name, passage in summary_passages(outline).items()}
    taken: dict[str, list[tuple[int, int]]] = {}
    given: Evidence = {}
    texts = {s.info.id: s.text.encode() for s in sources if s.info.role == "data"}
    for node in (inner for top in outline.nodes for inner in _deepest_first(top)):
        for passage in node.passages:
            if passage.source_id not in texts:
                continue
            spans = taken.setdefault(passage.source_id, [])
            for start, end in _free(passage.start, passage.end, spans):
                if texts[passage.source_id][start:end].strip():
                    piece = passage.model_copy(update={"start": start, "end": end})
                    given.setdefault(node.id, []).append(piece)
            spans.append((passage.start, passage.end))
    return given


def _free(start: int, end: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what of ``start..end`` no taken span covers."""
    for first, last in sorted(span for span in taken if span[0] < end and span[1] > start):
        if start < first:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


@dataclass
class _Seeker:
    """A node that needs passages, with its candidates, the best last."""

    node: OutlineNode
    above: tuple[str, ...]
    chapter: str
    found: list[tuple[float, int]] = field(default_factory=list)


def _retrieve(
    outline: Outline, sources: Sequence[SourceDocument], language: str, given: Evidence
) -> None:
    seekers = list(_seekers(outline, given))
    if not seekers:
        return
    index = Index(sources)
    weights = _weights(index, language, given)
    about = index.scores(outline.query)
    for seeker in seekers:
        own = index.scores(f"{seeker.node.title} {seeker.node.content_summary}")
        above = index.scores(" ".join(seeker.above))
        scores = (own + _ABOVE * above + _QUERY * about) * weights * (own + above > 0)
        best = np.argsort(-scores, kind="stable")[: 4 * _PER_SECTION]
        least = _LEAST * float(scores[best[0]]) if len(best) else 0.0
        seeker.found = [
            (float(scores[at]), int(at)) for at in reversed(best) if scores[at] > max(least, 0)
        ]
    free = weights > 0
    for _ in range(_PER_SECTION):
        _round(seekers, index, free, given)
    order = np.argsort(-about, kind="stable")
    rest = [int(at) for at in order if free[at]]
    for node in outline.nodes:
        if rest and not any(given.get(inner.id) for inner in _subtree(node)):
            first = next(seeker.node for seeker in seekers if seeker.chapter == node.id)
            given[first.id] = [index.passages[rest.pop(0)]]


def _round(
    seekers: Sequence[_Seeker], index: Index, free: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    given: Evidence,
) -> None:  # fmt: skip
    """Let each seeker take its best free passage; those with the best claims first."""
    for seeker in sorted(seekers, key=lambda one: -one.found[-1][0] if one.found else 0.0):
        while seeker.found:
            _, at = seeker.found.pop()
            if free[at]:
                free[at] = False
                given.setdefault(seeker.node.id, []).append(index.passages[at])
                break


def _weights(
    index: Index, language: str, given: Evidence
) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
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


def _seekers(outline: Outline, given: Evidence) -> Iterator[_Seeker]:
    """Yield the nodes that need passages: those without any of their own or below them."""

    def below(node: OutlineNode, above: tuple[str, ...], chapter: str) -> Iterator[_Seeker]:
        for child in node.children:
            yield from below(child, (*above, node.title), chapter)
        if not node.children and not given.get(node.id):
            yield _Seeker(node, above, chapter)

    for node in outline.nodes:
        yield from below(node, (), node.id)


def _subtree(node: OutlineNode) -> Iterator[OutlineNode]:
    yield node
    for child in node.children:
        yield from _subtree(child)


def _deepest_first(node: OutlineNode) -> Iterator[OutlineNode]:
    for child in node.children:
        yield from _deepest_first(child)
    yield node


def _no_material(outline: Outline, node: OutlineNode) -> QuireError:
    return QuireError(
        Reason.STEP_FAILED,
        f"the sources hold nothing more for the chapter {node.title!r} (node {node.id!r}), one of "
        f"{len(outline.nodes)}; give more sources, or an outline with fewer chapters",
        metadata={"step": "plan", "node_id": node.id, "title": node.title},
    )
