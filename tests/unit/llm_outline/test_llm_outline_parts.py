"""What models answer is read leniently; titles come out well-formed; lengths add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.authoring.llm.outline import answers
from shared.authoring.llm.outline.answers import Entry
from shared.authoring.llm.outline.ask import ask
from shared.authoring.llm.outline.finish import share
from shared.authoring.llm.outline.prompts import questions as ask_for_questions
from shared.authoring.llm.outline.titles import Casing, tidy
from shared.authoring.models.port import End
from tests.unit.llm_outline.scripted import Scripted

CASING = Casing(
    [
        "In many streets of New York the NASA map shows heat. The roofs of New York are dark.",
        "Los Angeles coated streets. A street in Los Angeles was cooler; heat is measured.",
    ]
)


def shown(entries: list[Entry]) -> list[object]:
    return [(e.title, shown(e.below)) if e.below else e.title for e in entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. A roof\n1.1 B\n1.2. C\n2) D", [("A roof", ["B", "C"]), "D"]),
        ("# Doc\n## A\n### B\n## C", [("A", ["B"]), "C"]),
        ("第一章 屋顶\n第一节 反射\n第二章：树木", [("屋顶", ["反射"]), "树木"]),
        ("一、屋顶\n（一）反射\n（二）成本\n二、树木", [("屋顶", ["反射", "成本"]), "树木"]),
        ("- A\n  - B\n  - C\n- D", [("A", ["B", "C"]), "D"]),
        ("Chapter 1: A\n- B\nChapter 2: C", [("A", ["B"]), "C"]),
        ("I. A\n   A. B\nII. C", [("A", ["B"]), "C"]),
        ("**A**\n- B\n**C**\n- D", [("A", ["B"]), ("C", ["D"])]),
        ("1. **A** - all about A\n2. **C**: more", ["A", "C"]),
        ("Sure:\n\nRoofs\nTrees\n\nI hope this helps!", ["Roofs", "Trees"]),
        ("Cities are great. They adapt.", []),
        ("", []),
    ],
)
def test_outlines_of_many_forms_are_read(text: str, expected: list[object]) -> None:
    assert shown(answers.entries(text)) == expected


def test_numbers_of_questions_are_kept() -> None:
    found = answers.entries("1. Roofs [1, 12]\n2. Trees (Q3).\n3. Heat in 2010 [a]")
    assert [(e.title, e.ids) for e in found] == [
        ("Roofs", (1, 12)),
        ("Trees", (3,)),
        ("Heat in 2010 [a]", ()),
    ]


def test_questions_are_lines_that_ask() -> None:
    text = 'Here are some:\n1. Why? \n- "How hot is it?"\n* why?\nBecause.\n（一）为什么热？'
    assert answers.questions(text, 9) == ["Why?", "How hot is it?", "为什么热？"]
    assert len(answers.questions(text, 2)) == 2


def test_places_are_read() -> None:
    assert answers.placed("Cool roofs -> 2.") == ("Cool roofs", "2")
    assert answers.placed("'Cool roofs' → new") == ("Cool roofs", "new")
    assert answers.placed("Cool roofs") == ("Cool roofs", "")


@given(st.text(max_size=400))
def test_no_text_breaks_the_readers(text: str) -> None:
    for entry in answers.entries(text):
        assert entry.title.strip()
        tidy(entry.title, "en", CASING)
        tidy(entry.title, "zh", CASING)
    answers.questions(text, 5)
    answers.phrases(text, 5)
    for line in answers.numbered(text).values():
        answers.placed(line)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Chapter 1: Cool Roofs", "Cool roofs"),
        ("3.2 “How New York Cools Its Streets”.", "How New York cools its streets"),
        ("Heat Maps From NASA", "Heat maps from NASA"),
        ("Streets in Los Angeles", "Streets in Los Angeles"),
        ("Coating Streets In Los Angeles", "Coating streets in Los Angeles"),
        ("cool roofs", "Cool roofs"),
        ("Title: Cool roofs", "Cool roofs"),
        ("Introduction", ""),
        ("Introduction to heat", ""),
        ("Conclusion and outlook", ""),
        ("冷屋顶", ""),
        ("", ""),
        ("---", ""),
        ("x" * 200, ""),
        ("Cool roofs: " + "a very long explanation of what they are " * 3, "Cool roofs"),
    ],
)
def test_english_titles(raw: str, expected: str) -> None:
    assert tidy(raw, "en", CASING) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("第三章 “通风廊道”。", "通风廊道"),
        ("（一）热岛效应：", "热岛效应"),
        ("结论与展望", ""),
        ("Cool roofs", ""),
    ],
)
def test_chinese_titles(raw: str, expected: str) -> None:
    assert tidy(raw, "zh", CASING) == expected


@given(
    st.integers(0, 100_000),
    st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=100),
)
def test_shares_add_up(total: int, weights: list[float]) -> None:
    shares = share(total, weights)
    assert sum(shares) == total
    assert len(shares) == len(weights)
    assert min(shares) >= 0


async def test_materials_are_shortened_until_they_fit_the_window() -> None:
    model = Scripted(everything="1. Why?", tokens=400)
    long = "\n".join(f"line {number} of the material" for number in range(500))
    answer = await ask(
        model,
        lambda materials: ask_for_questions("a reader", 5, "en", materials),
        {"query": "Heat?", "subjects": long},
        max_tokens=100,
    )
    assert answer == "1. Why?"
    assert "line 1 of" in model.asked[0][1]


async def test_a_window_too_small_for_any_question_gives_none() -> None:
    model = Scripted(everything="1. Why?", tokens=80)
    answer = await ask(
        model,
        lambda materials: ask_for_questions("a reader", 5, "en", materials),
        {"query": "Heat?"},
        max_tokens=30,
    )
    assert not answer
    assert not model.asked


async def test_the_last_line_of_a_cut_answer_is_left_out() -> None:
    model = Scripted(everything="1. Cool roofs\n2. Cool pave", end=End.LENGTH)
    answer = await ask(
        model,
        lambda materials: ask_for_questions("a reader", 5, "en", materials),
        {"query": "Heat?"},
        max_tokens=30,
    )
    assert answer == "1. Cool roofs"
