"""The one place where errors of Quire become ``google.rpc.Status`` (AIP-193)."""

from typing import NoReturn

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

from shared.errors import QuireError
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
}
"""Code of each reason for which a call is refused; a job may fail for others too."""


def code_of(reason: Reason) -> grpc.StatusCode:
    """Return the code of a reason; INTERNAL for one that only fails jobs."""
    return CODES.get(reason, _Code.INTERNAL)


def status_of(error: QuireError) -> status_pb2.Status:
    """Return an error with its details: ErrorInfo, BadRequest, RetryInfo."""
    details: list[Message] = [
        error_details_pb2.ErrorInfo(
            reason=error.reason.value, domain=DOMAIN, metadata=error.metadata
        )
    ]
    if error.violations:
        details.append(
            error_details_pb2.BadRequest(
                field_violations=[
                    error_details_pb2.BadRequest.FieldViolation(
                        field=violation.field, description=violation.description
                    )
                    for violation in error.violations
                ]
            )
        )
    if error.retry_after is not None:
        delay = Duration()
        delay.FromMilliseconds(round(error.retry_after * 1000))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    status = status_pb2.Status(code=code_of(error.reason).value[0], message=error.message)
    for detail in details:
        packed = AnyMessage()
        packed.Pack(detail)
        status.details.append(packed)
    return status


async def abort(context: Context, error: QuireError) -> NoReturn:
    """End a call with an error. Raises grpc's AbortError."""
    await context.abort_with_status(rpc_status.to_status(status_of(error)))
