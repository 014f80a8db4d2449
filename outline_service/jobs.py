"""Outline jobs in the store's terms: what is recorded, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass

from outline_service.models import (
    ForeignOutlineRequest,
    OutlineRequest,
    Recorded,
    accept_foreign,
)
from shared.authoring.brief import Brief
from shared.authoring.model import SourceDocument
from shared.authoring.web.reading import PAGE_STEP, PageResult
from shared.authoring.web.urls import is_web_source
from shared.jobs.canonical import canonical_json, fingerprint
from shared.jobs.ids import new_job_id
from shared.jobs.model import JobRequest, JsonValue, Kind, NewJob, SpendLimits
from shared.jobs.retrying import RunOptions, with_budget

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
        request=JobRequest(
            body=canonical_json(with_budget({"request": body}, run.budget)), blobs=blobs
        ),
        fingerprint=fingerprint({**_said(request, body), **run.identity()}),
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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A recorded request, with the files' bytes by digest and what the job may use."""

    request: OutlineRequest
    files: Mapping[str, bytes]
    budget: SpendLimits


def load_request(request: JobRequest) -> Loaded:
    """Return what was recorded.

    Raises QuireError for the parameters of a foreign producer that are wrong.
    """
    recorded = Recorded.model_validate_json(request.body)
    if recorded.foreign is not None:
        return Loaded(*accept_foreign(recorded.foreign), recorded.budget)
    assert recorded.request is not None  # noqa: S101  new_job wrote it
    return Loaded(recorded.request, request.blobs, recorded.budget)


def source_step(source_id: str) -> str:
    """Return the name of the step whose kept output holds a source, under the source's id."""
    return PAGE_STEP if is_web_source(source_id) else SOURCE_STEP


def load_source(step: str, output: object) -> SourceDocument:
    """Return the source that the kept output of a ``source_step`` holds."""
    if step == PAGE_STEP:
        source = PageResult.model_validate(output).source
        assert source is not None  # noqa: S101  else it would not be a source of the outline
        return source
    return SourceDocument.model_validate(output)


def _said(request: OutlineRequest, body: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Return what of a request makes it another one; what is left at its default is left out."""
    said = {"query": body["query"], "files": body["files"]}
    if request.brief != Brief():
        said["brief"] = body["brief"]
    if request.web is not None:
        said["web"] = body["web"]
    return said
