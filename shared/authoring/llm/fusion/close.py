"""Putting introduction and summary around the chapters."""

from collections.abc import Iterator, Sequence

from shared.authoring.counts import sentences_of
from shared.authoring.llm.fusion.edits import apply, placed, sections_of
from shared.authoring.model import (
    Change,
    Chapter,
    DocumentPlan,
    Draft,
    OutlineNode,
    Paragraph,
    Section,
    Sentence,
)
from shared.authoring.text.language import CHARACTER_LANGUAGES

_TITLES = {
    ("introduction", False): "Introduction",
    ("introduction", True): "引言",
    ("summary", False): "Summary",
    ("summary", True): "总结",
}


def with_end(
    chapters: tuple[Chapter, ...],
    role: str,
    sentences: Sequence[Sentence],
    base: Draft,
    plan: DocumentPlan,
) -> tuple[tuple[Chapter, ...], list[Change]]:
    """Return the chapters with an introduction before them or a summary after them.

    Args:
        role: ``introduction`` or ``summary``.
        sentences: of it; if none, it is that of ``base``. What that one took from a
            chapter goes from there, or from it where the chapter cannot spare it.

    """
    end = next((one for one in base.chapters if one.role == role), None)
    changes: list[Change] = []
    if sentences:
        end = _made(role, sentences, plan)
    elif end is not None:
        chapters, changes = _without(chapters, end)
        end = _unsaid(end, chapters)
    if end is None:
        return chapters, changes
    return ((end, *chapters) if role == "introduction" else (*chapters, end)), changes


def _made(role: str, sentences: Sequence[Sentence], plan: DocumentPlan) -> Chapter:
    taken = {node_id for chapter in plan.chapters for node_id in _ids(chapter.node)}
    name = role
    while name in taken:
        name += "x"
    title = _TITLES[role, plan.language in CHARACTER_LANGUAGES]
    paragraph = Paragraph(sentences=tuple(sentences))
    section = Section(node_id=name, title=title, paragraphs=(paragraph,))
    return Chapter.model_validate({"role": role, "section": section})


def _without(
    chapters: tuple[Chapter, ...], end: Chapter
) -> tuple[tuple[Chapter, ...], list[Change]]:
    """Take from the chapters what the end says in the same words, if their sections have more."""
    said = {_bare(one) for one in sentences_of(end.section)}
    there = [one for one in placed(chapters) if one.prose]
    left: dict[int, int] = {}
    for one in there:
        left[one.section] = left.get(one.section, 0) + 1
    gone: dict[int, Sentence | None] = {}
    changes: list[Change] = []
    for one in there:
        if _bare(one.sentence) in said and left[one.section] > 1:
            left[one.section] -= 1
            gone[one.number] = None
            node_id = chapters[one.chapter].section.node_id
            text = one.sentence.text
            changes.append(Change(kind="repeat_removed", chapter_id=node_id, before=text))
    return apply(chapters, gone), changes


def _unsaid(end: Chapter, chapters: Sequence[Chapter]) -> Chapter | None:
    """Return the end without what the chapters say in the same words; ``None`` if all is."""
    said = {_bare(one) for chapter in chapters for one in sentences_of(chapter.section)}
    there = placed([end])
    gone = dict.fromkeys(one.number for one in there if _bare(one.sentence) in said)
    (left,) = apply([end], gone)
    return left if any(inner.paragraphs for inner in sections_of(left.section)) else None


def _bare(sentence: Sentence) -> str:
    return "".join(sentence.text.split())


def _ids(node: OutlineNode) -> Iterator[str]:
    yield node.id
    for child in node.children:
        yield from _ids(child)
