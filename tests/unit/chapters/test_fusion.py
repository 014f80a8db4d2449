from collections import Counter

import pytest

from shared.authoring.counts import sentences_of
from shared.authoring.extractive.fusion import fuse
from shared.authoring.extractive.plan import plan
from shared.authoring.model import Draft, Outline, OutlineNode, SourceDocument
from tests.unit.chapters.corpus import (
    CHINESE,
    CHINESE_OUTLINE,
    ENGLISH,
    ENGLISH_OUTLINE,
    drafted,
    outline,
    sentences,
    source,
    with_passages,
)
from tests.unit.citations.documents import chapter, cited

cases = pytest.mark.parametrize(
    ("base", "sources"),
    [
        (with_passages(ENGLISH_OUTLINE, ENGLISH), ENGLISH),
        (ENGLISH_OUTLINE, ENGLISH),
        (with_passages(CHINESE_OUTLINE, CHINESE), CHINESE),
        (CHINESE_OUTLINE, CHINESE),
    ],
    ids=["english", "english by retrieval", "chinese", "chinese by retrieval"],
)


def roles(draft: Draft) -> list[str]:
    return [one.role for one in draft.chapters]


@cases
def test_introduction_and_summary_frame_the_chapters(
    base: Outline, sources: tuple[SourceDocument, ...]
) -> None:
    draft = drafted(base, sources)
    assert roles(draft) == ["introduction", "body", "body", "body", "summary"]
    titles = [draft.chapters[0].section.title, draft.chapters[-1].section.title]
    assert titles == (["引言", "总结"] if draft.language == "zh" else ["Introduction", "Summary"])
    assert [one.section.node_id for one in draft.chapters] == [
        "introduction", "1", "2", "3", "summary",
    ]  # fmt: skip
    assert [one.section.title for one in draft.chapters[1:-1]] == [n.title for n in base.nodes]


@cases
def test_nothing_stands_twice(base: Outline, sources: tuple[SourceDocument, ...]) -> None:
    counts = Counter(one.text for one in sentences(drafted(base, sources).chapters))
    assert [text for text, count in counts.items() if count > 1] == []


def test_the_introduction_says_what_the_query_is_about() -> None:
    english = drafted(with_passages(ENGLISH_OUTLINE, ENGLISH), ENGLISH)
    assert "Extreme heat is a growing hazard" in next(sentences(english.chapters)).text
    chinese = drafted(with_passages(CHINESE_OUTLINE, CHINESE), CHINESE)
    assert next(sentences(chinese.chapters)).text.startswith("城市高温是指")


def test_ids_of_introduction_and_summary_are_not_those_of_nodes() -> None:
    base = with_passages(ENGLISH_OUTLINE, ENGLISH)
    first, *others = base.nodes
    base = base.model_copy(
        update={"nodes": (first.model_copy(update={"id": "introduction"}), *others)}
    )
    names = [one.section.node_id for one in drafted(base, ENGLISH).chapters]
    assert names[:2] == ["introductionx", "introduction"]
    assert len(set(names)) == len(names)


def test_an_outline_with_its_own_introduction_and_conclusion_gets_no_others() -> None:
    english = outline("T", "extreme heat", ["1. Introduction", "Roofs", "Conclusions"], "en")
    assert roles(drafted(english, ENGLISH)) == ["body"] * 3
    chinese = outline("T", "城市高温", ["概述", "屋顶绿化", "总结"], "zh")
    assert roles(drafted(chinese, CHINESE)) == ["body"] * 3


def test_repeats_across_chapters_are_removed_with_what_depends_on_them() -> None:
    said = "Street trees lower the temperature of the air by up to two degrees."
    one = source("s1", f"{said} Barcelona waters its young trees for five years.")
    two = source(
        "s2",
        f"In short: {said} They need much water for that. "
        "White roofs reflect the light of the sun.",
    )
    nodes = (OutlineNode(id="1", title="Trees"), OutlineNode(id="2", title="Roofs"))
    planned = plan(Outline(title="T", language="en", query="heat", nodes=nodes), (one, two))
    chapters = (
        chapter("1", "Trees", cited(one, said)),
        chapter(
            "2",
            "Roofs",
            cited(two, f"In short: {said}"),
            cited(two, "They need much water for that."),
            cited(two, "White roofs reflect the light of the sun."),
        ),
    )
    draft = fuse(planned, chapters, (one, two))
    bodies = [one for one in draft.chapters if one.role == "body"]
    assert [[s.text for s in sentences_of(c.section)] for c in bodies] == [
        [said],
        ["White roofs reflect the light of the sun."],
    ]


def test_a_chapter_that_only_repeats_keeps_its_text() -> None:
    said = "行道树可以把树下的气温降低两度左右，并为行人遮荫。"
    one, two = source("s1", said), source("s2", said)
    nodes = (OutlineNode(id="1", title="行道树"), OutlineNode(id="2", title="气温"))
    planned = plan(Outline(title="T", language="zh", nodes=nodes), (one, two))
    chapters = (chapter("1", "行道树", cited(one, said)), chapter("2", "气温", cited(two, said)))
    draft = fuse(planned, chapters, (one, two))
    assert [len(list(sentences_of(c.section))) for c in draft.chapters] == [1, 1]


def test_little_material_gets_neither_introduction_nor_summary() -> None:
    one = source("s1", "Street trees lower the temperature of the air by two degrees.")
    base = outline("T", "heat", ["Trees"], "en")
    assert roles(drafted(base, (one,))) == ["body"]
