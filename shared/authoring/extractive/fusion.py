"""Making one document of the chapters: no repeats, an introduction, a summary."""

from collections.abc import Iterator, Sequence

from shared.authoring.counts import sentences_of
from shared.authoring.extractive import edits
from shared.authoring.extractive.ends import introduction, summary
from shared.authoring.extractive.material import Candidate, Material
from shared.authoring.model import (
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
    """
    bodies = edits.without(chapters, edits.repeats(chapters))
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

    return Draft(
        title=plan.title,
        language=plan.language,
        chapters=(*end("introduction", first), *bodies, *end("summary", last)),
    )


def _moved(
    chosen: list[Candidate], chapters: list[Chapter]
) -> tuple[list[Candidate], list[Chapter]]:
    """Take what was chosen out of the chapters; if one cannot spare it, take nothing."""
    places = {one.place for one in chosen}
    left = edits.without(chapters, places)
    still = (edits.place_of(one) for chapter in left for one in sentences_of(chapter.section))
    return ([], chapters) if places.intersection(still) else (chosen, left)


def _ids(node: OutlineNode) -> Iterator[str]:
    yield node.id
    for child in node.children:
        yield from _ids(child)
