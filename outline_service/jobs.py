"""Outline jobs in the store's terms: what is recorded, and what comes back."""

from collections.abc import Mapping

from outline_service.models import (
    ForeignOutlineRequest,
    OutlineRequest,
    Recorded,
    accept_foreign,
)
from shared.authoring.model import SourceDocument
from shared.jobs.canonical import canonical_json, fingerprint
from shared.jobs.ids import new_job_id
from shared.jobs.model import JobRequest, Kind, NewJob
from shared.jobs.retrying import RunOptions

SOURCE_STEP = "source"
"""Name of the step whose kept outputs are the stored texts, one by source id."""


def new_job(
    request: OutlineRequest,
    blobs: Mapping[str, bytes],
    *,
    job_id: str,
    owner: str,
    run: RunOptions,
) -> NewJob:
    """Return the job to be submitted; an empty ``job_id`` gets one made."""
    body = request.model_dump(mode="json")
    return NewJob(
        job_id=job_id or new_job_id(Kind.OUTLINE),
        owner=owner,
        request=JobRequest(body=canonical_json({"request": body}), blobs=blobs),
        fingerprint=fingerprint({"query": body["query"], "files": body["files"], **run.identity()}),
        priority=run.priority,
        labels=run.labels,
        deadline_ms=run.deadline_ms,
    )


def new_foreign_job(foreign: ForeignOutlineRequest, *, job_id: str, owner: str) -> NewJob:
    """Return the job that a message of a foreign producer asks for."""
    body = foreign.model_dump(mode="json")
    return NewJob(
        job_id=job_id,
        owner=owner,
        request=JobRequest(body=canonical_json({"foreign": body})),
        fingerprint=fingerprint(body),
    )


def load_request(request: JobRequest) -> tuple[OutlineRequest, Mapping[str, bytes]]:
    """Return what was recorded, with the files' bytes by digest.

    Raises QuireError for the parameters of a foreign producer that are wrong.
    """
    recorded = Recorded.model_validate_json(request.body)
    if recorded.foreign is not None:
        return accept_foreign(recorded.foreign)
    assert recorded.request is not None  # noqa: S101  new_job wrote it
    return recorded.request, request.blobs


def load_source(output: object) -> SourceDocument:
    """Return the source that a kept ``SOURCE_STEP`` holds."""
    return SourceDocument.model_validate(output)
