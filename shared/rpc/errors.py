"""The one place where errors of Quire become ``google.rpc.Status`` (AIP-193)."""

from collections.abc import Iterable
from typing import NoReturn

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason
from shared.rpc.context import Context

DOMAIN = "quire"

_Code = grpc.StatusCode

CODES = {
    Reason.INVALID_REQUEST: _Code.INVALID_ARGUMENT,
    Reason.NOT_SUPPORTED: _Code.UNIMPLEMENTED,
    Reason.UNAUTHENTICATED: _Code.UNAUTHENTICATED,
    Reason.JOB_NOT_FOUND: _Code.NOT_FOUND,
    Reason.JOB_EXISTS: _Code.ALREADY_EXISTS,
    Reason.JOB_NOT_FINISHED: _Code.FAILED_PRECONDITION,
    Reason.JOB_HAS_NO_RESULT: _Code.FAILED_PRECONDITION,
    Reason.RESULT_EXPIRED: _Code.NOT_FOUND,
    Reason.CURSOR_OUT_OF_RANGE: _Code.OUT_OF_RANGE,
    Reason.INVALID_PAGE_TOKEN: _Code.INVALID_ARGUMENT,
    Reason.JOB_ACTIVE: _Code.FAILED_PRECONDITION,
    Reason.JOB_NOT_RETRYABLE: _Code.FAILED_PRECONDITION,
    Reason.JOB_OF_ANOTHER_OWNER: _Code.NOT_FOUND,
    Reason.STORE_UNAVAILABLE: _Code.UNAVAILABLE,
    Reason.STORE_FULL: _Code.RESOURCE_EXHAUSTED,
    Reason.DRAINING: _Code.UNAVAILABLE,
    Reason.INTERNAL: _Code.INTERNAL,
    Reason.WATCH_LIMIT: _Code.RESOURCE_EXHAUSTED,
    Reason.FILE_UNSUPPORTED: _Code.INVALID_ARGUMENT,
    Reason.FILE_EMPTY: _Code.INVALID_ARGUMENT,
    Reason.FILE_TOO_LARGE: _Code.INVALID_ARGUMENT,
    Reason.FILE_ENCRYPTED: _Code.INVALID_ARGUMENT,
    Reason.FILE_BROKEN: _Code.INVALID_ARGUMENT,
    Reason.FILE_EXPANDS: _Code.INVALID_ARGUMENT,
    Reason.FILE_TOO_MANY_PAGES: _Code.INVALID_ARGUMENT,
    Reason.FILE_TIMEOUT: _Code.INVALID_ARGUMENT,
    Reason.OUTLINE_DUPLICATE_NODE: _Code.INVALID_ARGUMENT,
    Reason.OUTLINE_TOO_LARGE: _Code.INVALID_ARGUMENT,
    Reason.OUTLINE_TOO_DEEP: _Code.INVALID_ARGUMENT,
    Reason.OUTLINE_INVALID: _Code.INVALID_ARGUMENT,
    Reason.NO_SOURCES: _Code.FAILED_PRECONDITION,
    Reason.OUTLINE_NOT_FINISHED: _Code.FAILED_PRECONDITION,
    Reason.OUTLINE_FAILED: _Code.FAILED_PRECONDITION,
    Reason.OUTLINE_EXPIRED: _Code.NOT_FOUND,
    Reason.OUTLINE_NOT_FOUND: _Code.NOT_FOUND,
    Reason.OUTLINE_FORBIDDEN: _Code.PERMISSION_DENIED,
    Reason.OUTLINE_SERVICE_UNAVAILABLE: _Code.UNAVAILABLE,
    Reason.FORMAT_FONT_MISSING: _Code.FAILED_PRECONDITION,
    Reason.FORMAT_LIMIT: _Code.RESOURCE_EXHAUSTED,
    # What follows only fails jobs; no call is refused for it.
    Reason.DEADLINE_EXCEEDED: _Code.DEADLINE_EXCEEDED,
    Reason.ATTEMPTS_EXHAUSTED: _Code.INTERNAL,
    Reason.STEP_FAILED: _Code.INTERNAL,
    Reason.JOB_TOO_LARGE: _Code.RESOURCE_EXHAUSTED,
    Reason.MODEL_UNAVAILABLE: _Code.UNAVAILABLE,
    Reason.MODEL_RATE_LIMITED: _Code.RESOURCE_EXHAUSTED,
    Reason.MODEL_REJECTED: _Code.FAILED_PRECONDITION,
    Reason.MODEL_CONTEXT_EXCEEDED: _Code.RESOURCE_EXHAUSTED,
    Reason.MODEL_REFUSED: _Code.FAILED_PRECONDITION,
    Reason.MODEL_ANSWER_INVALID: _Code.INTERNAL,
    Reason.BUDGET_TOO_SMALL: _Code.RESOURCE_EXHAUSTED,
    Reason.SEARCH_UNAVAILABLE: _Code.UNAVAILABLE,
    Reason.SEARCH_RATE_LIMITED: _Code.RESOURCE_EXHAUSTED,
    Reason.SEARCH_REJECTED: _Code.FAILED_PRECONDITION,
}
"""Code of each reason, as its comment in ``quire/job/v1/errors.proto`` says."""

# A status travels in headers, and a client that gets more than 8 KiB of them reports
# RESOURCE_EXHAUSTED in its place. The message is sent twice, once with three bytes for each of
# UTF-8 that is not ASCII; details are sent in base64.
_MESSAGE_BYTES = 768
_FIELD_BYTES = 200
_DETAIL_BYTES = 2048


def code_of(reason: Reason) -> grpc.StatusCode:
    """Return the code of a reason."""
    return CODES[reason]


def status_of(error: QuireError) -> status_pb2.Status:
    """Return an error with its details: ErrorInfo, BadRequest, RetryInfo.

    Long texts are cut, and violations are left off from the end, so that the whole fits
    into the headers that every client takes (8 KiB).
    """
    details: list[Message] = [
        error_details_pb2.ErrorInfo(
            reason=error.reason.value,
            domain=DOMAIN,
            metadata={name: _cut(value, _FIELD_BYTES) for name, value in error.metadata.items()},
        )
    ]
    if error.violations:
        details.append(_bad_request(error.violations))
    if error.retry_after is not None:
        delay = Duration()
        delay.FromMilliseconds(round(error.retry_after * 1000))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    status = status_pb2.Status(
        code=code_of(error.reason).value[0], message=_cut(error.message, _MESSAGE_BYTES)
    )
    for detail in details:
        packed = AnyMessage()
        packed.Pack(detail)
        status.details.append(packed)
    return status


async def abort(context: Context, error: QuireError) -> NoReturn:
    """End a call with an error. Raises grpc's AbortError."""
    await context.abort_with_status(rpc_status.to_status(status_of(error)))


def _bad_request(violations: Iterable[FieldViolation]) -> error_details_pb2.BadRequest:
    bad = error_details_pb2.BadRequest()
    for violation in violations:
        field = _cut(violation.field, _FIELD_BYTES)
        description = _cut(violation.description, _FIELD_BYTES)
        bad.field_violations.add(field=field, description=description)
        if bad.ByteSize() > _DETAIL_BYTES:
            del bad.field_violations[-1]
            break
    return bad


def _cut(text: str, limit: int) -> str:
    """Return ``text`` in at most ``limit`` bytes of UTF-8."""
    if len(text.encode()) <= limit:
        return text
    return text.encode()[: limit - len("…".encode())].decode(errors="ignore") + "…"
