"""Both services' WatchJobs, playing what a test says, one stream after the other."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeAlias

import grpc
from grpc import aio
from quire.document.v1 import document_service_pb2, document_service_pb2_grpc
from quire.document.v1.document_pb2 import DocumentEvent
from quire.job.v1 import watch_pb2
from quire.outline.v1 import outline_service_pb2, outline_service_pb2_grpc
from quire.outline.v1.outline_pb2 import OutlineEvent
from quire_client import Endpoint

Item: TypeAlias = OutlineEvent | DocumentEvent | watch_pb2.JobsHeartbeat | watch_pb2.JobLost
Play: TypeAlias = tuple[Sequence[Item], grpc.StatusCode | None]
"""What a stream sends, and the code with which it ends; ``None`` holds it open."""

OutlineContext = aio.ServicerContext[
    outline_service_pb2.WatchJobsRequest, outline_service_pb2.WatchJobsResponse
]
DocumentContext = aio.ServicerContext[
    document_service_pb2.WatchJobsRequest, document_service_pb2.WatchJobsResponse
]


class JobsStreams:
    """The streams of one service: after those that are given, all hold and say nothing.

    Attributes:
        asked: the request of each stream.
        left: set when a client has left a stream that held.
    """

    def __init__(self, *plays: Play) -> None:
        silent: Play = ((), None)
        self._plays = itertools.chain(plays, itertools.repeat(silent))
        self.asked: list[
            outline_service_pb2.WatchJobsRequest | document_service_pb2.WatchJobsRequest
        ] = []
        self.left = asyncio.Event()

    async def play(self, context: OutlineContext | DocumentContext) -> AsyncIterator[Item]:
        """Yield what the next stream sends, and end it."""
        items, code = next(self._plays)
        for item in items:
            yield item
        if code is None:
            try:
                await asyncio.Event().wait()
            finally:
                self.left.set()
        elif code is not grpc.StatusCode.OK:
            await context.abort(code, "as the test says")


class _Outlines(outline_service_pb2_grpc.OutlineServiceServicer):
    def __init__(self, streams: JobsStreams) -> None:
        self._streams = streams

    async def WatchJobs(
        self, request: outline_service_pb2.WatchJobsRequest, context: OutlineContext
    ) -> AsyncIterator[outline_service_pb2.WatchJobsResponse]:
        self._streams.asked.append(request)
        async for item in self._streams.play(context):
            yield outline_service_pb2.WatchJobsResponse(
                event=item if isinstance(item, OutlineEvent) else None,
                heartbeat=item if isinstance(item, watch_pb2.JobsHeartbeat) else None,
                lost=item if isinstance(item, watch_pb2.JobLost) else None,
            )


class _Documents(document_service_pb2_grpc.DocumentServiceServicer):
    def __init__(self, streams: JobsStreams) -> None:
        self._streams = streams

    async def WatchJobs(
        self, request: document_service_pb2.WatchJobsRequest, context: DocumentContext
    ) -> AsyncIterator[document_service_pb2.WatchJobsResponse]:
        self._streams.asked.append(request)
        async for item in self._streams.play(context):
            yield document_service_pb2.WatchJobsResponse(
                event=item if isinstance(item, DocumentEvent) else None,
                heartbeat=item if isinstance(item, watch_pb2.JobsHeartbeat) else None,
                lost=item if isinstance(item, watch_pb2.JobLost) else None,
            )


@asynccontextmanager
async def served(
    outlines: JobsStreams, documents: JobsStreams | None = None
) -> AsyncIterator[Endpoint]:
    """Serve both services on one port of loopback."""
    server = aio.server()
    # The methods left abstract are those that no test of this calls.
    add_outlines = outline_service_pb2_grpc.add_OutlineServiceServicer_to_server
    add_documents = document_service_pb2_grpc.add_DocumentServiceServicer_to_server
    add_outlines(_Outlines(outlines), server)  # type: ignore[abstract]
    add_documents(_Documents(documents or JobsStreams()), server)  # type: ignore[abstract]
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield Endpoint(f"127.0.0.1:{port}")
    finally:
        await server.stop(None)


def beat(token: str = "") -> watch_pb2.JobsHeartbeat:
    """Return a heartbeat."""
    return watch_pb2.JobsHeartbeat(resume_token=token)
