"""What a document says of itself, as plain data: how good it is, what is missing and why."""

from dataclasses import dataclass
from typing import Literal

from quire.document.v1 import document_pb2 as pb
from quire.job.v1.job_pb2 import COMPLETENESS_PARTIAL, Usage

Wording = Literal["", "verbatim", "checked"]
"""How sentences were made: taken word for word, or written and checked; ``""`` if not said."""


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What was used of a model; the cost in millionths of the server's currency."""

    model_calls: int
    input_tokens: int
    output_tokens: int
    cost_micros: int


@dataclass(frozen=True, slots=True)
class ChapterQuality:
    """The quality of one chapter; counts are of sentences of prose.

    Args:
        passages_given: that it had as evidence; ``passages_used``, those it cites.
        verified: cited sentences that their quotes bear.
        target_length: 0 where none was planned.

    """

    chapter_id: str
    passages_given: int
    passages_used: int
    sentences: int
    cited: int
    verified: int
    uncited_claims: int
    unsupported: int
    length: int
    target_length: int
    usage: ModelUse


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """A requirement, and whether the document meets it: in which chapter and place."""

    text: str
    source_id: str
    met: bool
    chapter_id: str
    place: str


@dataclass(frozen=True, slots=True)
class MissingChapter:
    """A chapter that was not written, and why."""

    id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Change:
    """One edit that fusion made; ``before`` or ``after`` is empty where there is none.

    Args:
        kind: for example ``repeat_removed``.

    """

    kind: str
    chapter_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Quality:
    """The quality of a document; counts are of sentences of prose.

    Args:
        verified: cited sentences that their quotes bear.
        repetition: share of 8-grams that occur before in the document, 0 to 1.
        length: in words, or characters in Chinese and Japanese.
        target_length: 0 if none was asked for.
        unused_sources: ids of data sources that nothing cites.
        unused_passages: passages that no chapter was given.
        models: what was used of each, by name.

    """

    chapters: tuple[ChapterQuality, ...]
    requirements: tuple[RequirementResult, ...]
    sentences: int
    cited: int
    verified: int
    uncited_claims: int
    unsupported: int
    repetition: float
    length: int
    target_length: int
    unused_sources: tuple[str, ...]
    unused_passages: int
    models: dict[str, ModelUse]


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What a document says of itself.

    Args:
        partial: whether something of what was asked for is missing.
        quality: ``None`` if the server made no report.

    """

    wording: Wording
    partial: bool
    quality: Quality | None
    missing: tuple[MissingChapter, ...]
    changes: tuple[Change, ...]


def report_of(document: pb.Document) -> DocumentReport:
    """Return what a document says of itself."""
    return DocumentReport(
        wording=_WORDINGS.get(document.wording, ""),
        partial=document.completeness == COMPLETENESS_PARTIAL,
        quality=_quality(document.quality) if document.HasField("quality") else None,
        missing=tuple(MissingChapter(one.id, one.title, one.reason) for one in document.missing),
        changes=tuple(
            Change(_kind(one.kind), one.chapter_id, one.before, one.after)
            for one in document.changes
        ),
    )


_WORDINGS: "dict[pb.Wording.ValueType, Wording]" = {
    pb.WORDING_VERBATIM: "verbatim",
    pb.WORDING_CHECKED: "checked",
}


def _kind(kind: "pb.Change.Kind.ValueType") -> str:
    """Return the name of a kind of edit; of one that this client does not know, its number."""
    if kind not in pb.Change.Kind.values():
        return str(int(kind))
    return pb.Change.Kind.Name(kind).removeprefix("KIND_").lower()


def _quality(quality: pb.Quality) -> Quality:
    return Quality(
        chapters=tuple(map(_chapter, quality.chapters)),
        requirements=tuple(
            RequirementResult(one.text, one.source_id, one.met, one.chapter_id, one.place)
            for one in quality.requirements
        ),
        sentences=quality.sentences,
        cited=quality.cited,
        verified=quality.verified,
        uncited_claims=quality.uncited_claims,
        unsupported=quality.unsupported,
        repetition=quality.repetition,
        length=quality.length,
        target_length=quality.target_length,
        unused_sources=tuple(quality.unused_sources),
        unused_passages=quality.unused_passages,
        models={one.model: _use(one.usage) for one in quality.models},
    )


def _chapter(chapter: pb.ChapterQuality) -> ChapterQuality:
    return ChapterQuality(
        chapter_id=chapter.chapter_id,
        passages_given=chapter.passages_given,
        passages_used=chapter.passages_used,
        sentences=chapter.sentences,
        cited=chapter.cited,
        verified=chapter.verified,
        uncited_claims=chapter.uncited_claims,
        unsupported=chapter.unsupported,
        length=chapter.length,
        target_length=chapter.target_length,
        usage=_use(chapter.usage),
    )


def _use(usage: Usage) -> ModelUse:
    return ModelUse(
        model_calls=usage.model_calls,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost_micros=usage.cost_micros,
    )
