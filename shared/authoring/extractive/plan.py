"""Splitting an outline into chapters and giving each its evidence and its length."""

from collections.abc import Iterable, Iterator, Sequence

from shared.authoring.extractive import lengths
from shared.authoring.extractive.own_ends import missing_ends
from shared.authoring.extractive.seeking import Evidence, extent, retrieve, subtree
from shared.authoring.model import (
    ChapterPlan,
    DocumentPlan,
    Outline,
    OutlineNode,
    SourceDocument,
)
from shared.authoring.outline_check import walk
from shared.authoring.outline_source import SOURCE_ID, from_summaries, summary_passages
from shared.authoring.text.language import detect
from shared.errors import QuireError
from shared.reasons import Reason


def plan(
    outline: Outline,
    sources: Sequence[SourceDocument],
    *,
    strict: bool = False,
    by_meaning: bool = False,
) -> DocumentPlan:
    """Return the chapters of an outline, one for each top-level node, with their evidence.

    A node keeps its own passages; of what several nodes claim, the deeper one gets
    it, then the first in reading order. A node without any, and with no node below
    it that has some, gets passages by retrieval, see ``seeking``; so does one whose own are
    too short for the length that is asked for.

    Where the only source is the outline's own summaries, each summary is the
    evidence of its node, and none is moved to another.

    Lengths are those of the outline, see ``lengths``.

    Nothing is made up where material is missing: a section below a chapter then has
    no evidence and stands in the document as a heading without text; a chapter fails
    the plan with QuireError(STEP_FAILED), metadata ``step``, ``node_id``, ``title``.
    """
    language = outline.language or _language(outline)
    given = _from_outline(outline, sources)
    if not _is_own_source(outline, sources):
        retrieve(outline, sources, language, given, _wanted(outline), by_meaning=by_meaning)
    for node in outline.nodes:
        if not any(given.get(inner.id) for inner in subtree(node)):
            raise _no_material(outline, node)
    chapters = tuple(
        ChapterPlan(
            index=index,
            total=len(outline.nodes),
            node=node,
            passages={
                inner.id: tuple(given[inner.id]) for inner in subtree(node) if given.get(inner.id)
            },
            language=language,
            query=outline.query,
            genre=outline.genre,
            strict=strict,
        )
        for index, node in enumerate(outline.nodes)
    )
    whole = DocumentPlan(
        title=outline.title,
        language=language,
        query=outline.query,
        chapters=chapters,
        genre=outline.genre,
        target_length=outline.target_length,
        max_length=outline.max_length,
        strict=strict,
    )
    texts = {source.info.id: source.text.encode() for source in sources}
    sizes = {name: float(extent(group, texts, language)) for name, group in given.items()}
    return lengths.with_lengths(whole, sizes, missing_ends(outline.nodes))


def _wanted(outline: Outline) -> dict[str, float]:
    """Return how long the nodes without nodes below them are to be; empty if nothing says so."""
    leaves = [node for _, node in walk(outline) if not node.children]
    if all(leaf.target_length for leaf in leaves):
        return {leaf.id: float(leaf.target_length) for leaf in leaves}
    if not outline.target_length:
        return {}
    return {leaf.id: outline.target_length / len(leaves) for leaf in leaves}


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
