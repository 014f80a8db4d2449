import pytest

from shared.authoring.support.check import check
from shared.authoring.support.judge import Problem
from shared.authoring.support.mark import UNSUPPORTED, UNSUPPORTED_CHINESE, mark, markdown
from tests.unit.support import (
    chinese_examples,
    english_examples,
    further_examples,
    own_word_examples,
)

LEAST_RECALL = 0.85
MOST_FALSE = 0.02

tables = pytest.mark.parametrize(
    ("supported", "unsupported", "language"),
    [
        (english_examples.SUPPORTED, english_examples.UNSUPPORTED, "en"),
        (chinese_examples.SUPPORTED, chinese_examples.UNSUPPORTED, "zh"),
    ],
    ids=["en", "zh"],
)


@tables
def test_paraphrases_are_kept_and_false_claims_are_not(
    supported: list[tuple[str, str]], unsupported: list[tuple[str, str, str]], language: str
) -> None:
    kept = sum(check(said, [quote], language).supported for quote, said in supported)
    false = [said for quote, said, _ in unsupported if check(said, [quote], language).supported]
    assert kept >= LEAST_RECALL * len(supported)
    assert len(false) <= MOST_FALSE * len(unsupported), false


@pytest.mark.parametrize(
    ("rows", "language", "least"),
    [(further_examples.ENGLISH, "en", 0.85), (further_examples.CHINESE, "zh", 0.8)],
)
def test_further_subjects(
    rows: list[tuple[str, list[str], list[str]]], language: str, least: float
) -> None:
    kept = [check(said, [quote], language).supported for quote, true, _ in rows for said in true]
    false = [
        said for quote, _, no in rows for said in no if check(said, [quote], language).supported
    ]
    assert sum(kept) >= least * len(kept)
    assert false == []


def test_small_steps_away_from_a_quote_are_refused() -> None:
    kept = [check(said, quotes, "en").supported for quotes, said in own_word_examples.BORNE]
    false = [
        said for quotes, said in own_word_examples.NOT_BORNE if check(said, quotes, "en").supported
    ]
    false += [
        said
        for quote, said in own_word_examples.CHINESE_NOT_BORNE
        if check(said, [quote], "zh").supported
    ]
    assert sum(kept) >= LEAST_RECALL * len(kept)
    assert false == []


@tables
def test_every_sentence_of_a_quote_is_borne_by_it(
    supported: list[tuple[str, str]], unsupported: list[tuple[str, str, str]], language: str
) -> None:
    for quote, _ in supported:
        assert check(quote, [quote], language).supported


@pytest.mark.parametrize(
    ("said", "problem", "detail"),
    [
        ("Sales rose by 6% in 2021.", Problem.NUMBER, "6%"),
        ("Sales rose by 5% in May 2021.", Problem.DATE, "May 2021"),
        ("Sales in France rose by 5% in 2021.", Problem.NAME, "France"),
        ("Sales rose “sharply” in 2021.", Problem.QUOTE, "sharply"),
        ("Sales did not rise in 2021.", Problem.NEGATION, "not"),
        ("Sales delighted several investors.", Problem.WORDS, ""),
    ],
)
def test_what_is_missing_is_named(said: str, problem: Problem, detail: str) -> None:
    verdict = check(said, ["Sales in Germany rose by 5% in 2021."], "en")
    assert not verdict.supported
    assert verdict.problem is problem
    assert detail in verdict.detail


def test_nothing_is_borne_by_no_quote() -> None:
    for quotes in ([], ["  "]):
        assert check("Trees cool streets.", quotes, "en").problem is Problem.NO_EVIDENCE


def test_parts_with_subject_and_verb_may_be_borne_by_several_quotes() -> None:
    said = "Oslo has 700,000 inhabitants, and Bergen has 290,000 inhabitants."
    quotes = ["Oslo has 700,000 inhabitants.", "Bergen has 290,000 inhabitants."]
    assert check(said, [" ".join(quotes)], "en").supported
    assert check(said, quotes, "en").supported
    assert not check(said, quotes[:1], "en").supported
    about = [quotes[0].replace("has", "has about"), quotes[1]]
    assert not check(said, about, "en").supported


@pytest.mark.parametrize(
    ("said", "quote", "language", "holds"),
    [
        ("2021年德国热泵销量增长35%。", "In 2021 sales in Germany rose by 35 percent.", "zh", True),
        (
            "2021年德国热泵销量增长36%。",
            "In 2021 sales in Germany rose by 35 percent.",
            "zh",
            False,
        ),
        (
            "2021年法国热泵销量增长35%。",
            "In 2021 sales in Germany rose by 35 percent.",
            "zh",
            False,
        ),
        (
            "2021年德国热泵销量下降35%。",
            "In 2021 sales in Germany rose by 35 percent.",
            "zh",
            False,
        ),
        ("热泵很受欢迎。", "In 2021 sales in Germany rose by 35 percent.", "zh", False),
        ("It opened on 24 October 2018.", "大桥于2018年10月24日通车。", "en", True),
        ("It opened on 25 October 2018.", "大桥于2018年10月24日通车。", "en", False),
    ],
)
def test_between_languages_anchors_decide(
    said: str, quote: str, language: str, holds: bool
) -> None:
    assert check(said, [quote], language).supported is holds


def test_the_mark_follows_the_language() -> None:
    assert (mark("en"), mark("zh")) == (UNSUPPORTED, UNSUPPORTED_CHINESE)
    for language in ("en", "zh"):
        assert markdown(language).replace("*", "").strip() == mark(language)
