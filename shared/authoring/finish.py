"""From a draft to a document: numbered, checked, and with a word on how good it is."""

from collections.abc import Mapping, Sequence

from shared.authoring.bibliography import number
from shared.authoring.citations import Problem, verify
from shared.authoring.model import (
    BibliographyStyle,
    Document,
    DocumentPlan,
    Draft,
    SourceDocument,
)
from shared.authoring.quality.report import quality
from shared.events.payloads import Usage


def finished(
    draft: Draft,
    plan: DocumentPlan,
    sources: Sequence[SourceDocument],
    style: BibliographyStyle,
    usage: Mapping[str, Usage],
    chapter_usage: Mapping[str, Usage],
) -> tuple[Document, list[Problem]]:
    """Return the document, and all that is wrong with its citations.

    With nothing wrong it has its quality report. One function, since a trip to the pool
    costs more than all of this does for a small document.
    """
    document = number(draft, sources, style)
    problems = verify(document, {source.info.id: source.text for source in sources})
    if not problems:
        report = quality(document, plan, sources, usage, chapter_usage)
        document = document.model_copy(update={"quality": report})
    return document, problems
