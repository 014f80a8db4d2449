"""Nodes for requirements that an outline would leave out."""

from collections.abc import Sequence

from shared.authoring.extractive import headings
from shared.authoring.extractive.own_ends import closes
from shared.authoring.extractive.seeking import subtree
from shared.authoring.model import Evidence, Outline, OutlineNode, Passage, SourceDocument
from shared.authoring.retrieval import Index
from shared.authoring.roles.coverage import Coverage, core
from shared.authoring.roles.requirements import Requirement, requirements
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.offsets import slice_bytes

_MOST = 3
"""Passages that a node for a requirement gets."""

_CANDIDATES = 12
_LONGEST_TITLE, _LONGEST_CHINESE_TITLE = 70, 30


def with_requirements(
    outline: Outline, sources: Sequence[SourceDocument], evidence: Evidence
) -> Outline:
    """Return the outline with a chapter for each requirement that no node speaks of.

    A node speaks of it if its title, summary and passages cover it (``roles.coverage``). One
    that is missing comes in only if passages of the data sources cover it, with those;
    before a chapter that sums up, in the order of the requirements. Nothing is made up
    for the others: the quality report says that they are not met.
    """
    demands = requirements(sources)
    if not demands or not outline.nodes:
        return outline
    texts = {one.info.id: one.text.encode() for one in sources if one.info.role == "data"}

    def said(passages: Sequence[Passage]) -> str:
        return "\n".join(
            slice_bytes(texts[one.source_id], one.start, one.end)
            for one in passages
            if one.source_id in texts
        )

    covered = Coverage(
        [
            (node.id, node.title, "\n".join((node.content_summary, said(node.passages))))
            for top in outline.nodes
            for node in subtree(top)
        ],
        outline.language,
    )
    missing = [one for one in demands if covered.place_of(one.text) is None]
    if not missing or not texts:
        return outline
    used = {passage for top in outline.nodes for node in subtree(top) for passage in node.passages}
    index = Index(sources)
    added: list[OutlineNode] = []
    for demand in missing:
        found = _evidence(demand, index, outline.language, used)
        if found:
            used.update(found)
            added.append(_node(demand, found, outline.language))
    return _inserted(outline, added)


def _evidence(
    demand: Requirement, index: Index, language: str, used: set[Passage]
) -> tuple[Passage, ...]:
    """Return passages that no node has and that cover the requirement, the best first."""
    texts = dict(zip(index.passages, index.texts, strict=True))
    ranked = [
        one.passage
        for one in index.search(demand.text, _CANDIDATES)
        if not any(_overlap(one.passage, other) for other in used)
    ]
    return tuple(
        passage
        for passage in ranked
        if Coverage([("", passage.place, texts[passage])], language).place_of(demand.text)
    )[:_MOST]


def _overlap(one: Passage, other: Passage) -> bool:
    return one.source_id == other.source_id and one.start < other.end and other.start < one.end


def _node(demand: Requirement, found: tuple[Passage, ...], language: str) -> OutlineNode:
    return OutlineNode(
        id="", title=_title(demand, found, language), key_points=(demand.text,), passages=found
    )


def _title(demand: Requirement, found: Sequence[Passage], language: str) -> str:
    """Return what the requirement is about, if that is short, else the heading of its evidence."""
    about = headings.clean(core(demand.text))
    longest = _LONGEST_CHINESE_TITLE if language in CHARACTER_LANGUAGES else _LONGEST_TITLE
    if about and len(about) <= longest:
        return about
    places = (headings.clean(one.place.rpartition("›")[2]) for one in found)
    return next((place for place in places if place), about[:longest])


def _inserted(outline: Outline, added: Sequence[OutlineNode]) -> Outline:
    if not added:
        return outline
    nodes = list(outline.nodes)
    at = len(nodes) - closes(nodes[-1].title)
    taken = {node.id for top in nodes for node in subtree(top)}
    named = []
    number = len(nodes)
    for node in added:
        number += 1
        while str(number) in taken:
            number += 1
        named.append(node.model_copy(update={"id": str(number)}))
    nodes[at:at] = named
    return outline.model_copy(update={"nodes": tuple(nodes)})
