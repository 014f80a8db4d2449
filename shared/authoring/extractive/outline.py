"""An outline without a model: the sources' own structure, merged into one document's."""

from collections.abc import Sequence

from shared.authoring.extractive import arrange, skeleton
from shared.authoring.extractive.query import read_query
from shared.authoring.extractive.sections import Part, Texts, language_of, read_source
from shared.authoring.extractive.summaries import summarise
from shared.authoring.model import Evidence, Outline, OutlineNode, Passage, SourceDocument


def outline(query: str, sources: Sequence[SourceDocument], evidence: Evidence) -> Outline:
    """Structure a document about ``query`` from the passages of the evidence.

    Chapters come from the headings of the data sources, merged where sources speak
    of the same, from topics where there are no headings, and from what several sources
    speak of where each has an order of its own; there are at most 12, at most three levels
    deep. Each passage, or each piece of one, is given to one node. Without evidence the
    outline is the skeleton for the query.
    """
    data = [source for source in sources if source.info.role == "data"]
    known = {source.info.id for source in data}
    passages = list(
        dict.fromkeys(s.passage for s in evidence.passages if s.passage.source_id in known)
    )
    if not passages:
        made = skeleton.skeleton(query)
        return made.model_copy(update={"sources": tuple(source.info for source in sources)})
    texts = Texts.of(data, passages)
    language = _language(query, data)
    by_source: dict[str, list[Passage]] = {}
    for passage in passages:
        by_source.setdefault(passage.source_id, []).append(passage)
    wholes = [
        read_source(number, source, by_source[source.info.id], texts)
        for number, source in enumerate(data)
        if source.info.id in by_source
    ]
    subject = read_query(query)
    parts = arrange.chapters(wholes, query, language, texts)
    scores = _scores(evidence, texts)
    return Outline(
        title=subject.title or query.strip(),
        query=query,
        language=language,
        grounding="sources",
        nodes=tuple(
            _node(part, str(number), texts, scores) for number, part in enumerate(parts, 1)
        ),
        sources=tuple(source.info for source in sources),
    )


def _scores(evidence: Evidence, texts: Texts) -> dict[Passage, float]:
    """Return the score of each passage in use; a piece of one has that of the whole."""
    scores = {found.passage: found.score for found in evidence.passages}
    for piece in texts.texts.keys() - scores.keys():
        scores[piece] = max(
            found.score for found in evidence.passages if _holds(found.passage, piece)
        )
    return scores


def _holds(whole: Passage, piece: Passage) -> bool:
    return whole.source_id == piece.source_id and whole.start <= piece.start < whole.end


def _language(query: str, data: Sequence[SourceDocument]) -> str:
    """Return the query's language if sources may be expected in it, else that of most text."""
    asked = read_query(query).language
    if asked in {"zh", "en"}:
        return asked
    sizes: dict[str, int] = {}
    for source in data:
        language = language_of(source)
        sizes[language] = sizes.get(language, 0) + len(source.text)
    return max(sizes, key=lambda language: (sizes[language], language))


def _node(part: Part, node_id: str, texts: Texts, scores: dict[Passage, float]) -> OutlineNode:
    return OutlineNode(
        id=node_id,
        title=part.title,
        content_summary=summarise(part, texts, scores),
        passages=tuple(part.passages),
        children=tuple(
            _node(inner, f"{node_id}.{number}", texts, scores)
            for number, inner in enumerate(part.parts, 1)
        ),
    )
