"""Fetches a finished outline and its source texts from the outline service."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

from shared.errors import QuireError
from shared.jobs.tracer import UNTRACED, Role, Tracer
from shared.reasons import Reason
from shared.rpc.retry import retry_policy

Metadata = Sequence[tuple[str, str]]

_LIVE = (
    job_pb2.Job.STATE_QUEUED,
    job_pb2.Job.STATE_RUNNING,
    job_pb2.Job.STATE_RETRYING,
    job_pb2.Job.STATE_CANCELLING,
)
_SERVICE = "quire.outline.v1.OutlineService"


class OutlineClient:
    """A channel to the outline service, on which each call bears its caller's identity.

    Args:
        address: ``host:port``.
        tls: whether to speak TLS; ``ca_cert`` then names the authorities, the
            system's own if ``None``.
        seconds: for one fetch, all calls and retries together.
        tracer: is told of each fetch.
    """

    def __init__(
        self,
        address: str,
        *,
        tls: bool,
        ca_cert: Path | None,
        seconds: float,
        tracer: Tracer = UNTRACED,
    ) -> None:
        self._tracer = tracer
        options = [
            ("grpc.service_config", retry_policy(_SERVICE)),
            ("grpc.max_receive_message_length", 16 * 1024 * 1024),
            # An outline service that comes back is found within the retries of a call; by
            # default a channel waits up to two minutes before it looks again.
            ("grpc.initial_reconnect_backoff_ms", 100),
            ("grpc.min_reconnect_backoff_ms", 500),
            ("grpc.max_reconnect_backoff_ms", 1000),
        ]
        if tls:
            roots = ca_cert.read_bytes() if ca_cert else None
            credentials = grpc.ssl_channel_credentials(root_certificates=roots)
            self._channel = grpc.aio.secure_channel(address, credentials, options)
        else:
            self._channel = grpc.aio.insecure_channel(address, options)
        self._stub = outline_service_pb2_grpc.OutlineServiceStub(self._channel)
        self._seconds = seconds

    async def fetch(
        self, job_id: str, metadata: Metadata
    ) -> tuple[outline_pb2.Outline, dict[str, str]]:
        """Return the outline of a job and its source texts by source id.

        Raises QuireError: OUTLINE_NOT_FINISHED, OUTLINE_FAILED, OUTLINE_EXPIRED,
        OUTLINE_NOT_FOUND, OUTLINE_FORBIDDEN or OUTLINE_SERVICE_UNAVAILABLE.
        """
        with self._tracer.span("fetch outline", Role.CLIENT, {"quire.outline_job_id": job_id}):
            try:
                return await self._fetch(job_id, _traced(metadata, self._tracer.carried()))
            except grpc.aio.AioRpcError as error:
                raise _refusal(job_id, error) from error

    async def close(self) -> None:
        """Close the channel."""
        await self._channel.close()

    async def _fetch(
        self, job_id: str, metadata: Metadata
    ) -> tuple[outline_pb2.Outline, dict[str, str]]:
        answer = await self._stub.GetOutline(
            outline_service_pb2.GetOutlineRequest(job_id=job_id),
            timeout=self._seconds,
            metadata=metadata,
        )
        _require_outline(answer.job)
        texts = await self._read_sources(job_id, metadata) if answer.outline.sources else {}
        return answer.outline, texts

    async def _read_sources(self, job_id: str, metadata: Metadata) -> dict[str, str]:
        pieces: dict[str, list[str]] = defaultdict(list)
        request = outline_service_pb2.ReadSourcesRequest(job_id=job_id)
        async for piece in self._stub.ReadSources(
            request, timeout=self._seconds, metadata=metadata
        ):
            pieces[piece.source_id].append(piece.text)
        return {name: "".join(parts) for name, parts in pieces.items()}


def _traced(metadata: Metadata, trace: str) -> Metadata:
    """Return the metadata with the span at hand in place of the caller's, if there is one."""
    if not trace:
        return metadata
    others = [pair for pair in metadata if pair[0] not in ("traceparent", "tracestate")]
    return [*others, ("traceparent", trace)]


def _require_outline(job: job_pb2.Job) -> None:
    state = job_pb2.Job.State.Name(job.state).removeprefix("STATE_")
    facts = {"job_id": job.id, "state": state}
    if job.state in _LIVE:
        raise QuireError(
            Reason.OUTLINE_NOT_FINISHED,
            f"outline {job.id} is {state}; wait until it has succeeded",
            metadata=facts,
        )
    if job.state != job_pb2.Job.STATE_SUCCEEDED:
        raise QuireError(
            Reason.OUTLINE_FAILED, f"outline {job.id} is {state}, it has no result", metadata=facts
        )


def _refusal(job_id: str, error: grpc.aio.AioRpcError) -> QuireError:
    """Return what a failed call means for the document that was to be made."""
    facts = {"job_id": job_id}
    code = error.code()
    reason = _reason(error)
    if reason == Reason.RESULT_EXPIRED:
        return QuireError(Reason.OUTLINE_EXPIRED, f"outline {job_id} has expired", metadata=facts)
    if reason == Reason.JOB_OF_ANOTHER_OWNER:
        return QuireError(
            Reason.OUTLINE_FORBIDDEN, f"outline {job_id} belongs to another owner", metadata=facts
        )
    if code == grpc.StatusCode.NOT_FOUND:
        return QuireError(
            Reason.OUTLINE_NOT_FOUND,
            f"the outline service knows no outline {job_id}",
            metadata=facts,
        )
    if code in (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED):
        return QuireError(
            Reason.OUTLINE_FORBIDDEN,
            "the outline service does not accept your token",
            metadata=facts,
        )
    return QuireError(
        Reason.OUTLINE_SERVICE_UNAVAILABLE,
        f"the outline service does not answer ({code.name})",
        retry_after=1.0,
    )


def _reason(error: grpc.aio.AioRpcError) -> str:
    status = rpc_status.from_call(cast("grpc.Call", error))
    for detail in status.details if status else ():
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return str(info.reason)
    return ""
