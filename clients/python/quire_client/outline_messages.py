"""What is sent to the outline service, and what its answers are put together to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.job.v1.job_pb2 import PARTS_POLICY_DELETE, PARTS_POLICY_KEEP, Job, JobOptions
from quire.outline.v1 import outline_service_pb2 as pb
from quire.outline.v1.outline_pb2 import ContextFile, Outline, OutlineEvent, SourceText

from quire_client.errors import DigestError
from quire_client.ids import new_outline_id
from quire_client.watch_state import Start

PAGE_SIZE = 200


def generate(
    query: str, files: Sequence[ContextFile], job_id: str, options: JobOptions | None
) -> pb.GenerateOutlineRequest:
    """Ask for a job; its id is made here if none is given."""
    return pb.GenerateOutlineRequest(
        job_id=job_id or new_outline_id(), query=query, files=files, options=options
    )


def page(
    states: Sequence["Job.State.ValueType"], labels: Mapping[str, str] | None, token: str
) -> pb.ListOutlinesRequest:
    """Ask for a page of jobs."""
    return pb.ListOutlinesRequest(
        page_size=PAGE_SIZE, page_token=token, states=states, labels=labels
    )


def watch(job_id: str, start: Start) -> pb.WatchOutlineRequest:
    """Ask for a stream of events."""
    request = pb.WatchOutlineRequest(job_id=job_id, job_uid=start.uid)
    if start.latest:
        request.latest = True
    else:
        request.after_sequence = start.after
    return request


def event_of(item: pb.WatchOutlineResponse) -> OutlineEvent | None:
    """Return the event of a message, ``None`` of a heartbeat."""
    return item.event if item.HasField("event") else None


def cancel(job_id: str, *, delete_parts: bool) -> pb.CancelOutlineRequest:
    """Ask for the end of a job."""
    parts = PARTS_POLICY_DELETE if delete_parts else PARTS_POLICY_KEEP
    return pb.CancelOutlineRequest(job_id=job_id, parts=parts)


def retry(job_id: str, new_job_id: str, options: JobOptions | None) -> pb.RetryOutlineRequest:
    """Ask for a job that does the rest of another one."""
    return pb.RetryOutlineRequest(
        job_id=job_id, new_job_id=new_job_id or new_outline_id(), options=options
    )


def whole(
    job_id: str, outline: Outline, pieces: Iterable[pb.ReadSourcesResponse]
) -> OutlineWithSources:
    """Put an outline and the pieces of its sources together.

    Raises:
        DigestError: a text is not the one that the outline names.

    """
    parts: dict[str, list[str]] = {source.id: [] for source in outline.sources}
    for piece in pieces:
        parts.setdefault(piece.source_id, []).append(piece.text)
    texts = {source_id: "".join(part) for source_id, part in parts.items()}
    for source in outline.sources:
        if hashlib.sha256(texts[source.id].encode()).hexdigest() != source.sha256:
            raise DigestError(f"source {source.id} of job {job_id} came damaged")
    return OutlineWithSources(
        outline=outline,
        source_texts=[
            SourceText(source_id=source.id, text=texts[source.id]) for source in outline.sources
        ],
    )
