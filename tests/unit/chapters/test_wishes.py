from collections.abc import Sequence

import pytest

from shared.authoring.brief import Brief
from shared.authoring.extractive import reshape
from shared.authoring.extractive.plan import plan
from shared.authoring.extractive.research import research
from shared.authoring.extractive.seeking import subtree
from shared.authoring.extractive.wishes import outline_for
from shared.authoring.genres import genre, structure
from shared.authoring.model import Outline, OutlineNode, Passage, SourceDocument
from shared.authoring.outline_check import OutlineLimits, check_outline, walk
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.chapters.corpus import (
    CHINESE,
    CHINESE_QUERY,
    ENGLISH,
    ENGLISH_QUERY,
    drafted,
    sentences,
)
from tests.unit.roles.files import kept, parsed

both = pytest.mark.parametrize(
    ("query", "sources"), [(ENGLISH_QUERY, ENGLISH), (CHINESE_QUERY, CHINESE)], ids=["en", "zh"]
)


def made(query: str, brief: Brief, sources: Sequence[SourceDocument]) -> Outline:
    outline = outline_for(query, brief, sources, research(query, sources))
    texts = {one.info.id: one.text for one in sources}
    check_outline(outline, texts, OutlineLimits())
    passages = [one for _, node in walk(outline) for one in node.passages]
    assert len(set(passages)) == len(passages)
    assert {one.source_id for one in passages} <= {
        one.info.id for one in sources if one.info.role == "data"
    }
    return outline


def titles(outline: Outline) -> list[str]:
    return [node.title for node in outline.nodes]


def depth(nodes: Sequence[OutlineNode]) -> int:
    return 1 + max((depth(node.children) for node in nodes), default=0) if nodes else 0


@both
def test_without_wishes_all_is_left_to_the_author(
    query: str, sources: tuple[SourceDocument, ...]
) -> None:
    outline = made(query, Brief(), sources)
    assert (outline.genre, outline.target_length, outline.max_length) == (None, 0, 0)
    assert all(node.target_length == 0 for _, node in walk(outline))


@both
@pytest.mark.parametrize("chapters", [1, 2, 3, 5])
def test_as_many_chapters_as_wished_for(
    query: str, sources: tuple[SourceDocument, ...], chapters: int
) -> None:
    before = {p for _, node in walk(made(query, Brief(), sources)) for p in node.passages}
    outline = made(query, Brief(chapters=chapters), sources)
    assert len(outline.nodes) == chapters
    assert {p for _, node in walk(outline) for p in node.passages} == before
    assert [node.id for node in outline.nodes] == [str(n + 1) for n in range(chapters)]
    assert all(title.strip() for title in titles(outline))


def test_more_chapters_than_there_is_material_for_are_not_made_up() -> None:
    outline = made(ENGLISH_QUERY, Brief(chapters=40), ENGLISH)
    assert 4 <= len(outline.nodes) < 40
    assert all(node.passages for _, node in walk(outline) if not node.children)


@both
def test_no_deeper_than_wished_for(query: str, sources: tuple[SourceDocument, ...]) -> None:
    before = {p for _, node in walk(made(query, Brief(), sources)) for p in node.passages}
    outline = made(query, Brief(depth=1, chapters=2), sources)
    assert depth(outline.nodes) == 1
    assert {p for _, node in walk(outline) for p in node.passages} == before
    assert any(node.key_points for node in outline.nodes)


def test_joined_titles_read_well() -> None:
    nodes = tuple(
        OutlineNode(id=str(n), title=title)
        for n, title in enumerate(("Street trees", "Cool roofs"))
    )
    one = reshape.to_chapters(Outline(title="T", language="en", nodes=nodes), 1, ())
    assert titles(one) == ["Street trees and Cool roofs"]
    passage = Passage(source_id="s2", start=15, end=90)
    nodes = (nodes[0], nodes[1].model_copy(update={"passages": (passage,)}))
    one = reshape.to_chapters(Outline(title="T", language="en", nodes=nodes), 1, ENGLISH)
    assert titles(one) == ["Street trees and cool roofs"]
    assert [node.title for node in one.nodes[0].children] == ["Street trees", "Cool roofs"]
    chinese = tuple(OutlineNode(id=str(n), title=t) for n, t in enumerate(("行道树", "屋顶")))
    assert titles(reshape.to_chapters(Outline(title="T", language="zh", nodes=chinese), 1, ())) == [
        "行道树与屋顶"
    ]


@both
@pytest.mark.parametrize("target", [300, 1000, 5000])
def test_lengths_add_up(query: str, sources: tuple[SourceDocument, ...], target: int) -> None:
    outline = made(query, Brief(target_length=target, max_length=6000), sources)
    assert (outline.target_length, outline.max_length) == (target, 6000)
    whole = sum(node.target_length for node in outline.nodes)
    assert 0.85 * target <= whole <= target
    for _, node in walk(outline):
        assert node.target_length > 0
        assert sum(child.target_length for child in node.children) <= node.target_length


def test_a_short_document_has_few_sections() -> None:
    outline = made(ENGLISH_QUERY, Brief(target_length=130), ENGLISH)
    assert len([node for _, node in walk(outline) if not node.children]) <= 3


DRAFT = "# Staying cool\n\n1. Roofs\n   - Green roofs\n   - White paint on roofs\n2. Street trees\n"
CHINESE_DRAFT = "一、屋顶\n（一）屋顶绿化\n二、行道树\n"


def test_a_draft_is_the_structure() -> None:
    sources = (*ENGLISH, kept("draft.md", DRAFT))
    outline = made(ENGLISH_QUERY, Brief(chapters=7, target_length=300), sources)
    assert outline.title == "Staying cool"
    assert [node.title for _, node in walk(outline)] == [
        "Roofs", "Green roofs", "White paint on roofs", "Street trees",
    ]  # fmt: skip
    assert outline.grounding == "sources"
    assert all(node.passages for _, node in walk(outline) if not node.children)
    text = " ".join(one.text for one in sentences(drafted(outline, sources).chapters))
    assert "Basel" in text
    assert "Barcelona" in text
    assert "Staying cool" not in text


def test_a_chinese_draft_is_the_structure() -> None:
    outline = made(CHINESE_QUERY, Brief(), (*CHINESE, kept("大纲.txt", CHINESE_DRAFT)))
    assert [node.title for _, node in walk(outline)] == ["屋顶", "屋顶绿化", "行道树"]
    assert outline.language == "zh"
    assert outline.nodes[1].passages


def test_a_draft_without_data_is_a_structure_without_evidence() -> None:
    outline = made(ENGLISH_QUERY, Brief(), (kept("draft.md", DRAFT),))
    assert outline.grounding == "none"
    assert titles(outline) == ["Roofs", "Street trees"]


def test_a_draft_that_is_none_fails_by_name() -> None:
    with pytest.raises(QuireError) as caught:
        made(ENGLISH_QUERY, Brief(), (*ENGLISH, kept("draft.md", "It is prose. It has no titles.")))
    assert caught.value.reason is Reason.OUTLINE_INVALID
    assert caught.value.metadata == {"file": "draft.md"}


REQUIREMENTS = """# Wishes

- Street trees
- The report must cover the stability of bridges in hot summers.
- It must explain the role of lighthouses.
"""
BRIDGES = """# Bridges

Bridges expand in hot summers, and their stability depends on joints. The stability of bridges is \
checked every summer in hot regions. Steel joints close when it is hot.
"""


def test_a_requirement_that_the_evidence_bears_gets_a_node() -> None:
    bridges = parsed("bridges.md", BRIDGES, "data", "s3")
    sources = (*ENGLISH, bridges, parsed("wishes.md", REQUIREMENTS, "requirements", "r1"))
    evidence = research(ENGLISH_QUERY, ENGLISH)
    outline = outline_for(ENGLISH_QUERY, Brief(), sources, evidence)
    (added,) = [node for _, node in walk(outline) if "s3" in {p.source_id for p in node.passages}]
    assert added.title == "Stability of bridges in hot summers"
    assert added.key_points == ("The report must cover the stability of bridges in hot summers.",)
    assert not any("lighthouse" in node.title.lower() for _, node in walk(outline))
    ids = [node.id for _, node in walk(outline)]
    assert len(set(ids)) == len(ids)
    planned = plan(outline, sources)
    cited = {p.source_id for c in planned.chapters for group in c.passages.values() for p in group}
    assert "r1" not in cited


def test_requirements_and_style_guides_are_no_evidence() -> None:
    others = (
        parsed("wishes.md", REQUIREMENTS + BRIDGES, "requirements", "r1"),
        parsed("style.md", HEAT_STYLE, "style_guide", "g1"),
    )
    outline = made(ENGLISH_QUERY, Brief(target_length=5000), (*ENGLISH, *others))
    planned = plan(outline, (*ENGLISH, *others))
    cited = {p.source_id for c in planned.chapters for group in c.passages.values() for p in group}
    assert cited <= {"s1", "s2"}
    alone = outline_for(ENGLISH_QUERY, Brief(), others, research(ENGLISH_QUERY, others))
    assert alone.grounding == "none"


HEAT_STYLE = (
    "# Style\n\nSay how cities adapt to extreme heat in short sentences about street trees."
)


@pytest.mark.parametrize(("language", "query"), [("en", ENGLISH_QUERY), ("zh", CHINESE_QUERY)])
def test_a_genre_gives_the_structure_where_there_are_no_data(language: str, query: str) -> None:
    kind = genre("work_report")
    outline = made(query, Brief(genre=kind), ())
    assert outline.genre == kind
    assert tuple(titles(outline)) == structure(kind, language)


def test_the_language_of_the_brief_is_that_of_the_document() -> None:
    assert made(ENGLISH_QUERY, Brief(language="zh-CN"), ENGLISH).language == "zh"
    skeleton = made(ENGLISH_QUERY, Brief(language="zh"), ())
    assert skeleton.language == "zh"
    assert "现状" in titles(skeleton)


def test_the_same_wishes_give_the_same_outline() -> None:
    brief = Brief(chapters=3, target_length=900)
    assert made(ENGLISH_QUERY, brief, ENGLISH) == made(ENGLISH_QUERY, brief, ENGLISH)
    assert list(subtree(made(ENGLISH_QUERY, brief, ENGLISH).nodes[0]))
