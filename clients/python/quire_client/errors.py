"""Errors of the client, and the one place that reads them from a gRPC status."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

DETAILS_KEY = "grpc-status-details-bin"

_CUT = (
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.DEADLINE_EXCEEDED,
)


class QuireError(Exception):
    """Base of all errors of this client."""


class ConfigurationError(QuireError):
    """The client was set up in a way that cannot work or is not safe."""


class DigestError(QuireError):
    """A text that was read is not the one that the service has stored."""


class WatchGapError(QuireError):
    """A watch was sent an event whose number is not the next one.

    Args:
        job_id: the job that was watched.
        expected: sequence of the event that should have come.
        received: sequence of the event that came.

    """

    def __init__(self, job_id: str, expected: int, received: int) -> None:
        super().__init__(f"job {job_id}: event {expected} is missing, {received} came instead")
        self.job_id = job_id
        self.expected = expected
        self.received = received


class JobReplacedError(QuireError):
    """A watch was sent an event of another life of the job's id.

    Args:
        job_id: the id that was watched.
        expected: uid of the life that was watched.
        received: uid of the event that came.

    """

    def __init__(self, job_id: str, expected: str, received: str) -> None:
        super().__init__(
            f"job {job_id} was replaced: life {expected} was watched, an event of {received} came"
        )
        self.job_id = job_id
        self.expected = expected
        self.received = received


class JobLostError(QuireError):
    """A job among several can be followed no further.

    Args:
        job_id: the job.
        reason: name of ``quire.job.v1.ErrorReason`` without its prefix: JOB_NOT_FOUND,
            JOB_OF_ANOTHER_OWNER, RESULT_EXPIRED or CURSOR_OUT_OF_RANGE.
        message: the cause, for people.
        metadata: further facts, by the keys that the comment of the reason names.

    """

    def __init__(self, job_id: str, reason: str, message: str, metadata: Mapping[str, str]) -> None:
        super().__init__(f"job {job_id}: {reason} {message}")
        self.job_id = job_id
        self.reason = reason
        self.message = message
        self.metadata = dict(metadata)


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One field of a request that breaks its rule."""

    field: str
    description: str


class QuireCallError(QuireError):
    """A call that a service refused or could not answer.

    Args:
        service: name of the service, ``outline`` or ``document``.
        code: the gRPC status code.
        reason: name of ``quire.job.v1.ErrorReason`` without its prefix; empty if
            the answer did not come from Quire (a proxy, the gRPC core).
        message: the cause, for people.
        metadata: further facts, by the keys that the comment of the reason names.
        violations: the fields at fault.
        retry_after: seconds after which the service asks to be called again;
            ``None`` if it did not ask.

    """

    def __init__(
        self,
        service: str,
        code: grpc.StatusCode,
        message: str,
        *,
        reason: str = "",
        metadata: Mapping[str, str] | None = None,
        violations: tuple[FieldViolation, ...] = (),
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{service} service: {code.name} {reason} {message}")
        self.service = service
        self.code = code
        self.reason = reason
        self.message = message
        self.metadata = dict(metadata or {})
        self.violations = violations
        self.retry_after = retry_after

    @property
    def cause(self) -> str:
        """The message, without the detail that the gRPC core adds to it."""
        return self.message if self.reason else _plain(self.message)

    @property
    def transient(self) -> bool:
        """Whether the same call may succeed a little later.

        CANCELLED without a reason is a proxy's, or a reset stream: what a caller cancels
        itself does not end with an error of a service.
        """
        return (
            self.code is grpc.StatusCode.UNAVAILABLE
            or self.retry_after is not None
            or (self.code is grpc.StatusCode.CANCELLED and not self.reason)
        )

    @property
    def cut(self) -> bool:
        """Whether a stream was cut on the way and not ended by the service.

        A reset stream, or a proxy with a time limit of its own, gives these codes, and no
        reason of Quire's.
        """
        return self.transient or (not self.reason and self.code in _CUT)


class ServiceUnreachableError(QuireCallError):
    """No answer from a service within the time allowed.

    Args:
        address: where it was looked for.
        waited: seconds for which it was tried.

    """

    def __init__(self, service: str, address: str, waited: float, message: str) -> None:
        super().__init__(service, grpc.StatusCode.UNAVAILABLE, message)
        self.address = address
        self.waited = waited


def gave_up(error: QuireCallError, address: str, waited: float) -> QuireCallError:
    """Return what to raise at the end of patience: the service's own words if any."""
    known = error.reason or error.code is not grpc.StatusCode.UNAVAILABLE
    if known or isinstance(error, ServiceUnreachableError):
        return error
    return ServiceUnreachableError(error.service, address, waited, error.cause)


def call_error(error: grpc.aio.AioRpcError | grpc.RpcError, service: str) -> QuireCallError:
    """Return the error of a call with all that its rich status says (AIP-193)."""
    call = cast("grpc.Call", error)  # what grpc raises is both, which its types do not say
    status = _rich_status(call)
    info = error_details_pb2.ErrorInfo()
    bad = error_details_pb2.BadRequest()
    retry = error_details_pb2.RetryInfo()
    retry_after: float | None = None
    for detail in status.details:
        if detail.Unpack(retry):
            retry_after = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
        elif not detail.Unpack(info):
            detail.Unpack(bad)
    return QuireCallError(
        service,
        call.code(),
        status.message or call.details() or "",
        reason=info.reason,
        metadata=info.metadata,
        violations=tuple(
            FieldViolation(item.field, item.description) for item in bad.field_violations
        ),
        retry_after=retry_after,
    )


def _rich_status(error: grpc.Call) -> status_pb2.Status:
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS_KEY and isinstance(value, bytes):
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                break
    return status_pb2.Status()


def _plain(message: str) -> str:
    """Return the part of a gRPC core message that a person can use."""
    known = (
        ("Connection refused", "the connection was refused: nothing listens there"),
        ("No route to host", "there is no way to that host"),
        ("CERTIFICATE_VERIFY_FAILED", "its certificate is not signed by a trusted authority"),
        ("WRONG_VERSION_NUMBER", "it does not speak TLS"),
        ("Socket closed", "it closed the connection; perhaps it expects TLS"),
        ("Misformatted domain name", "that is no address, such as 127.0.0.1:50051"),
        ("address lookup failed", "the host's name is not known"),
        ("DNS resolution failed", "the host's name is not known"),
    )
    return next((plain for part, plain in known if part in message), message)
