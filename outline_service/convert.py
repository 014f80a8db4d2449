"""Outline requests and events between the contract and the service's own terms."""

import hashlib

from quire.outline.v1 import outline_pb2, outline_service_pb2

from outline_service.jobs import new_job
from outline_service.models import OutlineRequest, WebWishes, context_file
from shared.authoring.brief import Brief
from shared.authoring.model import Outline
from shared.authoring.web.sites import parse_sites
from shared.control import has_controls
from shared.convert.events import INLINE_LIMIT, Fields, ProtoCodec, result_ref
from shared.convert.job import completeness, run_options, usage_message
from shared.convert.outline import genre_model, outline_message, require_lengths, role
from shared.errors import FieldViolation, QuireError
from shared.events.payloads import Completed, Payload
from shared.jobs.model import NewJob
from shared.reasons import Reason

_PAGES = 8
"""Sources from the web that are wanted if the request does not say."""


def outline_codec() -> ProtoCodec[outline_pb2.OutlineEvent]:
    """Return the codec of ``OutlineEvent``."""
    return ProtoCodec(outline_pb2.OutlineEvent, _own_fields)


def submission(
    message: outline_service_pb2.GenerateOutlineRequest, owner: str
) -> tuple[NewJob, list[tuple[str, bytes]]]:
    """Return the job that a request asks for, and its files by name for a closer look.

    Raises QuireError for what the rules in the contract cannot say.
    """
    run = run_options(message.options)
    if has_controls(message.query):
        raise _controls("query")
    names: set[str] = set()
    files = []
    blobs: dict[str, bytes] = {}
    for number, given in enumerate(message.files):
        field = f"files[{number}]"
        if given.name in names:
            raise QuireError(
                Reason.INVALID_REQUEST,
                f"two files are named {given.name!r}",
                violations=(FieldViolation(f"{field}.name", "must be unique"),),
            )
        if has_controls(given.name + given.uri) or "\n" in given.name:
            raise _controls(f"{field}.name")
        names.add(given.name)
        files.append(context_file(given.name, given.content, uri=given.uri, role=role(given.role)))
        blobs[files[-1].sha256] = given.content
    job = new_job(
        OutlineRequest(
            query=message.query,
            files=tuple(files),
            brief=_brief(message),
            web=_web(message.web) if message.HasField("web") else None,
        ),
        blobs,
        job_id=message.job_id,
        owner=owner,
        run=run,
    )
    return job, [(given.name, given.content) for given in message.files]


def _brief(message: outline_service_pb2.GenerateOutlineRequest) -> Brief:
    require_lengths(message.target_length, message.max_length)
    return Brief(
        language=message.language,
        genre=genre_model(message.genre, "genre") if message.HasField("genre") else None,
        chapters=message.chapters,
        depth=message.depth,
        target_length=message.target_length,
        max_length=message.max_length,
    )


def _web(message: outline_service_pb2.WebResearch) -> WebWishes:
    wishes = WebWishes(
        pages=message.pages or _PAGES,
        allow_sites=tuple(message.allow_sites),
        prefer_sites=tuple(message.prefer_sites),
        deny_sites=tuple(message.deny_sites),
    )
    for name in ("allow_sites", "prefer_sites", "deny_sites"):
        for place, site in enumerate(getattr(wishes, name)):
            try:
                parse_sites([site])
            except ValueError as error:
                field = f"web.{name}[{place}]"
                raise QuireError(
                    Reason.INVALID_REQUEST,
                    f"{field}: {error}",
                    violations=(FieldViolation(field, str(error)),),
                ) from error
    return wishes


def stored_outline(result: bytes) -> outline_pb2.Outline:
    """Return the outline of a job's result."""
    return outline_message(Outline.model_validate_json(result))


def _controls(field: str) -> QuireError:
    description = "must not have control characters"
    return QuireError(
        Reason.INVALID_REQUEST,
        f"{field} {description}",
        violations=(FieldViolation(field, description),),
    )


def _own_fields(payload: Payload) -> Fields:
    if not isinstance(payload, Completed):
        raise TypeError(f"an outline job has no event {payload.event_type}")
    completed = outline_pb2.OutlineCompleted(
        duration_ms=payload.duration_ms,
        usage=usage_message(payload.usage),
        completeness=completeness(payload.partial),
    )
    if len(payload.result) <= INLINE_LIMIT:
        completed.inline_result.CopyFrom(stored_outline(payload.result))
    else:
        digest = hashlib.sha256(payload.result).hexdigest()
        completed.result_ref.CopyFrom(result_ref(payload.result, digest))
    return {"completed": completed}
