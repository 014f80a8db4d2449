"""What an outline job is asked to do, as it is recorded."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import cast, get_args

from shared.authoring.brief import Brief
from shared.authoring.frozen import Model
from shared.authoring.model import SourceRole
from shared.errors import FieldViolation, QuireError
from shared.jobs.model import JsonValue, SpendLimits
from shared.reasons import Reason

QUERY_LIMIT = 8000
"""Characters of a query; the contract says the same."""


class ContextFile(Model):
    """A context file without its bytes, which lie beside the request under ``sha256``."""

    name: str
    uri: str = ""
    role: SourceRole = "data"
    sha256: str
    size: int


class WebWishes(Model):
    """What is wanted of the web; sites as people write them, see ``parse_sites``."""

    pages: int = 8
    allow_sites: tuple[str, ...] = ()
    prefer_sites: tuple[str, ...] = ()
    deny_sites: tuple[str, ...] = ()


class OutlineRequest(Model):
    """The recorded request.

    Args:
        web: ``None`` if the web is not searched.

    """

    query: str
    files: tuple[ContextFile, ...] = ()
    brief: Brief = Brief()
    web: WebWishes | None = None


class ForeignOutlineRequest(Model):
    """The parameters of a Celery message from a foreign producer, recorded as they came.

    They are checked by the attempt, so that a caller who watches the job sees why
    it failed.
    """

    task_prompt: JsonValue
    context_files: JsonValue


class Recorded(Model):
    """The body of ``job_request:{id}``: one of the two."""

    request: OutlineRequest | None = None
    foreign: ForeignOutlineRequest | None = None
    budget: SpendLimits = SpendLimits()


def context_file(
    name: str, content: bytes, *, uri: str = "", role: SourceRole = "data"
) -> ContextFile:
    """Return the description of a file."""
    digest = hashlib.sha256(content).hexdigest()
    return ContextFile(name=name, uri=uri, role=role, sha256=digest, size=len(content))


def accept_foreign(foreign: ForeignOutlineRequest) -> tuple[OutlineRequest, dict[str, bytes]]:
    """Return the request that foreign parameters mean, and the files' bytes by digest.

    ``context_files`` is ``{name: {"text" | "content_base64", "role", "media_type"}}``
    or ``{name: text}``. Raises QuireError(INVALID_REQUEST) naming the field.
    """
    query = foreign.task_prompt
    if not isinstance(query, str) or not query.strip() or len(query) > QUERY_LIMIT:
        raise _invalid("task_prompt", f"must be a text of 1 to {QUERY_LIMIT} characters")
    given = {} if foreign.context_files is None else foreign.context_files
    if not isinstance(given, dict):
        raise _invalid("context_files", "must be an object of files by name")
    files: list[ContextFile] = []
    blobs: dict[str, bytes] = {}
    for name, value in given.items():
        field = f"context_files[{name!r}]"
        item: Mapping[str, JsonValue]
        if isinstance(value, str):
            item = {"text": value}
        elif isinstance(value, dict):
            item = value
        else:
            raise _invalid(field, 'must be a text or an object with "text" or "content_base64"')
        content = _content(field, item)
        files.append(context_file(name, content, role=_role(field, item.get("role"))))
        blobs[files[-1].sha256] = content
    return OutlineRequest(query=query, files=tuple(files)), blobs


def _role(field: str, given: JsonValue) -> SourceRole:
    for role in get_args(SourceRole):
        if given == role:
            return cast("SourceRole", role)
    if given in (None, ""):
        return "data"
    raise _invalid(f"{field}.role", f"must be one of {', '.join(get_args(SourceRole))}")


def _content(field: str, item: Mapping[str, JsonValue]) -> bytes:
    text, encoded = item.get("text"), item.get("content_base64")
    if isinstance(text, str) and encoded is None:
        return text.encode()
    if isinstance(encoded, str) and text is None:
        try:
            return base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise _invalid(f"{field}.content_base64", f"is not base64: {error}") from None
    raise _invalid(field, 'must have either "text" or "content_base64", as a string')


def _invalid(field: str, description: str) -> QuireError:
    return QuireError(
        Reason.INVALID_REQUEST,
        f"{field} {description}",
        violations=(FieldViolation(field, description),),
    )
