"""What is promised of every outline, and how the tests make one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from shared.authoring.brief import Brief
from shared.authoring.extractive.research import research
from shared.authoring.extractive.wishes import outline_for
from shared.authoring.llm.outline.make import make_outline
from shared.authoring.model import Outline, OutlineNode, SourceDocument
from shared.authoring.models.port import Model
from shared.authoring.outline_check import OutlineLimits, check_outline, with_ids

FRAMES = {"introduction", "conclusion", "conclusions", "summary", "引言", "结论", "总结"}


async def made(
    model: Model, query: str, sources: Sequence[SourceDocument], brief: Brief | None = None
) -> Outline:
    """Make an outline and check what is promised of each."""
    brief = brief or Brief()
    evidence = research(query, sources)
    base = outline_for(query, brief, sources, evidence)
    result = await make_outline(model, query, brief, sources, evidence, base)
    check(result, brief, sources)
    return result


def check(result: Outline, brief: Brief, sources: Sequence[SourceDocument]) -> None:
    check_outline(result, {s.info.id: s.text for s in sources}, OutlineLimits())
    assert with_ids(result) == result
    assert result.sources == tuple(source.info for source in sources)
    assert (result.genre, result.target_length, result.max_length) == (
        brief.genre,
        brief.target_length,
        brief.max_length,
    )
    data = {s.info.id for s in sources if s.info.role == "data"}
    seen = [passage for node in walk(result.nodes) for passage in node.passages]
    for source_id in {passage.source_id for passage in seen}:
        spans = sorted((p.start, p.end) for p in seen if p.source_id == source_id)
        assert all(one[1] <= other[0] for one, other in pairwise(spans)), "evidence used twice"
    assert {passage.source_id for passage in seen} <= data
    for node in walk(result.nodes):
        assert node.title == node.title.strip()
        assert 0 < len(node.title) <= 90
        assert node.title.lower() not in FRAMES
        if node.children and brief.target_length:
            assert sum(child.target_length for child in node.children) <= node.target_length
    if brief.target_length:
        assert sum(node.target_length for node in result.nodes) == brief.target_length
        assert all(node.target_length > 0 for node in result.nodes)


def walk(nodes: Sequence[OutlineNode]) -> Iterator[OutlineNode]:
    for node in nodes:
        yield node
        yield from walk(node.children)


def titles(result: Outline) -> list[str]:
    return [node.title for node in walk(result.nodes)]


def tree(nodes: Sequence[OutlineNode]) -> list[tuple[str, list[str]]]:
    """Return chapters with the titles of their sections."""
    return [(node.title, [child.title for child in node.children]) for node in nodes]


def depth(nodes: Sequence[OutlineNode]) -> int:
    return 1 + max((depth(node.children) for node in nodes), default=0) if nodes else 0
