"""An outline from drafts that the caller gave: their structure, with evidence by retrieval."""

from collections.abc import Sequence

from shared.authoring.extractive.query import read_query
from shared.authoring.extractive.seeking import Evidence as Given
from shared.authoring.extractive.seeking import retrieve
from shared.authoring.model import Outline, OutlineNode, SourceDocument
from shared.authoring.outline_check import walk
from shared.authoring.roles.draft_outline import read_draft
from shared.authoring.text.language import detect


def from_drafts(query: str, sources: Sequence[SourceDocument], language: str) -> Outline:
    """Return the outline that the sources whose role is ``outline`` draft, one after another.

    Titles, order and nesting are those of the drafts. Each node without nodes below it
    gets the passages of the data sources that speak of it; none is given twice.

    Args:
        language: of the document; that of the query, or else of the titles, if empty.

    Raises QuireError as ``read_draft`` does.
    """
    drafts = [read_draft(source) for source in sources if source.info.role == "outline"]
    nodes = [node for draft in drafts for node in draft.nodes]
    numbered = tuple(_numbered(node, str(place)) for place, node in enumerate(nodes, 1))
    title = next((draft.title for draft in drafts if draft.title), "")
    subject = read_query(query)
    bare = Outline(
        title=title or subject.title or query.strip(),
        query=query,
        nodes=numbered,
        sources=tuple(source.info for source in sources),
    )
    language = language or _language(bare, subject.language)
    given: Given = {}
    if any(source.info.role == "data" for source in sources):
        retrieve(bare, sources, language, given)
    return bare.model_copy(
        update={
            "language": language,
            "grounding": "sources" if given else "none",
            "nodes": tuple(_grounded(node, given) for node in numbered),
        }
    )


def _language(outline: Outline, asked: str) -> str:
    """Return the language of the titles; that of the query where they are too few to tell."""
    titles = [node.title for _, node in walk(outline)]
    return detect("\n".join(titles)) if titles else asked


def _numbered(node: OutlineNode, place: str) -> OutlineNode:
    children = tuple(
        _numbered(child, f"{place}.{number}") for number, child in enumerate(node.children, 1)
    )
    return node.model_copy(update={"id": place, "children": children})


def _grounded(node: OutlineNode, given: Given) -> OutlineNode:
    return node.model_copy(
        update={
            "passages": tuple(given.get(node.id, ())),
            "children": tuple(_grounded(child, given) for child in node.children),
        }
    )
