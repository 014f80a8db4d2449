import pytest

from shared.authoring.counts import chapter_counts, sentences_of
from shared.authoring.extractive.chapters import compose
from shared.authoring.extractive.lengths import CHAPTER_CHARACTERS, CHAPTER_WORDS
from shared.authoring.extractive.plan import plan
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    Outline,
    OutlineNode,
    Passage,
    SourceDocument,
)
from shared.authoring.passages import split
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.chapters.corpus import (
    CHINESE,
    CHINESE_OUTLINE,
    ENGLISH,
    ENGLISH_OUTLINE,
    source,
    with_passages,
)


def single(
    sources: tuple[SourceDocument, ...], title: str, language: str, query: str = ""
) -> ChapterPlan:
    """A chapter that has all passages of some sources as evidence."""
    passages = tuple(passage for one in sources for passage in split(one))
    node = OutlineNode(id="1", title=title, passages=passages)
    return plan(
        Outline(title="T", language=language, query=query, nodes=(node,)), sources
    ).chapters[0]


def said(chapter: Chapter) -> list[str]:
    return [sentence.text for sentence in sentences_of(chapter.section)]


def test_sections_are_those_of_the_node() -> None:
    planned = plan(with_passages(ENGLISH_OUTLINE, ENGLISH), ENGLISH)
    section = compose(planned.chapters[1], ENGLISH).section
    assert (section.node_id, section.title) == ("2", "Roofs")
    assert [(s.node_id, s.title) for s in section.sections] == [
        ("2.1", "Cool roofs"), ("2.2", "Green roofs"),
    ]  # fmt: skip
    assert "A green roof carries soil" in section.sections[1].paragraphs[0].sentences[0].text


@pytest.mark.parametrize(
    ("base", "sources"), [(ENGLISH_OUTLINE, ENGLISH), (CHINESE_OUTLINE, CHINESE)]
)
def test_every_sentence_is_one_of_a_source_and_cites_exactly_itself(
    base: Outline, sources: tuple[SourceDocument, ...]
) -> None:
    stored = {one.info.id: one.text.encode() for one in sources}
    for chapter_plan in plan(base, sources).chapters:
        chapter = compose(chapter_plan, sources)
        assert said(chapter)
        for sentence in sentences_of(chapter.section):
            (passage,) = sentence.evidence
            found = stored[passage.source_id][passage.start : passage.end].decode()
            assert found == sentence.text


def test_what_does_not_stand_alone_is_left_out_where_better_is_there() -> None:
    text = " ".join(said(compose(single(ENGLISH[:1], "Heat", "en"), ENGLISH)))
    assert "See Figure" not in text
    assert "Figure 3" not in text
    assert "What can be done" not in text
    assert "Shade trees along" not in text


def test_a_dependent_sentence_has_the_one_before_it_before_it() -> None:
    sentences = said(compose(single(ENGLISH[:1], "Heat", "en"), ENGLISH))
    at = next(n for n, one in enumerate(sentences) if one.startswith("As a result"))
    assert sentences[at - 1].startswith("Dense streets")
    alone = source(
        "s1", "What now?\n\nThey need water in dry summers. Street trees cool the old town."
    )
    assert said(compose(single((alone,), "Trees", "en"), (alone,))) == [
        "Street trees cool the old town."
    ]


def test_fragments_serve_where_there_is_nothing_else() -> None:
    one = source("s1", "Measures are:\n\n- shade trees\n- cool roofs\n- water")
    chapter = compose(single((one,), "Measures", "en"), (one,))
    lines = [[s.text for s in paragraph.sentences] for paragraph in chapter.section.paragraphs]
    assert lines == [["shade trees"], ["cool roofs"], ["water"]]


@pytest.mark.parametrize(
    ("pattern", "language", "most"),
    [
        (
            "The tree number {n} of the street {n} cools house {n} by {n} degrees. ",
            "en",
            CHAPTER_WORDS,
        ),
        ("第{n}棵行道树使第{n}号房屋的温度降低了{n}度。", "zh", CHAPTER_CHARACTERS),
    ],
)
def test_a_chapter_is_as_long_as_its_material_up_to_a_limit(
    pattern: str, language: str, most: int
) -> None:
    def written(count: int) -> int:
        paragraphs = [
            "".join(pattern.format(n=1000 * p + n * 7) for n in range(4)) for p in range(count)
        ]
        one = source("s1", "\n\n".join(paragraph.strip() for paragraph in paragraphs))
        return chapter_counts(compose(single((one,), "树 trees", language), (one,)))[0]

    assert written(2) < written(5) < written(60) <= most * 1.2
    assert written(60) > most * 0.8


def test_repeats_within_a_chapter_are_dropped() -> None:
    first = "Street trees lower the temperature of the air below them by up to two degrees."
    again = "Street trees lower the temperature of the air below them by up to 2 degrees, too."
    one = source("s1", f"{first} Roofs of white colour reflect the light of the sun.")
    two = source("s2", f"{again} Fountains cool squares by evaporation of water.")
    sentences = said(compose(single((one, two), "Cooling", "en"), (one, two)))
    assert first in sentences
    assert again not in sentences
    assert len(sentences) == 3


def test_the_other_language_serves_only_where_nothing_else_does() -> None:
    chinese = source("s9", "行道树可以降低街道温度。白色屋顶反射阳光。")
    sources = (*ENGLISH, chinese)
    assert all(one.isascii() for one in said(compose(single(sources, "Heat", "en"), sources)))
    alone = compose(single((chinese,), "Heat", "en"), (chinese,))
    assert said(alone) == ["行道树可以降低街道温度。", "白色屋顶反射阳光。"]


def test_the_order_is_that_of_the_source() -> None:
    chapter = compose(single(ENGLISH[:1], "Heat", "en"), ENGLISH)
    starts = [one.evidence[0].start for one in sentences_of(chapter.section)]
    assert starts == sorted(starts)


def test_the_same_plan_gives_the_same_chapter() -> None:
    for chapter_plan in plan(ENGLISH_OUTLINE, ENGLISH).chapters:
        again = compose(chapter_plan, tuple(reversed(ENGLISH)))
        assert again == compose(chapter_plan, ENGLISH)


def test_evidence_without_a_sentence_fails_by_name() -> None:
    table = "| Tree | Degrees |\n| Oak | Two |"
    one = source("s1", table)
    passage = Passage(source_id="s1", start=0, end=len(table))
    node = OutlineNode(id="7", title="Oaks", passages=(passage,))
    chapter_plan = plan(Outline(title="T", nodes=(node,)), (one,)).chapters[0]
    with pytest.raises(QuireError) as caught:
        compose(chapter_plan, (one,))
    assert caught.value.reason is Reason.STEP_FAILED
    assert caught.value.metadata == {"step": "chapter", "node_id": "7", "title": "Oaks"}
