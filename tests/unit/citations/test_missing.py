"""Chapters that were not written have their place and say so."""

import pytest

from shared.authoring.bibliography import number
from shared.authoring.citations import verify
from shared.authoring.missing import missing_chapter, with_missing
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    Draft,
    MissingChapter,
    OutlineNode,
    Paragraph,
    Section,
    Sentence,
)
from shared.authoring.models.budget import BudgetReachedError, Limit

ERROR = BudgetReachedError(Limit.TOKENS, "the budget of 9 tokens was reached")


def body(name: str) -> Chapter:
    paragraph = Paragraph(sentences=(Sentence(text=f"Of {name}."),))
    return Chapter(section=Section(node_id=name, title=name, paragraphs=(paragraph,)))


def end(role: str) -> Chapter:
    chapter = body(role)
    return Chapter.model_validate(chapter.model_dump() | {"role": role})


def missing(index: int, language: str = "en") -> MissingChapter:
    node = OutlineNode(id=f"m{index}", title=f"M{index}")
    plan = ChapterPlan(index=index, total=9, node=node, passages={}, language=language)
    return missing_chapter(plan, ERROR)


@pytest.mark.parametrize(
    ("given", "gone", "order"),
    [
        ("introduction a b summary", (), "introduction a b summary"),
        ("introduction a b summary", (0,), "introduction m0 a b summary"),
        ("introduction a b summary", (1, 2), "introduction a m1 m2 b summary"),
        ("introduction a b summary", (2, 3), "introduction a b m2 m3 summary"),
        ("a", (1,), "a m1"),
    ],
)
def test_a_note_stands_in_the_place_of_the_chapter(
    given: str, gone: tuple[int, ...], order: str
) -> None:
    names = given.split()
    chapters = tuple(body(name) if len(name) == 1 else end(name) for name in names)
    draft = with_missing(
        Draft(title="T", language="en", chapters=chapters), {at: missing(at) for at in gone}
    )
    assert [one.section.node_id for one in draft.chapters] == order.split()
    assert [one.id for one in draft.missing] == [f"m{at}" for at in gone]
    document = number(draft, ())
    assert verify(document, {}) == []
    assert document.missing == draft.missing
    assert document.length == sum(2 for _ in names)
    for chapter in document.chapters:
        assert (chapter.role == "missing") == chapter.id.startswith("m")
    assert document.text.count("the budget of 9 tokens was reached") == len(gone)


def test_in_chinese() -> None:
    assert missing(0, "zh").reason == "本章未撰写：令牌预算已用尽。"
