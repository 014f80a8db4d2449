"""Quality reports as messages of ``quire.document.v1``."""

from quire.document.v1 import document_pb2

from shared.authoring.quality.model import ChapterQuality, Quality
from shared.convert.job import usage_message


def quality_message(quality: Quality | None) -> document_pb2.Quality | None:
    """Return a quality report as callers see it."""
    if quality is None:
        return None
    return document_pb2.Quality(
        chapters=[_chapter(chapter) for chapter in quality.chapters],
        requirements=[
            document_pb2.RequirementResult(
                text=one.text,
                source_id=one.source_id,
                met=one.met,
                chapter_id=one.chapter_id,
                place=one.place,
            )
            for one in quality.requirements
        ],
        sentences=quality.sentences,
        cited=quality.cited,
        verified=quality.verified,
        uncited_claims=quality.uncited_claims,
        unsupported=quality.unsupported,
        repetition=quality.repetition,
        length=quality.length,
        target_length=quality.target_length,
        unused_sources=quality.unused_sources,
        unused_passages=quality.unused_passages,
        models=[
            document_pb2.ModelUsage(model=name, usage=usage_message(used))
            for name, used in quality.models.items()
        ],
    )


def _chapter(chapter: ChapterQuality) -> document_pb2.ChapterQuality:
    return document_pb2.ChapterQuality(
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
        usage=usage_message(chapter.usage),
    )
