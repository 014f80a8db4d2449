"""Document jobs in the store's terms: what is frozen at submit, and what comes back."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from document_service.models import DocumentRequest, ForeignDocumentRequest, Recorded
from shared.authoring.model import (
    BibliographyStyle,
    Outline,
    OutlineNode,
    SourceDocument,
    SourceInfo,
)
from shared.authoring.outline_check import OutlineLimits, check_outline, with_ids
from shared.authoring.outline_json import parse_outline
from shared.authoring.outline_source import from_summaries
from shared.errors import QuireError
from shared.jobs.canonical import canonical_json, digest, fingerprint
from shared.jobs.ids import new_job_id
from shared.jobs.model import JobRequest, JsonValue, Kind, NewJob, SpendLimits
from shared.jobs.retrying import RunOptions, with_budget
from shared.reasons import Reason


def freeze(
    outline: Outline,
    texts: Mapping[str, str],
    limits: OutlineLimits,
    style: BibliographyStyle = "numeric",
    *,
    strict: bool = False,
) -> tuple[DocumentRequest, dict[str, str]]:
    """Return a request that stands alone, and the source texts by source id.

    An outline without sources of data becomes its own source, by its summaries. Raises
    QuireError with an OUTLINE_* reason, or NO_SOURCES.
    """
    check_outline(outline, texts, limits)
    whole = with_ids(outline)
    sources = tuple(_checked(source, texts[source.id]) for source in whole.sources)
    texts = dict(texts)
    if not any(source.role == "data" for source in sources):
        own = _own_source(whole)
        sources = (*sources, own.info)
        texts[own.info.id] = own.text
    whole = whole.model_copy(update={"sources": sources})
    return DocumentRequest(outline=whole, bibliography_style=style, strict=strict), texts


def _checked(source: SourceInfo, text: str) -> SourceInfo:
    encoded = text.encode()
    found = hashlib.sha256(encoded).hexdigest()
    if source.sha256 and source.sha256 != found:
        raise QuireError(
            Reason.OUTLINE_INVALID,
            f"the text of source {source.id!r} is not the one that the outline was made "
            f"from: its SHA-256 is {found}, the outline says {source.sha256}",
            metadata={"field": "source_texts"},
        )
    return source.model_copy(update={"sha256": found, "size": len(encoded)})


def _own_source(outline: Outline) -> SourceDocument:
    own = from_summaries(outline)
    if own is None:
        raise QuireError(
            Reason.NO_SOURCES,
            "the outline has neither sources of data nor summaries to write from; give files to "
            "the outline, or a content_summary to its nodes",
        )
    for node in outline.nodes:
        if not _has_summary(node):
            raise QuireError(
                Reason.NO_SOURCES,
                f"chapter {node.id} ({node.title!r}) has nothing to be written from; give it or a "
                "node below it a content_summary, or give files to the outline",
                metadata={"node_id": node.id},
            )
    return own


def _has_summary(node: OutlineNode) -> bool:
    return bool(node.content_summary.strip()) or any(map(_has_summary, node.children))


def new_job(
    request: DocumentRequest,
    texts: Mapping[str, str],
    identity: Mapping[str, JsonValue],
    *,
    job_id: str,
    owner: str,
    run: RunOptions,
) -> NewJob:
    """Return the job to be submitted; an empty ``job_id`` gets one made.

    Args:
        identity: what makes two requests the same.
    """
    body = request.model_dump(mode="json")
    return NewJob(
        job_id=job_id or new_job_id(Kind.DOCUMENT),
        owner=owner,
        request=JobRequest(
            body=canonical_json(with_budget({"request": body}, run.budget)),
            blobs={name: text.encode() for name, text in texts.items()},
        ),
        fingerprint=fingerprint(identity),
        priority=run.priority,
        labels=run.labels,
        deadline_ms=run.deadline_ms,
    )


def new_foreign_job(foreign: ForeignDocumentRequest, *, job_id: str, owner: str) -> NewJob:
    """Return the job that a message of a foreign producer asks for."""
    body = foreign.model_dump(mode="json")
    return NewJob(
        job_id=job_id,
        owner=owner,
        request=JobRequest(body=canonical_json({"foreign": body})),
        fingerprint=fingerprint(body),
    )


@dataclass(frozen=True, slots=True)
class Loaded:
    """A recorded request, with its sources and what the job may use."""

    request: DocumentRequest
    sources: tuple[SourceDocument, ...]
    budget: SpendLimits


def load_request(request: JobRequest, limits: OutlineLimits) -> Loaded:
    """Return what was recorded.

    Raises QuireError for the parameter of a foreign producer that is wrong.
    """
    recorded = Recorded.model_validate_json(request.body)
    if recorded.foreign is not None:
        frozen, texts = freeze(*parse_outline(recorded.foreign.outline), limits)
    else:
        assert recorded.request is not None  # noqa: S101  new_job wrote it
        frozen = recorded.request
        texts = {name: blob.decode() for name, blob in request.blobs.items()}
    sources = tuple(
        SourceDocument(info=info, text=texts[info.id]) for info in frozen.outline.sources
    )
    return Loaded(frozen, sources, recorded.budget)


def outline_identity(outline: Outline, texts: Mapping[str, str]) -> dict[str, JsonValue]:
    """Return what makes two supplied outlines the same."""
    return {
        "outline": digest(outline.model_dump(mode="json")),
        "source_texts": {name: digest(text) for name, text in texts.items()},
    }
