"""What counts as told already, and what stays all the same."""

from shared.authoring.llm.fusion.edits import placed
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.llm.fusion.repeats import repeats
from shared.authoring.model import Chapter, Sentence, SourceDocument
from tests.unit.llm_fusion.world import chapter, cited, source

TEXT = (
    "Street trees lower the temperature of the air below them by up to two degrees. "
    "The trees need water and room for their roots. "
    "Sales in the north grew by 5 percent in 2019 after the new law. "
    "Sales in the north grew by 7 percent in 2020 after the new law. "
    "Open windows are not a remedy during a heat wave. "
    "Open windows are a remedy during a mild day."
)
CITY = source("city", TEXT)
TREES, ROOTS = (
    "Street trees lower the temperature of the air below them by up to two degrees.",
    "The trees need water and room for their roots.",
)
OTHER = "Sales in the north grew by 5 percent in 2019 after the new law."


def gone(chapters: list[Chapter], *sources: SourceDocument, language: str = "en") -> list[str]:
    there = placed(chapters)
    found = repeats(there, Quotes(sources or (CITY,)), language)
    return [one.sentence.text for one in there if one.number in found]


def two(first: list[Sentence], second: list[Sentence]) -> list[Chapter]:
    return [chapter("a", "A", first), chapter("b", "B", second)]


def test_the_later_of_two_sentences_in_nearly_the_same_words_goes() -> None:
    again = "The street trees lower the temperature of the air below them by up to two degrees."
    first, second = [cited(CITY, TREES)], [cited(CITY, again, TREES), cited(CITY, ROOTS)]
    assert gone(two(first, second)) == [again]


def test_a_paraphrase_that_cites_the_same_goes() -> None:
    said = "Trees in streets bring the air temperature below down by as much as two degrees."
    first, second = [cited(CITY, TREES)], [cited(CITY, said, TREES), cited(CITY, ROOTS)]
    assert gone(two(first, second)) == [said]


def test_another_fact_of_the_same_span_stays() -> None:
    both = f"{TREES} {ROOTS}"
    first = [cited(CITY, TREES, both)]
    second = [cited(CITY, "Their roots need room and water.", both), cited(CITY, OTHER)]
    assert gone(two(first, second)) == []


def test_other_numbers_are_no_repeat() -> None:
    later = OTHER.replace("5", "7").replace("2019", "2020")
    assert gone(two([cited(CITY, OTHER)], [cited(CITY, later), cited(CITY, ROOTS)])) == []


def test_the_contrary_is_no_repeat() -> None:
    first = [cited(CITY, "Open windows are not a remedy during a heat wave.")]
    second = [cited(CITY, "Open windows are a remedy during a mild day."), cited(CITY, ROOTS)]
    assert gone(two(first, second)) == []


def test_no_section_loses_all_its_sentences() -> None:
    first = [cited(CITY, TREES), cited(CITY, ROOTS)]
    assert gone(two(first, [cited(CITY, TREES), cited(CITY, ROOTS)])) == [ROOTS]


def test_what_the_next_sentence_takes_up_stays() -> None:
    first = [cited(CITY, TREES)]
    second = [cited(CITY, TREES), cited(CITY, "They need water and room for their roots.", ROOTS)]
    assert gone(two(first, second)) == []


def test_a_cited_sentence_is_not_given_up_for_an_unsupported_one() -> None:
    marked = Sentence(text=TREES, unsupported=True)
    first, second = [marked, cited(CITY, ROOTS)], [cited(CITY, TREES), cited(CITY, OTHER)]
    chapters = two(first, second)
    there = placed(chapters)
    assert list(repeats(there, Quotes([CITY]), "en")) == [0]


def test_chinese_repeats_go() -> None:
    text = "行道树可以把树下的气温降低两度左右。它们需要水分和充足的根系空间。"
    city = source("city", text)
    again = "行道树可以将树下的气温降低约两度。"
    first = [cited(city, "行道树可以把树下的气温降低两度左右。")]
    second = [
        cited(city, again, "行道树可以把树下的气温降低两度左右。"),
        cited(city, "行道树的根系需要充足的空间。", "它们需要水分和充足的根系空间。"),
    ]
    assert gone(two(first, second), city, language="zh") == [again]
