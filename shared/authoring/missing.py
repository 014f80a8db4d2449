"""Chapters that a budget left unwritten: a note stands in their place."""

from collections.abc import Iterator, Mapping

from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    Draft,
    MissingChapter,
    Paragraph,
    Section,
    Sentence,
)
from shared.authoring.models.budget import BudgetReachedError, Limit
from shared.authoring.text.language import CHARACTER_LANGUAGES

_CHINESE = {
    Limit.TOKENS: "本章未撰写：令牌预算已用尽。",
    Limit.COST: "本章未撰写：费用预算已用尽。",
    Limit.TIME: "本章未撰写：已到截止时间。",
}


def missing_chapter(plan: ChapterPlan, error: BudgetReachedError) -> MissingChapter:
    """Return what the document says of a chapter that was not written."""
    reason = f"This chapter was not written: {error.reason}."
    if plan.language in CHARACTER_LANGUAGES:
        reason = _CHINESE[error.limit]
    return MissingChapter(id=plan.node.id, title=plan.node.title, reason=reason)


def with_missing(draft: Draft, missing: Mapping[int, MissingChapter]) -> Draft:
    """Return the draft with a note for each missing chapter, at its place among the others.

    Args:
        missing: by the chapter's index in the plan, from 0.

    """
    return draft.model_copy(
        update={
            "chapters": tuple(_in_order(draft.chapters, missing)),
            "missing": tuple(missing[index] for index in sorted(missing)),
        }
    )


def _in_order(
    chapters: tuple[Chapter, ...], missing: Mapping[int, MissingChapter]
) -> Iterator[Chapter]:
    left = dict(missing)
    index = 0
    for chapter in chapters:
        if chapter.role == "summary":
            yield from (_note(left.pop(at)) for at in sorted(left))
        if chapter.role == "body":
            while index in left:
                yield _note(left.pop(index))
                index += 1
            index += 1
        yield chapter
    yield from (_note(left[at]) for at in sorted(left))


def _note(missing: MissingChapter) -> Chapter:
    paragraph = Paragraph(sentences=(Sentence(text=missing.reason),))
    section = Section(node_id=missing.id, title=missing.title, paragraphs=(paragraph,))
    return Chapter(role="missing", section=section)
