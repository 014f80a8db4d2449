from fractions import Fraction

import pytest

from shared.authoring.support.claims import is_claim
from shared.authoring.support.dates import dates
from shared.authoring.support.facts import read
from shared.authoring.support.forms import form
from shared.authoring.support.numbers import numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.5 million cars", [(2_500_000, "")]),
        ("250万辆", [(2_500_000, "")]),
        ("1,234,567 people", [(1_234_567, "")]),
        ("two hundred and fifty thousand", [(250_000, "")]),
        ("三百二十万人", [(3_200_000, "")]),
        ("twenty-five percent", [(25, "%")]),
        ("百分之二十五", [(25, "%")]),
        ("one quarter of schools", [(25, "%")]),
        ("三分之一的学校", [(Fraction(100, 3), "%")]),
        ("三成农民", [(30, "%")]),
        ("5个百分点", [(5, "pp")]),
        ("$1.2 billion", [(1_200_000_000, "dollar")]),
        ("12亿美元", [(1_200_000_000, "dollar")]),
        ("30公里", [(30, "km")]),
        ("30 kilometres", [(30, "km")]),
        ("20千克", [(20, "kg")]),
        ("2010–15", [(2010, ""), (2015, "")]),
        ("the 19th century", [(19, "century")]),
        ("十九世纪", [(19, "century")]),
        ("the 1990s", [(1990, "decades")]),
        ("20世纪90年代", [(1990, "decades")]),
        ("第三季度", [(3, "quarter")]),
        ("Q3", [(3, "quarter")]),
        ("GPT-4 and 3.11.2", []),
        ("一些人十分统一", []),
        ("one of them", []),
    ],
)
def test_numbers_are_read_with_their_units(text: str, expected: list[tuple[Fraction, str]]) -> None:
    assert [(one.value, one.unit) for one in numbers(text) if one.claimed] == expected


@pytest.mark.parametrize(
    "text",
    ["on 12 May 2021", "May 12, 2021", "2021-05-12", "2021年5月12日", "二〇二一年五月十二日"],
)
def test_dates_are_the_same_in_all_their_forms(text: str) -> None:
    assert [date[:3] for date in dates(text)] == [(2021, 5, 12)]


def test_what_only_looks_like_a_date_is_none() -> None:
    assert dates("It may rain. They march on. 3个月 2010-15") == []


def test_inflections_and_close_synonyms_have_one_form() -> None:
    for one, other in [("grew", "increases"), ("built", "construction"), ("降低", "减少")]:
        assert form(one) == form(other)
    assert form("grew") != form("fell")


def test_names_are_told_from_ordinary_words() -> None:
    text = "Researchers in Oslo met the WHO and Maria Lopez."
    assert [name.word for name in read(text).names] == ["oslo", "who", "maria", "lopez"]
    assert {"中国科学院", "红楼梦", "gpt-4"} <= {
        name.word for name in read("中国科学院用GPT-4研究《红楼梦》。").names
    }


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Trees cool streets.", "en"),
        ("In 2021 sales rose by 5%.", "en"),
        ("Its headquarters are in Geneva.", "en"),
        ("行道树可以降低街道温度。", "zh"),
        ("大桥全长55公里。", "zh"),
    ],
)
def test_statements_of_fact_are_claims(sentence: str, language: str) -> None:
    assert is_claim(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("This chapter looks at heat in cities.", "en"),
        ("We now turn to roofs.", "en"),
        ("Cities should plant more trees.", "en"),
        ("How can cities adapt?", "en"),
        ("本章介绍城市降温的方法。", "zh"),
        ("我们认为应当加强监管。", "zh"),
        ("如何应对高温？", "zh"),
    ],
)
def test_transitions_questions_and_advice_are_none(sentence: str, language: str) -> None:
    assert not is_claim(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("The next chapter explains that the Severn Barrage kills most fish.", True),
        ("With that in mind, we consider power.", False),
        ("The next chapter turns to the Severn Barrage.", False),
    ],
)
def test_an_announcement_that_says_something_of_a_name_is_a_claim(
    sentence: str, claims: bool
) -> None:
    assert is_claim(sentence, "en") is claims
