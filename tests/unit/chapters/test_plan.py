import pytest

from shared.authoring.extractive.plan import plan
from shared.authoring.model import DocumentPlan, Outline, OutlineNode, Passage, SourceDocument
from shared.authoring.outline_source import from_summaries
from shared.authoring.passages import split, text_of
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.chapters.corpus import (
    CHINESE,
    CHINESE_OUTLINE,
    ENGLISH,
    ENGLISH_OUTLINE,
    outline,
    source,
    with_passages,
)


def given(planned: DocumentPlan) -> list[Passage]:
    return [
        passage
        for chapter in planned.chapters
        for group in chapter.passages.values()
        for passage in group
    ]


def text_for(planned: DocumentPlan, node_id: str, sources: tuple[SourceDocument, ...]) -> str:
    texts = {one.info.id: one for one in sources}
    return "\n".join(
        text_of(texts[passage.source_id], passage)
        for chapter in planned.chapters
        for passage in chapter.passages.get(node_id, ())
    )


def overlaps(passages: list[Passage]) -> list[tuple[Passage, Passage]]:
    return [
        (one, other)
        for at, one in enumerate(passages)
        for other in passages[at + 1 :]
        if one.source_id == other.source_id and one.start < other.end and other.start < one.end
    ]


def test_chapters_are_the_top_level_nodes_in_order() -> None:
    planned = plan(ENGLISH_OUTLINE, ENGLISH)
    assert [c.node.title for c in planned.chapters] == ["Street trees", "Roofs", "Warning systems"]
    assert [(c.index, c.total) for c in planned.chapters] == [(0, 3), (1, 3), (2, 3)]
    assert {(c.language, c.query) for c in planned.chapters} == {("en", ENGLISH_OUTLINE.query)}


def test_retrieval_gives_nodes_what_speaks_of_them() -> None:
    planned = plan(ENGLISH_OUTLINE, ENGLISH)
    assert "Barcelona" in text_for(planned, "1", ENGLISH)
    assert "A cool roof is" in text_for(planned, "2.1", ENGLISH)
    assert "Basel" in text_for(planned, "2.2", ENGLISH)
    assert "Ahmedabad" in text_for(planned, "3", ENGLISH)
    planned = plan(CHINESE_OUTLINE, CHINESE)
    assert "武汉" in text_for(planned, "1", CHINESE)
    assert "蒸腾" in text_for(planned, "2", CHINESE)
    assert "上海" in text_for(planned, "3", CHINESE)


@pytest.mark.parametrize("own", [False, True])
def test_no_passage_is_given_twice(own: bool) -> None:
    for base, sources in ((ENGLISH_OUTLINE, ENGLISH), (CHINESE_OUTLINE, CHINESE)):
        passages = given(plan(with_passages(base, sources) if own else base, sources))
        assert passages
        assert overlaps(passages) == []


def test_own_passages_are_kept_as_they_are() -> None:
    whole = with_passages(ENGLISH_OUTLINE, ENGLISH)
    planned = plan(whole, ENGLISH)
    assert planned.chapters[0].passages == {"1": whole.nodes[0].passages}


def test_of_overlapping_claims_the_deeper_node_then_the_first_wins() -> None:
    one = source("s1", "Aaa aaa. Bbb bbb. Ccc ccc. Ddd ddd.")
    place = {"source_id": "s1"}
    whole = Outline.model_validate(
        {
            "title": "T",
            "language": "en",
            "nodes": [
                {
                    "id": "p",
                    "title": "Parent",
                    "passages": [{**place, "start": 0, "end": 35}],
                    "children": [
                        {
                            "id": "c",
                            "title": "Child",
                            "passages": [{**place, "start": 9, "end": 17}],
                        }
                    ],
                },
                {
                    "id": "q",
                    "title": "Other",
                    "passages": [{**place, "start": 18, "end": 35}],
                    "children": [],
                },
            ],
        }
    )
    with pytest.raises(QuireError) as caught:
        plan(whole, (one,))
    assert caught.value.metadata["node_id"] == "q"
    planned = plan(whole.model_copy(update={"nodes": whole.nodes[:1]}), (one,))
    spans = {
        name: [(passage.start, passage.end) for passage in group]
        for name, group in planned.chapters[0].passages.items()
    }
    assert spans == {"p": [(0, 9), (17, 35)], "c": [(9, 17)]}


def test_an_early_chapter_does_not_use_up_the_material() -> None:
    paragraphs = [f"Trees cool street number {n} of the old town. " * 6 for n in range(6)]
    one = source("s1", "\n\n".join(paragraph.strip() for paragraph in paragraphs))
    assert len(split(one)) == 6
    planned = plan(outline("T", "trees", [f"Trees {n}" for n in range(6)], "en"), (one,))
    assert all(chapter.passages for chapter in planned.chapters)


def test_a_chapter_without_any_material_fails_by_name() -> None:
    one = source("s1", "Street trees lower the temperature of the air.")
    with pytest.raises(QuireError) as caught:
        plan(outline("T", "heat", ["Trees", "Lighthouses of Norway"], "en"), (one,))
    assert caught.value.reason is Reason.STEP_FAILED
    assert caught.value.metadata == {
        "step": "plan", "node_id": "2", "title": "Lighthouses of Norway",
    }  # fmt: skip
    assert "Lighthouses of Norway" in caught.value.message


def test_a_chapter_that_nothing_speaks_of_gets_what_is_left_over() -> None:
    planned = plan(
        outline("T", "How do cities adapt to heat?", ["Roofs", "Zymurgy"], "en"), ENGLISH
    )
    assert planned.chapters[1].passages


def test_summaries_are_the_evidence_of_their_own_nodes() -> None:
    whole = Outline.model_validate(
        {
            "title": "人工智能技术文档",
            "language": "zh",
            "nodes": [
                {
                    "id": "1",
                    "title": "概述",
                    "children": [
                        {"id": "1.1", "title": "定义", "content_summary": "智能体选择行动。"},
                        {"id": "1.2", "title": "应用于医疗"},
                    ],
                },
                {"id": "2", "title": "应用", "content_summary": "人工智能用于医疗影像分析。"},
            ],
        }
    )
    made = from_summaries(whole)
    assert made is not None
    # As the document service has it: without headings.
    own = SourceDocument(info=made.info, text=made.text)
    planned = plan(whole.model_copy(update={"sources": (own.info,)}), (own,))
    assert set(planned.chapters[0].passages) == {"1.1"}
    assert text_for(planned, "1.1", (own,)) == "智能体选择行动。"
    assert text_for(planned, "2", (own,)) == "人工智能用于医疗影像分析。"


def test_a_chapter_without_a_summary_among_summaries_fails() -> None:
    nodes = (
        OutlineNode(id="1", title="定义", content_summary="智能体选择行动。"),
        OutlineNode(id="2", title="行动"),
    )
    whole = Outline(title="T", nodes=nodes)
    own = from_summaries(whole)
    assert own is not None
    with pytest.raises(QuireError) as caught:
        plan(whole, (own,))
    assert caught.value.metadata["node_id"] == "2"


def test_passages_of_sources_that_are_no_data_are_not_evidence() -> None:
    guide = source("s9", "Write about street trees in short sentences.")
    guide = guide.model_copy(update={"info": guide.info.model_copy(update={"role": "style_guide"})})
    planned = plan(ENGLISH_OUTLINE, (*ENGLISH, guide))
    assert {passage.source_id for passage in given(planned)} <= {"s1", "s2"}


def test_the_document_s_language_comes_first() -> None:
    planned = plan(outline("T", "heat", ["Street trees", "Roofs"], "en"), (*CHINESE, *ENGLISH_S3))
    assert {passage.source_id for passage in given(planned)} == {"s3"}


ENGLISH_S3 = (source("s3", ENGLISH[0].text + "\n" + ENGLISH[1].text),)
