"""Making one document of the chapters: no repeats, an introduction, a summary."""

from collections.abc import Collection, Iterator, Sequence

from shared.authoring.extractive import edits
from shared.authoring.extractive.ends import introduction, summary
from shared.authoring.extractive.material import Candidate, Material
from shared.authoring.extractive.shortening import shorten
from shared.authoring.model import (
    Change,
    Chapter,
    DocumentPlan,
    Draft,
    OutlineNode,
    Paragraph,
    Section,
    SourceDocument,
)
from shared.authoring.text.language import CHARACTER_LANGUAGES

_TITLES = {
    ("introduction", False): "Introduction",
    ("introduction", True): "引言",
    ("summary", False): "Summary",
    ("summary", True): "总结",
}
_OVER = 1.1
"""How far a document may exceed its target before it is shortened."""


def fuse(
    plan: DocumentPlan, chapters: Sequence[Chapter], sources: Sequence[SourceDocument]
) -> Draft:
    """Return the document, introduction first and summary last.

    A sentence that repeats an earlier one is removed, and with it those that cannot
    be read without it; where a section would lose everything it keeps what it has.
    Introduction and summary are sentences of the sources too (see ``ends``), each
    with its citation; what they take from a chapter is no longer there, so nothing
    stands twice. Either is left out where the chapters can spare no sentence for it,
    or where the outline opens or closes with one of its own.

    A document that exceeds its target by more than a tenth loses what says least (see
    ``shortening``); its greatest length is never passed, whatever has to go.
    """
    repeated = edits.repeats(chapters)
    bodies = edits.without(chapters, repeated)
    changes = list(_removed(chapters, bodies, repeated))
    material = Material(sources)
    first, bodies = _moved(introduction(plan, bodies, sources, material), bodies)
    last, bodies = _moved(summary(plan, bodies, material, first), bodies)
    taken = {node_id for chapter in plan.chapters for node_id in _ids(chapter.node)}

    def end(role: str, chosen: Sequence[Candidate]) -> list[Chapter]:
        if not chosen:
            return []
        name = role
        while name in taken:
            name += "x"
        title = _TITLES[role, plan.language in CHARACTER_LANGUAGES]
        paragraph = Paragraph(sentences=tuple(one.sentence() for one in chosen))
        section = Section(node_id=name, title=title, paragraphs=(paragraph,))
        return [Chapter.model_validate({"role": role, "section": section})]

    whole = [*end("introduction", first), *bodies, *end("summary", last)]
    whole, cut = within_lengths(plan, whole)
    return Draft(
        title=plan.title,
        language=plan.language,
        chapters=tuple(whole),
        changes=(*changes, *cut),
    )


def within_lengths(
    plan: DocumentPlan, chapters: Sequence[Chapter]
) -> tuple[list[Chapter], list[Change]]:
    """Return the chapters of a document, shortened to what the plan allows, and what went."""
    kept = list(chapters)
    cut: list[tuple[str, str]] = []
    for most, whatever_it_takes in (
        (round(_OVER * plan.target_length), False),
        (plan.max_length, True),
    ):
        if most:
            kept, gone = shorten(
                kept, most, plan.language, plan.query, whatever_it_takes=whatever_it_takes
            )
            cut += gone
    return kept, [Change(kind="shortened", chapter_id=name, before=text) for name, text in cut]


def _removed(
    before: Sequence[Chapter], after: Sequence[Chapter], repeated: Collection[int]
) -> Iterator[Change]:
    """Yield the repeats that are no longer there."""
    number = 0
    for one, other in zip(before, after, strict=True):
        left = edits.all_of([other])
        for sentence in edits.all_of([one]):
            if number in repeated and sentence not in left:
                name = one.section.node_id
                yield Change(kind="repeat_removed", chapter_id=name, before=sentence.text)
            number += 1


def _moved(
    chosen: list[Candidate], chapters: list[Chapter]
) -> tuple[list[Candidate], list[Chapter]]:
    """Take what was chosen out of the chapters; if one cannot spare it, take nothing."""
    said = {(one.place, one.text) for one in chosen}

    def places(of: Sequence[Chapter]) -> set[int]:
        return {
            number
            for number, one in enumerate(edits.all_of(of))
            if (edits.place_of(one), one.text) in said
        }

    left = edits.without(chapters, places(chapters))
    return ([], chapters) if places(left) else (chosen, left)


def _ids(node: OutlineNode) -> Iterator[str]:
    yield node.id
    for child in node.children:
        yield from _ids(child)
