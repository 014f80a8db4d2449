"""A ceiling is never passed, and what goes for it."""

import pytest

from shared.authoring.llm.fusion.edits import apply, placed
from shared.authoring.llm.fusion.lengths import too_much
from shared.authoring.model import Chapter, Sentence
from shared.authoring.text.counts import length
from tests.unit.llm_fusion.world import chapter, texts, tides


def kept(chapters: list[Chapter], ceiling: int) -> list[str]:
    gone = too_much(chapters, ceiling, "en")
    return texts(apply(chapters, dict.fromkeys(one.number for one in gone)))


def words(said: list[str]) -> int:
    return sum(length(one, "en") for one in said)


@pytest.mark.parametrize("ceiling", [0, 1_000])
def test_nothing_goes_without_need(ceiling: int) -> None:
    chapters, _ = tides()
    assert kept(chapters, ceiling) == texts(chapters)


@pytest.mark.parametrize("ceiling", range(1, 120, 7))
def test_the_ceiling_holds_whatever_it_is(ceiling: int) -> None:
    chapters, _ = tides()
    assert words(kept(chapters, ceiling)) <= ceiling


def test_the_end_of_the_longest_section_goes_first() -> None:
    chapters, _ = tides()
    all_of_it = texts(chapters)
    assert kept(chapters, words(all_of_it) - 1) == [*all_of_it[:4], *all_of_it[5:]]


def test_each_section_keeps_a_cited_sentence() -> None:
    chapters, _ = tides()
    first, second = texts(chapters)[0], texts(chapters)[5]
    marked = Sentence(text="Nobody knows why the moon is there.", unsupported=True)
    chapters.append(chapter("c3", "Moon", [chapters[0].section.paragraphs[0].sentences[1], marked]))
    left = kept(chapters, words([first, second]) + 8)
    assert left == [first, second, "Most coasts see two high tides every day."]


def test_introduction_and_summary_keep_two_sentences_while_chapters_have_more() -> None:
    chapters, _ = tides()
    end = chapter("summary", "Summary", list(chapters[1].section.paragraphs[0].sentences[:3]))
    document = [*chapters, end.model_copy(update={"role": "summary"})]
    gone = too_much(document, 70, "en")
    left = placed(apply(document, dict.fromkeys(one.number for one in gone)))
    assert [one.chapter for one in left].count(2) == 2
