"""Client of the document service."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence

from quire.document.v1 import document_service_pb2 as pb
from quire.document.v1.document_pb2 import DocumentContent, DocumentEvent
from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.document.v1.document_service_pb2_grpc import DocumentServiceStub
from quire.job.v1.job_pb2 import PARTS_POLICY_DELETE, PARTS_POLICY_KEEP, Job, JobOptions
from quire.job.v1.queue_pb2 import Queue

from quire_client.caller import Caller, OnAway, Patience
from quire_client.channel import Endpoint
from quire_client.errors import DigestError
from quire_client.ids import new_document_id
from quire_client.watch import SILENCE, Open, resume

PAGE_SIZE = 200


class DocumentClient:
    """Turns an outline into a document.

    Every method raises ``QuireCallError`` if the service refuses and
    ``ServiceUnreachableError`` if it does not answer.

    Args:
        patience: how long the service may be away.
        on_away: told of each failed try that will be repeated.

    """

    kind = "document"

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        patience: Patience | None = None,
        on_away: OnAway | None = None,
    ) -> None:
        self._caller = Caller(self.kind, endpoint, patience or Patience(), on_away)
        self._stub = DocumentServiceStub(self._caller.channel)

    @property
    def address(self) -> str:
        """Where the service is."""
        return self._caller.endpoint.address

    async def submit(
        self,
        outline: OutlineWithSources | str,
        *,
        job_id: str = "",
        options: JobOptions | None = None,
    ) -> Job:
        """Submit a job for an outline that stands alone, or for the id of an outline job.

        Its id is made here if none is given, so that a try whose answer was lost is
        repeated safely.
        """
        request = pb.GenerateDocumentRequest(job_id=job_id or new_document_id(), options=options)
        if isinstance(outline, str):
            request.outline_job_id = outline
        else:
            request.outline.CopyFrom(outline)
        return (await self._caller.call(self._stub.GenerateDocument, request)).job

    async def get(self, job_id: str) -> pb.GetDocumentResponse:
        """Return a job and, once it has succeeded, its document without the text."""
        return await self._caller.call(self._stub.GetDocument, pb.GetDocumentRequest(job_id=job_id))

    async def list(
        self, states: Sequence["Job.State.ValueType"] = (), labels: Mapping[str, str] | None = None
    ) -> AsyncIterator[Job]:
        """Yield the caller's jobs, the newest first, page by page."""
        token = ""
        while True:
            page = await self._caller.call(
                self._stub.ListDocuments,
                pb.ListDocumentsRequest(
                    page_size=PAGE_SIZE, page_token=token, states=states, labels=labels
                ),
            )
            for job in page.jobs:
                yield job
            token = page.next_page_token
            if not token:
                return

    async def newest(
        self, size: int, states: Sequence["Job.State.ValueType"] = ()
    ) -> Sequence[Job]:
        """Return at most ``size`` (200) of the caller's jobs, the newest first, in one call.

        The service looks at its newest 1,000 jobs of the caller and no further.
        """
        request = pb.ListDocumentsRequest(page_size=size, states=states)
        return (await self._caller.call(self._stub.ListDocuments, request)).jobs

    def watch(
        self, job_id: str, *, after: int | None = 0, silence: float = SILENCE
    ) -> AsyncGenerator[DocumentEvent, None]:
        """Yield the events after a sequence, each once, until the terminal one.

        With ``after=None``, only those that happen from now on. Left early, it is to be
        closed (``contextlib.aclosing``), or its stream goes on.

        Raises:
            WatchGapError: the service left out an event.

        """
        return resume(self._caller, self._open_watch(job_id), job_id, after=after, silence=silence)

    async def read(self, job_id: str) -> DocumentContent:
        """Return a finished document with its text and citations.

        Raises:
            DigestError: the text is not the one that the document names.

        """
        content = DocumentContent()
        pieces: list[str] = []
        request = pb.ReadDocumentRequest(job_id=job_id)
        for part in await self._caller.collect(self._stub.ReadDocument, request):
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

    async def cancel(self, job_id: str, *, delete_parts: bool = False) -> Job:
        """Ask for the end of a job; an ended one stays as it is.

        Args:
            delete_parts: whether its finished parts are deleted when it has ended.

        """
        parts = PARTS_POLICY_DELETE if delete_parts else PARTS_POLICY_KEEP
        request = pb.CancelDocumentRequest(job_id=job_id, parts=parts)
        return (await self._caller.call(self._stub.CancelDocument, request)).job

    async def retry(
        self, job_id: str, *, new_job_id: str = "", options: JobOptions | None = None
    ) -> Job:
        """Submit a new job that does what a failed, cancelled or partial one did not finish.

        Steps that the old job has finished are not done again.
        """
        request = pb.RetryDocumentRequest(
            job_id=job_id, new_job_id=new_job_id or new_document_id(), options=options
        )
        return (await self._caller.call(self._stub.RetryDocument, request)).job

    async def delete(self, job_id: str) -> None:
        """Delete an ended job with its events and its result."""
        await self._caller.call(self._stub.DeleteDocument, pb.DeleteDocumentRequest(job_id=job_id))

    async def queue(self) -> Queue:
        """Return how much the service has to do, for all owners, and who does it."""
        return (await self._caller.call(self._stub.GetQueue, pb.GetQueueRequest())).queue

    async def close(self) -> None:
        """Close the connection."""
        await self._caller.close()

    def _open_watch(self, job_id: str) -> Open[DocumentEvent]:
        async def open_stream(after: int | None, uid: str) -> AsyncIterator[DocumentEvent | int]:
            request = pb.WatchDocumentRequest(job_id=job_id, job_uid=uid)
            if after is None:
                request.latest = True
            else:
                request.after_sequence = after
            async for item in self._caller.stream(self._stub.WatchDocument, request):
                yield item.event if item.HasField("event") else item.heartbeat.last_sequence

        return open_stream
