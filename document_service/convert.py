"""Document requests, results and events between the contract and the service's own terms."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quire.document.v1 import document_pb2, document_service_pb2

from document_service.jobs import outline_identity
from document_service.quality_messages import quality_message
from shared.authoring.bibliography_styles import references
from shared.authoring.brief import Genre
from shared.authoring.delivery.formats import Format
from shared.authoring.delivery.make import Delivered
from shared.authoring.model import (
    BibliographyStyle,
    ChapterInfo,
    Citation,
    Document,
    Outline,
    Wording,
)
from shared.convert.events import INLINE_LIMIT, Fields, ProtoCodec, result_ref
from shared.convert.job import completeness, run_options, usage_message
from shared.convert.outline import (
    genre_model,
    outline_model,
    passage_message,
    require_lengths,
    source_message,
)
from shared.convert.pieces import text_pieces
from shared.errors import FieldViolation, QuireError
from shared.events import payloads
from shared.jobs.model import JsonValue
from shared.jobs.retrying import RunOptions
from shared.reasons import Reason

_BATCH = 500
_PIECE = 256 * 1024
_NO_OUTLINE = Outline(title="")
_ROLES = {
    "body": document_pb2.Chapter.ROLE_BODY,
    "introduction": document_pb2.Chapter.ROLE_INTRODUCTION,
    "summary": document_pb2.Chapter.ROLE_SUMMARY,
    "missing": document_pb2.Chapter.ROLE_MISSING,
}
_STYLES: "dict[BibliographyStyle, document_pb2.BibliographyStyle.ValueType]" = {
    "numeric": document_pb2.BIBLIOGRAPHY_STYLE_NUMERIC,
    "author_date": document_pb2.BIBLIOGRAPHY_STYLE_AUTHOR_DATE,
    "gbt7714": document_pb2.BIBLIOGRAPHY_STYLE_GBT7714,
}
_STYLES_BACK = {number: name for name, number in _STYLES.items()}
_WORDINGS: "dict[Wording, document_pb2.Wording.ValueType]" = {
    "verbatim": document_pb2.WORDING_VERBATIM,
    "checked": document_pb2.WORDING_CHECKED,
}
_CHANGES = {
    "repeat_removed": document_pb2.Change.KIND_REPEAT_REMOVED,
    "transition_added": document_pb2.Change.KIND_TRANSITION_ADDED,
    "term_unified": document_pb2.Change.KIND_TERM_UNIFIED,
    "shortened": document_pb2.Change.KIND_SHORTENED,
}
_FORMATS = {
    document_pb2.DOCUMENT_FORMAT_MARKDOWN: Format.MARKDOWN,
    document_pb2.DOCUMENT_FORMAT_HTML: Format.HTML,
    document_pb2.DOCUMENT_FORMAT_DOCX: Format.DOCX,
    document_pb2.DOCUMENT_FORMAT_PDF: Format.PDF,
}


def document_codec() -> ProtoCodec[document_pb2.DocumentEvent]:
    """Return the codec of ``DocumentEvent``."""
    return ProtoCodec(document_pb2.DocumentEvent, _own_fields)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a request says of the writing; it goes before what the outline says.

    Args:
        strict: whether a claim that its evidence does not bear is removed, not marked.
        genre: in place of the outline's, if not ``None``; so are the lengths, if not 0.

    """

    strict: bool = False
    genre: Genre | None = None
    target_length: int = 0
    max_length: int = 0

    def applied(self, outline: Outline) -> Outline:
        """Return the outline with them."""
        return outline.model_copy(
            update={
                "genre": self.genre or outline.genre,
                "target_length": self.target_length or outline.target_length,
                "max_length": self.max_length or outline.max_length,
            }
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What GenerateDocument is asked for, before anything is fetched.

    Args:
        outline_job_id: whose outline is to be used; '' if ``outline`` and ``texts``, by
            source id, are given instead.
        style: how sources are to be cited and listed.
        identity: what makes two requests the same.
    """

    job_id: str
    outline_job_id: str
    outline: Outline
    texts: Mapping[str, str]
    run: RunOptions
    style: BibliographyStyle
    wishes: Wishes
    identity: Mapping[str, JsonValue]


def asked_for(message: document_service_pb2.GenerateDocumentRequest) -> Asked:
    """Return what a request asks for.

    Raises QuireError for what the rules in the contract cannot say.
    """
    run = run_options(message.options)
    outline, texts = _NO_OUTLINE, dict[str, str]()
    given: Mapping[str, JsonValue] = {"outline_job_id": message.outline_job_id}
    if not message.outline_job_id:
        outline = outline_model(message.outline.outline)
        texts = _source_texts(message.outline)
        given = outline_identity(outline, texts)
    style = _STYLES_BACK.get(message.bibliography_style, "numeric")
    # The default is left out: so a request is the same as before there were styles.
    chosen: Mapping[str, JsonValue] = {"bibliography_style": style} if style != "numeric" else {}
    wishes = _wishes(message)
    return Asked(
        job_id=message.job_id,
        outline_job_id=message.outline_job_id,
        outline=outline,
        texts=texts,
        run=run,
        style=style,
        wishes=wishes,
        identity={**given, **chosen, **_said(wishes), **run.identity()},
    )


def stored_document(result: bytes) -> Document:
    """Return the document of a job's result."""
    return Document.model_validate_json(result)


def document_message(document: Document) -> document_pb2.Document:
    """Return a document as callers see it, without its text."""
    infos = {source.id: source for source in document.sources}
    listed = references(
        [infos[entry.source_id] for entry in document.bibliography],
        document.bibliography_style,
        document.language,
    )
    return document_pb2.Document(
        title=document.title,
        language=document.language,
        chapters=[_chapter_message(chapter) for chapter in document.chapters],
        bibliography=[
            document_pb2.BibliographyEntry(
                number=one.number, source_id=one.source.id, text=one.text, marker=one.marker
            )
            for one in listed
        ],
        sources=[source_message(source) for source in document.sources],
        completeness=completeness(document.partial),
        text_size=len(document.text.encode()),
        text_sha256=document.text_sha256,
        length=document.length,
        citations=len(document.citations),
        bibliography_style=_STYLES[document.bibliography_style],
        wording=_WORDINGS[document.wording],
        quality=quality_message(document.quality),
        missing=[
            document_pb2.MissingChapter(id=one.id, title=one.title, reason=one.reason)
            for one in document.missing
        ],
        changes=[
            document_pb2.Change(
                kind=_CHANGES[one.kind],
                chapter_id=one.chapter_id,
                before=one.before,
                after=one.after,
            )
            for one in document.changes
        ],
    )


def document_parts(document: Document) -> Iterator[document_service_pb2.ReadDocumentResponse]:
    """Yield the messages of ReadDocument: the document, its text, its citations."""
    yield document_service_pb2.ReadDocumentResponse(document=document_message(document))
    for _, piece in text_pieces(document.text):
        yield document_service_pb2.ReadDocumentResponse(text=piece)
    for first in range(0, len(document.citations), _BATCH):
        batch = document_service_pb2.CitationBatch(
            citations=[_citation_message(c) for c in document.citations[first : first + _BATCH]]
        )
        yield document_service_pb2.ReadDocumentResponse(citations=batch)


def download_format(message: document_service_pb2.DownloadDocumentRequest) -> Format:
    """Return the format asked for; the rules of the contract let no other through."""
    return _FORMATS[message.format]


def file_parts(made: Delivered) -> Iterator[document_service_pb2.DownloadDocumentResponse]:
    """Yield the messages of DownloadDocument: what the file is, then its bytes."""
    file = document_service_pb2.DocumentFile(
        media_type=made.media_type,
        file_name=made.file_name,
        size=len(made.content),
        sha256=made.sha256,
    )
    yield document_service_pb2.DownloadDocumentResponse(file=file)
    for first in range(0, len(made.content), _PIECE):
        piece = made.content[first : first + _PIECE]
        yield document_service_pb2.DownloadDocumentResponse(content=piece)


def _wishes(message: document_service_pb2.GenerateDocumentRequest) -> Wishes:
    require_lengths(message.target_length, message.max_length)
    return Wishes(
        strict=message.claim_policy == document_service_pb2.CLAIM_POLICY_REMOVE,
        genre=genre_model(message.genre, "genre") if message.HasField("genre") else None,
        target_length=message.target_length,
        max_length=message.max_length,
    )


def _said(wishes: Wishes) -> dict[str, JsonValue]:
    """Return what of the wishes makes a request another one; defaults are left out."""
    said: dict[str, JsonValue] = {
        "strict": wishes.strict,
        "genre": wishes.genre.model_dump(mode="json") if wishes.genre else None,
        "target_length": wishes.target_length,
        "max_length": wishes.max_length,
    }
    return {name: value for name, value in said.items() if value}


def _source_texts(given: document_service_pb2.OutlineWithSources) -> dict[str, str]:
    texts: dict[str, str] = {}
    for place, source in enumerate(given.source_texts):
        if source.source_id in texts:
            field = f"outline.source_texts[{place}].source_id"
            raise QuireError(
                Reason.INVALID_REQUEST,
                f"two texts are given for source {source.source_id!r}",
                violations=(FieldViolation(field, "must be unique"),),
            )
        texts[source.source_id] = source.text
    return texts


def _chapter_message(chapter: ChapterInfo) -> document_pb2.Chapter:
    return document_pb2.Chapter(
        id=chapter.id,
        title=chapter.title,
        role=_ROLES[chapter.role],
        start=chapter.start,
        end=chapter.end,
        length=chapter.length,
        citations=chapter.citations,
    )


def _citation_message(citation: Citation) -> document_pb2.Citation:
    return document_pb2.Citation(
        number=citation.number,
        chapter_id=citation.chapter_id,
        marker_start=citation.marker_start,
        passage=passage_message(citation.passage),
        quote=citation.quote,
        source_sha256=citation.source_sha256,
    )


def _own_fields(payload: payloads.Payload) -> Fields:
    match payload:
        case payloads.Completed():
            return {"completed": _completed(payload)}
        case payloads.ChapterStarted():
            return {
                "chapter_started": document_pb2.ChapterStarted(
                    chapter_id=payload.chapter_id,
                    title=payload.title,
                    index=payload.index,
                    total=payload.total,
                )
            }
        case payloads.ChapterCompleted():
            return {
                "chapter_completed": document_pb2.ChapterCompleted(
                    chapter_id=payload.chapter_id,
                    title=payload.title,
                    index=payload.index,
                    total=payload.total,
                    length=payload.length,
                    citations=payload.citations,
                )
            }
        case payloads.ChapterText():
            return {
                "chapter_text": document_pb2.ChapterText(
                    chapter_id=payload.chapter_id,
                    chapter_attempt=payload.chapter_attempt,
                    text=payload.text,
                )
            }
        case _:
            raise TypeError(f"a document job has no event {payload.event_type}")


def _completed(payload: payloads.Completed) -> document_pb2.DocumentCompleted:
    completed = document_pb2.DocumentCompleted(
        duration_ms=payload.duration_ms,
        usage=usage_message(payload.usage),
        completeness=completeness(payload.partial),
    )
    if len(payload.result) <= INLINE_LIMIT:
        document = stored_document(payload.result)
        completed.inline_result.CopyFrom(
            document_pb2.DocumentContent(
                document=document_message(document),
                text=document.text,
                citations=[_citation_message(citation) for citation in document.citations],
            )
        )
    else:
        digest = hashlib.sha256(payload.result).hexdigest()
        completed.result_ref.CopyFrom(result_ref(payload.result, digest))
    return completed
