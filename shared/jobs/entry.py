"""An event as six arguments of a script, from which it makes an entry of the stream."""

import hashlib
import json

from shared.errors import QuireError
from shared.events import payloads
from shared.events.codec import EventCodec
from shared.jobs.scripts import Argument
from shared.reasons import Reason

INLINE_RESULT_BYTES = 128 * 1024
"""A longer result stands in its event by size and digest only."""

MAX_EVENT_BYTES = 256 * 1024
"""What every client can receive; one that it cannot would end its stream each time anew."""

NO_EVENT: tuple[Argument, ...] = ("",) * 6


def event_arguments(
    codec: EventCodec, job_id: str, uid: str, attempt: int, payload: payloads.Payload
) -> tuple[Argument, ...]:
    """Return event_type, step, message, duration_ms, result and the encoded event.

    The first five are for those who read the stream directly; '' stands for none.
    Raises QuireError JOB_TOO_LARGE.
    """
    step, message, duration, result = _readable(job_id, payload)
    data = codec.encode(job_id, uid, attempt, payload)
    if len(data) > MAX_EVENT_BYTES:
        raise QuireError(
            Reason.JOB_TOO_LARGE,
            f"an event {payload.event_type} is larger than {MAX_EVENT_BYTES} bytes",
            metadata={"limit": str(MAX_EVENT_BYTES)},
        )
    return (payload.event_type, step, message, duration, result, data)


def _readable(job_id: str, payload: payloads.Payload) -> tuple[str, str, Argument, Argument]:
    match payload:
        case payloads.Progress():
            return payload.step, payload.message, "", ""
        case payloads.ChapterStarted() | payloads.ChapterCompleted():
            return "chapters", payload.title, "", ""
        case payloads.ChapterText():
            return "chapters", "", "", ""
        case payloads.Queued():
            return "", payload.cause.value, "", ""
        case payloads.Retrying():
            return payload.failure.step, payload.failure.message, "", ""
        case payloads.Failed():
            return payload.failure.step, payload.failure.message, payload.duration_ms, ""
        case payloads.Completed():
            return "", "completed", payload.duration_ms, _result(job_id, payload.result)
        case payloads.Cancelled():
            return "", "cancelled", payload.duration_ms, ""
        case payloads.Started():
            return "", "started", "", ""


def _result(job_id: str, result: bytes) -> bytes | str:
    if len(result) <= INLINE_RESULT_BYTES:
        return result
    digest = hashlib.sha256(result).hexdigest()
    return json.dumps({"ref": f"job_result:{job_id}", "size": len(result), "sha256": digest})
