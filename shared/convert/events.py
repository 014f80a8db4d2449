"""Events of a service as protobuf, behind the port ``shared.events.codec.EventCodec``."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from quire.document.v1 import document_pb2
from quire.job.v1 import events_pb2, job_pb2
from quire.outline.v1 import outline_pb2

from shared.convert.job import failure_message, timestamp
from shared.events import payloads
from shared.events.codec import EventHead

E = TypeVar("E", outline_pb2.OutlineEvent, document_pb2.DocumentEvent)
Fields = dict[str, Any]  # field of the event → its message; protobuf constructors are untyped

INLINE_LIMIT = 128 * 1024
"""Bytes of JSON up to which a result travels within its event."""

_CAUSES = {
    payloads.QueuedCause.SUBMITTED: events_pb2.Queued.CAUSE_SUBMITTED,
    payloads.QueuedCause.LEASE_LOST: events_pb2.Queued.CAUSE_LEASE_LOST,
    payloads.QueuedCause.DRAINED: events_pb2.Queued.CAUSE_DRAINED,
    payloads.QueuedCause.RETRY: events_pb2.Queued.CAUSE_RETRY,
}


class ProtoCodec(Generic[E]):
    """Codec of one service.

    Args:
        event: the service's event message.
        own: turns the payloads that only this service has, its completion first,
            into fields of the event.
    """

    def __init__(self, event: type[E], own: Callable[[payloads.Payload], Fields]) -> None:
        self._event: type[E] = event
        self._own = own

    def encode(self, job_id: str, job_uid: str, attempt: int, payload: payloads.Payload) -> bytes:
        """Return the event without its sequence and time."""
        fields = _lifecycle(payload) or self._own(payload)
        event = self._event(
            job_id=job_id, job_uid=job_uid, attempt=attempt, terminal=payload.terminal, **fields
        )
        return event.SerializeToString()

    def head(self, data: bytes) -> EventHead:
        """Return sequence, end mark and time of a stored event."""
        event = self._event.FromString(data)
        return EventHead(event.sequence, event.terminal, event.time.ToMilliseconds())


def result_ref(result: bytes, sha256: str) -> job_pb2.ResultRef:
    """Return what stands for a result too long for its event."""
    return job_pb2.ResultRef(size=len(result), sha256=sha256)


def _lifecycle(payload: payloads.Payload) -> Fields:
    """Return the field of a payload that both services have; nothing for others."""
    match payload:
        case payloads.Queued():
            return {"queued": events_pb2.Queued(cause=_CAUSES[payload.cause])}
        case payloads.Started():
            return {"started": events_pb2.Started(max_attempts=payload.max_attempts)}
        case payloads.Progress():
            return {
                "progress": events_pb2.Progress(
                    step=payload.step,
                    message=payload.message,
                    fraction=payload.fraction,
                    chapter_id=payload.chapter_id,
                    chapter_title=payload.chapter_title,
                )
            }
        case payloads.Retrying():
            return {
                "retrying": events_pb2.Retrying(
                    failure=failure_message(payload.failure),
                    next_attempt_time=timestamp(payload.next_attempt_ms),
                )
            }
        case payloads.Failed():
            return {
                "failed": events_pb2.Failed(
                    failure=failure_message(payload.failure), duration_ms=payload.duration_ms
                )
            }
        case payloads.Cancelled():
            return {"cancelled": events_pb2.Cancelled(duration_ms=payload.duration_ms)}
        case _:
            return {}
