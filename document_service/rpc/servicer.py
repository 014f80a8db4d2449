"""``quire.document.v1.DocumentService``: each call in the terms of the job engine."""

from collections.abc import AsyncIterator

from quire.document.v1 import document_service_pb2, document_service_pb2_grpc
from quire.job.v1 import events_pb2

from document_service.convert import (
    Asked,
    asked_for,
    document_message,
    document_parts,
    download_format,
    file_parts,
    stored_document,
)
from document_service.jobs import freeze, new_job
from document_service.outline_client import Metadata, OutlineClient
from document_service.rpc.download import FileMaker
from shared.authoring.outline_check import OutlineLimits
from shared.convert.job import job_message, run_options
from shared.convert.outline import outline_model
from shared.convert.queue import queue_message
from shared.events.hub import EventHub
from shared.jobs.canonical import fingerprint
from shared.jobs.model import NewJob
from shared.jobs.ports import Doorbell
from shared.jobs.queue import QueueReader
from shared.jobs.store import JobStore
from shared.jobs.submit import submit
from shared.rpc.caller import current_owner
from shared.rpc.context import Context
from shared.rpc.jobs import JobCalls
from shared.rpc.peers import compress_for
from shared.rpc.watch import relay
from shared.rpc.watch_jobs import JobsWatch

_FORWARDED = frozenset({"authorization", "traceparent", "tracestate", "x-request-id"})
"""Metadata of a caller that the outline service is to see too."""


class DocumentServicer(document_service_pb2_grpc.DocumentServiceServicer):
    """Answers for the caller that ``shared.rpc.caller`` names.

    Every call raises QuireError for what it refuses; an interceptor turns it into a
    status.
    """

    def __init__(
        self,
        store: JobStore,
        doorbell: Doorbell,
        hub: EventHub,
        outlines: OutlineClient,
        limits: OutlineLimits,
        queue: QueueReader,
        jobs: JobsWatch,
        files: FileMaker,
    ) -> None:
        self._store = store
        self._doorbell = doorbell
        self._hub = hub
        self._outlines = outlines
        self._limits = limits
        self._queue = queue
        self._calls = JobCalls(store)
        self._jobs = jobs
        self._files = files

    async def GenerateDocument(
        self, request: document_service_pb2.GenerateDocumentRequest, context: Context
    ) -> document_service_pb2.GenerateDocumentResponse:
        owner, asked = current_owner(), asked_for(request)
        # A repeat gets its job even when the outline has expired since.
        record = (
            await self._store.find_same(asked.job_id, owner, fingerprint(asked.identity))
            if asked.job_id
            else None
        )
        if record is None:
            job = await self._frozen(asked, owner, _forwarded(context))
            record = await submit(self._store, self._doorbell, job)
        return document_service_pb2.GenerateDocumentResponse(job=job_message(record))

    async def GetDocument(
        self, request: document_service_pb2.GetDocumentRequest, context: Context
    ) -> document_service_pb2.GetDocumentResponse:
        record, document = await self._calls.get(request.job_id, stored_document)
        return document_service_pb2.GetDocumentResponse(
            job=job_message(record),
            document=document_message(document) if document is not None else None,
        )

    async def ListDocuments(
        self, request: document_service_pb2.ListDocumentsRequest, context: Context
    ) -> document_service_pb2.ListDocumentsResponse:
        page = await self._calls.list(
            request.page_size, request.page_token, request.states, request.labels
        )
        return document_service_pb2.ListDocumentsResponse(
            jobs=[job_message(record) for record in page.jobs],
            next_page_token=page.next_page_token,
        )

    def WatchDocument(
        self, request: document_service_pb2.WatchDocumentRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.WatchDocumentResponse]:
        items = self._hub.watch(
            request.job_id,
            owner=current_owner(),
            after=None if request.latest else request.after_sequence,
            uid=request.job_uid,
        )
        return relay(items, document_service_pb2.WatchDocumentResponse, _heartbeat)

    def WatchJobs(
        self, request: document_service_pb2.WatchJobsRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.WatchJobsResponse]:
        selector = request.selector if request.HasField("selector") else None
        return self._jobs.relay(request.jobs, selector, document_service_pb2.WatchJobsResponse)

    async def ReadDocument(
        self, request: document_service_pb2.ReadDocumentRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.ReadDocumentResponse]:
        compress_for(context)
        for part in document_parts(stored_document(await self._calls.result(request.job_id))):
            yield part

    async def DownloadDocument(
        self, request: document_service_pb2.DownloadDocumentRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.DownloadDocumentResponse]:
        document = stored_document(await self._calls.result(request.job_id))
        for part in file_parts(await self._files.make(document, download_format(request))):
            yield part

    async def CancelDocument(
        self, request: document_service_pb2.CancelDocumentRequest, context: Context
    ) -> document_service_pb2.CancelDocumentResponse:
        record = await self._calls.cancel(request.job_id, request.parts)
        return document_service_pb2.CancelDocumentResponse(job=job_message(record))

    async def RetryDocument(
        self, request: document_service_pb2.RetryDocumentRequest, context: Context
    ) -> document_service_pb2.RetryDocumentResponse:
        options = run_options(request.options) if request.HasField("options") else None
        job = await self._calls.retried(request.job_id, request.new_job_id, options)
        record = await submit(self._store, self._doorbell, job)
        return document_service_pb2.RetryDocumentResponse(job=job_message(record))

    async def DeleteDocument(
        self, request: document_service_pb2.DeleteDocumentRequest, context: Context
    ) -> document_service_pb2.DeleteDocumentResponse:
        await self._calls.delete(request.job_id)
        return document_service_pb2.DeleteDocumentResponse()

    async def GetQueue(
        self, request: document_service_pb2.GetQueueRequest, context: Context
    ) -> document_service_pb2.GetQueueResponse:
        queue = await self._queue.read()
        return document_service_pb2.GetQueueResponse(queue=queue_message(queue))

    async def _frozen(self, asked: Asked, owner: str, metadata: Metadata) -> NewJob:
        """Return the job with all that it needs in it: nothing is fetched later."""
        outline, texts = asked.outline, asked.texts
        if asked.outline_job_id:
            message, texts = await self._outlines.fetch(asked.outline_job_id, metadata)
            outline = outline_model(message)
        request, frozen = freeze(
            asked.wishes.applied(outline),
            texts,
            self._limits,
            asked.style,
            strict=asked.wishes.strict,
        )
        return new_job(
            request,
            frozen,
            asked.identity,
            job_id=asked.job_id,
            owner=owner,
            run=asked.run,
        )


def _forwarded(context: Context) -> Metadata:
    return [
        (name, value)
        for name, value in context.invocation_metadata() or ()
        if name in _FORWARDED and isinstance(value, str)
    ]


def _heartbeat(last_sequence: int) -> document_service_pb2.WatchDocumentResponse:
    return document_service_pb2.WatchDocumentResponse(
        heartbeat=events_pb2.Heartbeat(last_sequence=last_sequence)
    )
