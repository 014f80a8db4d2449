"""The document jobs of the fault tests, and their events as a history knows them."""

from quire.document.v1 import document_pb2, document_service_pb2
from quire.job.v1 import job_pb2

from tests.faults.history import Event

Pb = document_service_pb2


def job_request(
    job_id: str,
    chapters: int,
    calls: int,
    seconds: float,
    mode: str,
    priority: job_pb2.Priority.ValueType,
) -> Pb.GenerateDocumentRequest:
    """Return a job whose author makes so many calls of so many seconds in each chapter."""
    query = f"calls={calls} seconds={seconds:g}" + (f" {mode}" if mode else "")
    request = Pb.GenerateDocumentRequest(
        job_id=job_id, options=job_pb2.JobOptions(priority=priority)
    )
    outline = request.outline.outline
    outline.title, outline.query, outline.language = "A document", query, "en"
    for number in range(1, chapters + 1):
        outline.nodes.add(id=f"c{number}", title=f"Number {number}", content_summary="Something.")
    return request


def event_of(data: bytes) -> Event:
    """Return an event from its bytes in the stream."""
    event = document_pb2.DocumentEvent.FromString(data)
    kind = event.WhichOneof("payload") or ""
    payload = getattr(event, kind)
    cause = ""
    if kind == "queued":
        cause = type(payload).Cause.Name(payload.cause).removeprefix("CAUSE_").lower()
    return Event(
        event.job_id,
        event.sequence,
        kind,
        event.attempt,
        event.terminal,
        event.time.seconds + event.time.nanos / 1e9,
        getattr(payload, "chapter_id", ""),
        cause,
        getattr(payload, "max_attempts", 0),
    )
