"""The quality report: what code can say about a finished document."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.authoring.model import ChapterPlan, Citation, Document, DocumentPlan, SourceDocument
from shared.authoring.quality.evidence import given, unused_passages, unused_sources, used
from shared.authoring.quality.model import ChapterQuality, Quality, RequirementResult
from shared.authoring.quality.prose import ProseSection, ProseSentence, bare, sections_of
from shared.authoring.quality.repetition import repetition
from shared.authoring.roles.requirements import met, requirements
from shared.authoring.support.check import check
from shared.authoring.support.claims import is_claim
from shared.events.payloads import Usage


def quality(
    document: Document,
    plan: DocumentPlan,
    sources: Sequence[SourceDocument],
    usage: Mapping[str, Usage],
    chapter_usage: Mapping[str, Usage],
) -> Quality:
    """Return the quality of a document.

    A cited sentence is verified if it stands word for word in one of its quotes (white space
    apart); in a document whose wording is ``checked``, if its quotes bear it. A sentence
    without a citation that states a fact is an uncited claim, unless it is marked as
    unsupported, which is counted apart.

    Args:
        plan: by which it was written.
        sources: all of the request, with their texts.
        usage: of each model, by its name.
        chapter_usage: of all models, by the chapter that they wrote.

    """
    sections = sections_of(document)
    plans = {chapter.node.id: chapter for chapter in plan.chapters}
    cited: defaultdict[str, list[Citation]] = defaultdict(list)
    for citation in document.citations:
        cited[citation.chapter_id].append(citation)
    counts: defaultdict[str, _Counts] = defaultdict(_Counts)
    for section in sections:
        counts[section.chapter_id].add(section.sentences(), document)
    chapters = tuple(
        _chapter(
            chapter.id,
            chapter.length,
            counts[chapter.id],
            plans.get(chapter.id),
            cited[chapter.id],
            chapter_usage.get(chapter.id),
        )
        for chapter in document.chapters
    )
    return Quality(
        chapters=chapters,
        requirements=_requirements(sections, sources, document),
        sentences=sum(chapter.sentences for chapter in chapters),
        cited=sum(chapter.cited for chapter in chapters),
        verified=sum(chapter.verified for chapter in chapters),
        uncited_claims=sum(chapter.uncited_claims for chapter in chapters),
        unsupported=sum(chapter.unsupported for chapter in chapters),
        repetition=repetition(
            " ".join(sentence.text for sentence in paragraph)
            for section in sections
            for paragraph in section.paragraphs
        ),
        length=document.length,
        target_length=plan.target_length,
        unused_sources=unused_sources(document.citations, sources),
        unused_passages=unused_passages(plan, sources),
        models=dict(usage),
    )


@dataclass
class _Counts:
    """What the sentences of a chapter amount to."""

    sentences: int = 0
    cited: int = 0
    verified: int = 0
    uncited_claims: int = 0
    unsupported: int = 0

    def add(self, sentences: Iterable[ProseSentence], document: Document) -> None:
        for sentence in sentences:
            self.sentences += 1
            if sentence.citations:
                self.cited += 1
                self.verified += _is_verified(sentence, document)
            elif sentence.unsupported:
                self.unsupported += 1
            else:
                self.uncited_claims += is_claim(sentence.text, document.language)


def _is_verified(sentence: ProseSentence, document: Document) -> bool:
    quotes = [citation.quote for citation in sentence.citations]
    said = bare(sentence.text)
    if document.wording == "verbatim":
        return any(said in bare(quote) for quote in quotes)
    # Within a quote the same words could be denied; a whole quote needs no closer look.
    return (
        any(said == bare(quote) for quote in quotes)
        or check(sentence.text, quotes, document.language).supported
    )


def _chapter(
    chapter_id: str,
    length: int,
    counts: _Counts,
    plan: ChapterPlan | None,
    citations: Sequence[Citation],
    usage: Usage | None,
) -> ChapterQuality:
    """Return the quality of a chapter; one that fusion made has no plan."""
    passages = given(plan) if plan else ()
    return ChapterQuality(
        chapter_id=chapter_id,
        passages_given=len(passages),
        passages_used=used(passages, citations),
        sentences=counts.sentences,
        cited=counts.cited,
        verified=counts.verified,
        uncited_claims=counts.uncited_claims,
        unsupported=counts.unsupported,
        length=length,
        target_length=plan.target_length if plan else 0,
        usage=usage or Usage(),
    )


def _requirements(
    sections: Sequence[ProseSection], sources: Sequence[SourceDocument], document: Document
) -> tuple[RequirementResult, ...]:
    # A transition announces what is said elsewhere, or is not.
    passing = {bare(one.after) for one in document.changes if one.kind == "transition_added"}
    texts = [
        (
            section.chapter_id,
            section.heading,
            " ".join(
                sentence.text
                for sentence in section.sentences()
                if bare(sentence.text) not in passing
            ),
        )
        for section in sections
    ]
    results = []
    for requirement in requirements(sources):
        place = met(requirement, texts, document.language)
        chapter_id, where = place or ("", "")
        results.append(
            RequirementResult(
                text=requirement.text,
                source_id=requirement.source_id,
                met=place is not None,
                chapter_id=chapter_id,
                place=where,
            )
        )
    return tuple(results)
