import pytest

from shared.authoring.roles.requirements import Requirement, met, requirements
from tests.unit.chapters.corpus import source
from tests.unit.roles.files import parsed

ENGLISH = """# Brief

The report is for the city council. It must explain the cost of white roofs.
It should name Ahmedabad and what its heat warning system did in 2013.

The chapters are:

- [ ] Street trees and their need for water
- At least 3 examples of green roofs

| Id | Demand |
|----|----|
| R1 | The role of lighthouses |

1. Energy savings on air conditioning
"""
CHINESE = """# 要求

报告面向市政府。必须说明行道树的降温效果。应当介绍上海的预警系统。

- 屋顶绿化的作用
- 鹿特丹的防洪措施

一、反射涂料的更新
"""

SECTIONS = (
    ("1", "Street trees", "Street trees lower the temperature. They need water in dry summers."),
    ("2", "Roofs", "Painting a roof white costs little more. White roofs reflect the sun."),
    ("2", "Green roofs", "They carry soil and plants, for example in Basel."),
    (
        "3",
        "Warning systems",
        "Ahmedabad had a heat warning system in 2013. Its plan trained nurses.",
    ),
)


def said(name: str, text: str) -> list[str]:
    return [one.text for one in requirements([parsed(name, text, "requirements")])]


def asked(text: str) -> Requirement:
    return Requirement(text, "r1", 0, len(text.encode()))


def test_items_rows_and_demands_are_requirements() -> None:
    assert said("brief.md", ENGLISH) == [
        "It must explain the cost of white roofs.",
        "It should name Ahmedabad and what its heat warning system did in 2013.",
        "Street trees and their need for water",
        "At least 3 examples of green roofs",
        "The role of lighthouses",
        "Energy savings on air conditioning",
    ]
    assert said("要求.md", CHINESE) == [
        "必须说明行道树的降温效果。",
        "应当介绍上海的预警系统。",
        "屋顶绿化的作用",
        "鹿特丹的防洪措施",
        "反射涂料的更新",
    ]


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_offsets_are_those_of_the_stored_text(text: str) -> None:
    one = parsed("brief.md", text, "requirements")
    for found in requirements([one]):
        stored = one.text.encode()[found.start : found.end].decode()
        assert found.text in stored or found.text == "The role of lighthouses"
        assert found.source_id == "r1"


def test_other_roles_have_no_requirements() -> None:
    assert requirements([parsed("a.md", ENGLISH, "data"), source("s1", ENGLISH)]) == ()


def test_a_file_without_any_demand_gives_its_sentences() -> None:
    assert said("wish.txt", "We care about trees. Costs matter to us.") == [
        "We care about trees.",
        "Costs matter to us.",
    ]


def test_the_same_requirement_counts_once() -> None:
    assert said("a.md", "- Cost of roofs\n- cost of roofs\n- Trees") == ["Cost of roofs", "Trees"]


@pytest.mark.parametrize(
    ("requirement", "place"),
    [
        ("The report must cover street trees.", ("1", "Street trees")),
        (
            "It must explain the cost of white roofs.",
            ("2", "Painting a roof white costs little more."),
        ),
        ("At least 3 examples of green roofs", ("2", "Green roofs")),
        ("Say what Ahmedabad did in 2013.", ("3", "Ahmedabad had a heat warning system in 2013.")),
        ("Say what Ahmedabad did in 2014.", None),
        ("Describe the warning systems of Paris.", None),
        ("The role of lighthouses", None),
        ("Flood barriers", None),
    ],
)
def test_a_requirement_is_met_where_words_figures_and_names_are(
    requirement: str, place: tuple[str, str] | None
) -> None:
    assert met(asked(requirement), SECTIONS, "en") == place


@pytest.mark.parametrize(
    ("requirement", "place"),
    [
        ("必须说明行道树的降温效果。", ("1", "行道树可以把树下的气温降低两度左右。")),
        ("应当介绍上海的预警系统。", ("2", "上海自2001年起建立了热浪预警系统。")),
        ("屋顶绿化的作用", ("3", "屋顶绿化")),
        ("鹿特丹的防洪措施", None),
        ("包括2003年的热浪", None),
    ],
)
def test_chinese_requirements_are_met(requirement: str, place: tuple[str, str] | None) -> None:
    sections = (
        ("1", "行道树", "行道树可以把树下的气温降低两度左右。它们需要水分。"),
        ("2", "预警系统", "上海自2001年起建立了热浪预警系统。社区据此开放纳凉点。"),
        ("3", "屋顶绿化", "植物通过蒸腾带走热量，还能滞留雨水。"),
    )
    assert met(asked(requirement), sections, "zh") == place


def test_words_of_a_whole_document_do_not_meet_what_is_asked() -> None:
    sections = [(str(n), f"Heat {n}", "Heat in cities is a hazard of cities.") for n in range(9)]
    assert met(asked("Cover heat insurance of cities"), sections, "en") is None


def test_an_empty_document_meets_nothing() -> None:
    assert met(asked("Street trees"), (), "en") is None
    assert met(asked("must"), SECTIONS, "en") is None
