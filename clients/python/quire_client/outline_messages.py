"""What is sent to the outline service, and what its answers are put together to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Unpack

from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.job.v1.events_pb2 import Heartbeat
from quire.job.v1.job_pb2 import PARTS_POLICY_DELETE, PARTS_POLICY_KEEP, Job, JobOptions
from quire.job.v1.watch_pb2 import JobLost, JobsHeartbeat
from quire.outline.v1 import outline_service_pb2 as pb
from quire.outline.v1.outline_pb2 import ContextFile, Outline, OutlineEvent, SourceText

from quire_client.errors import DigestError
from quire_client.ids import new_outline_id
from quire_client.watch_jobs_state import JobsWish
from quire_client.watch_state import Start
from quire_client.wishes import OutlineWishes, apply_outline_wishes

PAGE_SIZE = 200


def generate(
    query: str,
    files: Sequence[ContextFile],
    job_id: str,
    options: JobOptions | None,
    **wishes: Unpack[OutlineWishes],
) -> pb.GenerateOutlineRequest:
    """Ask for a job; its id is made here if none is given."""
    request = pb.GenerateOutlineRequest(
        job_id=job_id or new_outline_id(), query=query, files=files, options=options
    )
    apply_outline_wishes(request, **wishes)
    return request


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


def item_of(message: pb.WatchOutlineResponse) -> OutlineEvent | Heartbeat:
    """Return the event of a message, or its heartbeat."""
    return message.event if message.HasField("event") else message.heartbeat


def watch_jobs(wish: JobsWish) -> pb.WatchJobsRequest:
    """Ask for a stream of the events of many jobs."""
    return pb.WatchJobsRequest(jobs=wish.jobs, selector=wish.selector)


def jobs_item_of(message: pb.WatchJobsResponse) -> OutlineEvent | JobsHeartbeat | JobLost:
    """Return the event of a message, its lost job, or its heartbeat."""
    match message.WhichOneof("item"):
        case "event":
            return message.event
        case "lost":
            return message.lost
    return message.heartbeat


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
