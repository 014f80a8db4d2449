"""Both services without a store or a worker: what they answer and how they break is scripted.

Real gRPC on loopback ports, so that a client is proved against a real transport.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from grpc import aio
from quire.document.v1 import document_pb2, document_service_pb2, document_service_pb2_grpc
from quire.job.v1 import events_pb2
from quire.job.v1.job_pb2 import Job
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

from tests.support import fake_jobs
from tests.support.fake_service import HEARTBEAT, Context, FakeService, Refusal, refuse, silence

PIECE = 1000
"""Characters of a text in one message of a stream."""


class FakeOutlines(
    FakeService[outline_pb2.OutlineEvent], outline_service_pb2_grpc.OutlineServiceServicer
):
    """The outline service."""

    async def GenerateOutline(
        self, request: outline_service_pb2.GenerateOutlineRequest, context: Context
    ) -> outline_service_pb2.GenerateOutlineResponse:
        await self.receive("GenerateOutline", request, context)
        job = await self.submit(request.job_id)
        await self.lose("GenerateOutline", context)
        return outline_service_pb2.GenerateOutlineResponse(job=job)

    async def GetOutline(
        self, request: outline_service_pb2.GetOutlineRequest, context: Context
    ) -> outline_service_pb2.GetOutlineResponse:
        await self.receive("GetOutline", request, context)
        job = (await self.find(request.job_id, context)).job
        outline = fake_jobs.OUTLINE if job.state == Job.STATE_SUCCEEDED else None
        return outline_service_pb2.GetOutlineResponse(job=job, outline=outline)

    async def ListOutlines(
        self, request: outline_service_pb2.ListOutlinesRequest, context: Context
    ) -> outline_service_pb2.ListOutlinesResponse:
        await self.receive("ListOutlines", request, context)
        page, following = self.page(request.states, request.page_token)
        return outline_service_pb2.ListOutlinesResponse(jobs=page, next_page_token=following)

    async def WatchOutline(
        self, request: outline_service_pb2.WatchOutlineRequest, context: Context
    ) -> AsyncIterator[outline_service_pb2.WatchOutlineResponse]:
        await self.receive("WatchOutline", request, context)
        job = await self.find(request.job_id, context)
        async for item in job.watch(request.after_sequence, request.job_uid):
            if isinstance(item, Refusal):
                await refuse(context, item)
            elif item == HEARTBEAT:
                beat = events_pb2.Heartbeat(last_sequence=len(job.log))
                yield outline_service_pb2.WatchOutlineResponse(heartbeat=beat)
            elif isinstance(item, str):
                await silence()
            else:
                yield outline_service_pb2.WatchOutlineResponse(event=item)

    def WatchJobs(
        self, request: outline_service_pb2.WatchJobsRequest, context: Context
    ) -> AsyncIterator[outline_service_pb2.WatchJobsResponse]:
        raise NotImplementedError

    async def ReadSources(
        self, request: outline_service_pb2.ReadSourcesRequest, context: Context
    ) -> AsyncIterator[outline_service_pb2.ReadSourcesResponse]:
        await self.receive("ReadSources", request, context)
        for name, text in self.texts.items():
            for start in range(0, len(text), PIECE):
                yield outline_service_pb2.ReadSourcesResponse(
                    source_id=name, text=text[start : start + PIECE]
                )

    async def CancelOutline(
        self, request: outline_service_pb2.CancelOutlineRequest, context: Context
    ) -> outline_service_pb2.CancelOutlineResponse:
        await self.receive("CancelOutline", request, context)
        job = await self.find(request.job_id, context)
        event = outline_pb2.OutlineEvent(cancelled=events_pb2.Cancelled(duration_ms=5))
        await job.cancel(fake_jobs.numbered(request.job_id, [event])[0])
        return outline_service_pb2.CancelOutlineResponse(job=job.job)

    async def RetryOutline(
        self, request: outline_service_pb2.RetryOutlineRequest, context: Context
    ) -> outline_service_pb2.RetryOutlineResponse:
        raise NotImplementedError

    async def DeleteOutline(
        self, request: outline_service_pb2.DeleteOutlineRequest, context: Context
    ) -> outline_service_pb2.DeleteOutlineResponse:
        await self.receive("DeleteOutline", request, context)
        await self.delete(request.job_id, context)
        return outline_service_pb2.DeleteOutlineResponse()

    async def GetQueue(
        self, request: outline_service_pb2.GetQueueRequest, context: Context
    ) -> outline_service_pb2.GetQueueResponse:
        await self.receive("GetQueue", request, context)
        return outline_service_pb2.GetQueueResponse(queue=self.queue)


class FakeDocuments(
    FakeService[document_pb2.DocumentEvent], document_service_pb2_grpc.DocumentServiceServicer
):
    """The document service."""

    async def GenerateDocument(
        self, request: document_service_pb2.GenerateDocumentRequest, context: Context
    ) -> document_service_pb2.GenerateDocumentResponse:
        await self.receive("GenerateDocument", request, context)
        return document_service_pb2.GenerateDocumentResponse(job=await self.submit(request.job_id))

    async def GetDocument(
        self, request: document_service_pb2.GetDocumentRequest, context: Context
    ) -> document_service_pb2.GetDocumentResponse:
        await self.receive("GetDocument", request, context)
        job = (await self.find(request.job_id, context)).job
        document = fake_jobs.DOCUMENT if job.state == Job.STATE_SUCCEEDED else None
        return document_service_pb2.GetDocumentResponse(job=job, document=document)

    async def ListDocuments(
        self, request: document_service_pb2.ListDocumentsRequest, context: Context
    ) -> document_service_pb2.ListDocumentsResponse:
        await self.receive("ListDocuments", request, context)
        page, following = self.page(request.states, request.page_token)
        return document_service_pb2.ListDocumentsResponse(jobs=page, next_page_token=following)

    async def WatchDocument(
        self, request: document_service_pb2.WatchDocumentRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.WatchDocumentResponse]:
        await self.receive("WatchDocument", request, context)
        job = await self.find(request.job_id, context)
        async for item in job.watch(request.after_sequence, request.job_uid):
            if isinstance(item, Refusal):
                await refuse(context, item)
            elif item == HEARTBEAT:
                beat = events_pb2.Heartbeat(last_sequence=len(job.log))
                yield document_service_pb2.WatchDocumentResponse(heartbeat=beat)
            elif isinstance(item, str):
                await silence()
            else:
                yield document_service_pb2.WatchDocumentResponse(event=item)

    def WatchJobs(
        self, request: document_service_pb2.WatchJobsRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.WatchJobsResponse]:
        raise NotImplementedError

    async def ReadDocument(
        self, request: document_service_pb2.ReadDocumentRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.ReadDocumentResponse]:
        await self.receive("ReadDocument", request, context)
        yield document_service_pb2.ReadDocumentResponse(document=fake_jobs.DOCUMENT)
        text = self.texts["document"]
        for start in range(0, len(text), 10):
            yield document_service_pb2.ReadDocumentResponse(text=text[start : start + 10])
        batch = document_service_pb2.CitationBatch(citations=fake_jobs.CITATIONS)
        yield document_service_pb2.ReadDocumentResponse(citations=batch)

    async def DownloadDocument(
        self, request: document_service_pb2.DownloadDocumentRequest, context: Context
    ) -> AsyncIterator[document_service_pb2.DownloadDocumentResponse]:
        await self.receive("DownloadDocument", request, context)
        name = document_pb2.DocumentFormat.Name(request.format)
        content = f"{name}: {self.texts['document']}".encode()
        file = document_service_pb2.DocumentFile(
            media_type="application/octet-stream",
            file_name="document",
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        yield document_service_pb2.DownloadDocumentResponse(file=file)
        for start in range(0, len(content), 10):
            piece = content[start : start + 10]
            yield document_service_pb2.DownloadDocumentResponse(content=piece)

    async def CancelDocument(
        self, request: document_service_pb2.CancelDocumentRequest, context: Context
    ) -> document_service_pb2.CancelDocumentResponse:
        await self.receive("CancelDocument", request, context)
        job = await self.find(request.job_id, context)
        event = document_pb2.DocumentEvent(cancelled=events_pb2.Cancelled(duration_ms=5))
        await job.cancel(fake_jobs.numbered(request.job_id, [event])[0])
        return document_service_pb2.CancelDocumentResponse(job=job.job)

    async def RetryDocument(
        self, request: document_service_pb2.RetryDocumentRequest, context: Context
    ) -> document_service_pb2.RetryDocumentResponse:
        raise NotImplementedError

    async def DeleteDocument(
        self, request: document_service_pb2.DeleteDocumentRequest, context: Context
    ) -> document_service_pb2.DeleteDocumentResponse:
        await self.receive("DeleteDocument", request, context)
        await self.delete(request.job_id, context)
        return document_service_pb2.DeleteDocumentResponse()

    async def GetQueue(
        self, request: document_service_pb2.GetQueueRequest, context: Context
    ) -> document_service_pb2.GetQueueResponse:
        await self.receive("GetQueue", request, context)
        return document_service_pb2.GetQueueResponse(queue=self.queue)


@dataclass
class FakePair:
    """Both services, running.

    Args:
        outline_address: ``host:port``; so ``document_address``.

    """

    outlines: FakeOutlines = field(
        default_factory=lambda: FakeOutlines(
            Job.KIND_OUTLINE, fake_jobs.outline_plan, dict(fake_jobs.TEXTS)
        )
    )
    documents: FakeDocuments = field(
        default_factory=lambda: FakeDocuments(
            Job.KIND_DOCUMENT, fake_jobs.document_plan, {"document": fake_jobs.TEXT}
        )
    )
    outline_address: str = ""
    document_address: str = ""

    @property
    def env(self) -> dict[str, str]:
        """Variables by which the command finds the services."""
        return {
            "QUIRE_OUTLINE_ADDRESS": self.outline_address,
            "QUIRE_DOCUMENT_ADDRESS": self.document_address,
        }


@asynccontextmanager
async def fake_pair() -> AsyncIterator[FakePair]:
    """Run both services on free ports."""
    pair = FakePair()
    outline_server, document_server = aio.server(), aio.server()
    outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(pair.outlines, outline_server)
    document_service_pb2_grpc.add_DocumentServiceServicer_to_server(pair.documents, document_server)
    pair.outline_address = f"127.0.0.1:{outline_server.add_insecure_port('127.0.0.1:0')}"
    pair.document_address = f"127.0.0.1:{document_server.add_insecure_port('127.0.0.1:0')}"
    await outline_server.start()
    await document_server.start()
    try:
        yield pair
    finally:
        await outline_server.stop(None)
        await document_server.stop(None)
