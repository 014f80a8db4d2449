"""What is sent to the document service, and what its answers are put together to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from quire.document.v1 import document_service_pb2 as pb
from quire.document.v1.document_pb2 import BibliographyStyle, DocumentContent, DocumentEvent
from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.job.v1.events_pb2 import Heartbeat
from quire.job.v1.job_pb2 import PARTS_POLICY_DELETE, PARTS_POLICY_KEEP, Job, JobOptions
from quire.job.v1.watch_pb2 import JobLost, JobsHeartbeat

from quire_client.errors import DigestError
from quire_client.ids import new_document_id
from quire_client.watch_jobs_state import JobsWish
from quire_client.watch_state import Start
from quire_client.wishes import DocumentWishes, apply_document_wishes

PAGE_SIZE = 200


@dataclass(frozen=True, slots=True)
class DownloadedFile:
    """A document as a file.

    Args:
        media_type: for example ``application/pdf``.
        file_name: a name for it, made of the document's title; no path.

    """

    media_type: str
    file_name: str
    content: bytes


def generate(
    outline: OutlineWithSources | str,
    job_id: str,
    options: JobOptions | None,
    bibliography: "BibliographyStyle.ValueType",
    **wishes: Unpack[DocumentWishes],
) -> pb.GenerateDocumentRequest:
    """Ask for a job; its id is made here if none is given."""
    request = pb.GenerateDocumentRequest(
        job_id=job_id or new_document_id(), options=options, bibliography_style=bibliography
    )
    if isinstance(outline, str):
        request.outline_job_id = outline
    else:
        request.outline.CopyFrom(outline)
    apply_document_wishes(request, **wishes)
    return request


def page(
    states: Sequence["Job.State.ValueType"], labels: Mapping[str, str] | None, token: str
) -> pb.ListDocumentsRequest:
    """Ask for a page of jobs."""
    return pb.ListDocumentsRequest(
        page_size=PAGE_SIZE, page_token=token, states=states, labels=labels
    )


def watch(job_id: str, start: Start) -> pb.WatchDocumentRequest:
    """Ask for a stream of events."""
    request = pb.WatchDocumentRequest(job_id=job_id, job_uid=start.uid)
    if start.latest:
        request.latest = True
    else:
        request.after_sequence = start.after
    return request


def item_of(message: pb.WatchDocumentResponse) -> DocumentEvent | Heartbeat:
    """Return the event of a message, or its heartbeat."""
    return message.event if message.HasField("event") else message.heartbeat


def watch_jobs(wish: JobsWish) -> pb.WatchJobsRequest:
    """Ask for a stream of the events of many jobs."""
    return pb.WatchJobsRequest(jobs=wish.jobs, selector=wish.selector)


def jobs_item_of(message: pb.WatchJobsResponse) -> DocumentEvent | JobsHeartbeat | JobLost:
    """Return the event of a message, its lost job, or its heartbeat."""
    match message.WhichOneof("item"):
        case "event":
            return message.event
        case "lost":
            return message.lost
    return message.heartbeat


def cancel(job_id: str, *, delete_parts: bool) -> pb.CancelDocumentRequest:
    """Ask for the end of a job."""
    parts = PARTS_POLICY_DELETE if delete_parts else PARTS_POLICY_KEEP
    return pb.CancelDocumentRequest(job_id=job_id, parts=parts)


def retry(job_id: str, new_job_id: str, options: JobOptions | None) -> pb.RetryDocumentRequest:
    """Ask for a job that does the rest of another one."""
    return pb.RetryDocumentRequest(
        job_id=job_id, new_job_id=new_job_id or new_document_id(), options=options
    )


def whole(job_id: str, parts: Iterable[pb.ReadDocumentResponse]) -> DocumentContent:
    """Put a document, the pieces of its text and its citations together.

    Raises:
        DigestError: the text is not the one that the document names.

    """
    content = DocumentContent()
    pieces: list[str] = []
    for part in parts:
        match part.WhichOneof("part"):
            case "document":
                content.document.CopyFrom(part.document)
            case "text":
                pieces.append(part.text)
            case "citations":
                content.citations.extend(part.citations.citations)
    content.text = "".join(pieces)
    if hashlib.sha256(content.text.encode()).hexdigest() != content.document.text_sha256:
        raise DigestError(f"the text of job {job_id} came damaged")
    return content


def downloaded(job_id: str, parts: Iterable[pb.DownloadDocumentResponse]) -> DownloadedFile:
    """Put the pieces of a file together.

    Raises:
        DigestError: the file is not the one that the service announced.

    """
    file = pb.DocumentFile()
    pieces: list[bytes] = []
    for part in parts:
        if part.HasField("file"):
            file = part.file
        else:
            pieces.append(part.content)
    content = b"".join(pieces)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise DigestError(f"the file of job {job_id} came damaged")
    return DownloadedFile(file.media_type, file.file_name, content)
