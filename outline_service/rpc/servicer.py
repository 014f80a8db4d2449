"""``quire.outline.v1.OutlineService``: each call in the terms of the job engine."""

from collections.abc import AsyncIterator, Sequence

from quire.job.v1 import events_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

from outline_service.convert import stored_outline, submission
from outline_service.jobs import load_source, source_step
from shared.authoring.sources.reader import InputFile, SourceReader
from shared.convert.job import job_message, not_supported, run_options
from shared.convert.pieces import text_pieces
from shared.convert.queue import queue_message
from shared.errors import FieldViolation, QuireError
from shared.events.hub import EventHub
from shared.jobs.ports import Doorbell
from shared.jobs.queue import QueueReader
from shared.jobs.store import JobStore
from shared.jobs.submit import submit
from shared.reasons import Reason
from shared.rpc.caller import current_owner
from shared.rpc.context import Context
from shared.rpc.jobs import JobCalls
from shared.rpc.peers import compress_for
from shared.rpc.watch import relay
from shared.rpc.watch_jobs import JobsWatch


class OutlineServicer(outline_service_pb2_grpc.OutlineServiceServicer):
    """Answers for the caller that ``shared.rpc.caller`` names.

    Every call raises QuireError for what it refuses; an interceptor turns it into a
    status.

    Args:
        searches: whether the web can be searched.

    """

    def __init__(
        self,
        store: JobStore,
        doorbell: Doorbell,
        hub: EventHub,
        reader: SourceReader,
        queue: QueueReader,
        jobs: JobsWatch,
        *,
        searches: bool,
    ) -> None:
        self._store = store
        self._doorbell = doorbell
        self._hub = hub
        self._reader = reader
        self._queue = queue
        self._calls = JobCalls(store)
        self._jobs = jobs
        self._searches = searches

    async def GenerateOutline(
        self, request: outline_service_pb2.GenerateOutlineRequest, context: Context
    ) -> outline_service_pb2.GenerateOutlineResponse:
        if request.HasField("web") and not self._searches:
            raise not_supported("web", "research in the web", "QUIRE_SEARCH")
        job, files = submission(request, current_owner())
        await self._reader.check([InputFile(name, content) for name, content in files])
        record = await submit(self._store, self._doorbell, job)
        return outline_service_pb2.GenerateOutlineResponse(job=job_message(record))

    async def GetOutline(
        self, request: outline_service_pb2.GetOutlineRequest, context: Context
    ) -> outline_service_pb2.GetOutlineResponse:
        record, outline = await self._calls.get(request.job_id, stored_outline)
        return outline_service_pb2.GetOutlineResponse(job=job_message(record), outline=outline)

    async def ListOutlines(
        self, request: outline_service_pb2.ListOutlinesRequest, context: Context
    ) -> outline_service_pb2.ListOutlinesResponse:
        page = await self._calls.list(
            request.page_size, request.page_token, request.states, request.labels
        )
        return outline_service_pb2.ListOutlinesResponse(
            jobs=[job_message(record) for record in page.jobs],
            next_page_token=page.next_page_token,
        )

    def WatchOutline(
        self, request: outline_service_pb2.WatchOutlineRequest, context: Context
    ) -> AsyncIterator[outline_service_pb2.WatchOutlineResponse]:
        items = self._hub.watch(
            request.job_id,
            owner=current_owner(),
            after=None if request.latest else request.after_sequence,
            uid=request.job_uid,
        )
        return relay(items, outline_service_pb2.WatchOutlineResponse, _heartbeat)

    def WatchJobs(
        self, request: outline_service_pb2.WatchJobsRequest, context: Context
    ) -> AsyncIterator[outline_service_pb2.WatchJobsResponse]:
        selector = request.selector if request.HasField("selector") else None
        return self._jobs.relay(request.jobs, selector, outline_service_pb2.WatchJobsResponse)

    async def ReadSources(
        self, request: outline_service_pb2.ReadSourcesRequest, context: Context
    ) -> AsyncIterator[outline_service_pb2.ReadSourcesResponse]:
        compress_for(context)
        outline = stored_outline(await self._calls.result(request.job_id))
        for source_id in _wanted(request.source_ids, outline):
            step = source_step(source_id)
            source = load_source(step, await self._store.kept(request.job_id, step, source_id))
            end = source.info.size
            for offset, piece in text_pieces(source.text):
                last = offset + len(piece.encode()) == end
                yield outline_service_pb2.ReadSourcesResponse(
                    source_id=source_id, offset=offset, text=piece, last=last
                )

    async def CancelOutline(
        self, request: outline_service_pb2.CancelOutlineRequest, context: Context
    ) -> outline_service_pb2.CancelOutlineResponse:
        record = await self._calls.cancel(request.job_id, request.parts)
        return outline_service_pb2.CancelOutlineResponse(job=job_message(record))

    async def RetryOutline(
        self, request: outline_service_pb2.RetryOutlineRequest, context: Context
    ) -> outline_service_pb2.RetryOutlineResponse:
        options = run_options(request.options) if request.HasField("options") else None
        job = await self._calls.retried(request.job_id, request.new_job_id, options)
        record = await submit(self._store, self._doorbell, job)
        return outline_service_pb2.RetryOutlineResponse(job=job_message(record))

    async def DeleteOutline(
        self, request: outline_service_pb2.DeleteOutlineRequest, context: Context
    ) -> outline_service_pb2.DeleteOutlineResponse:
        await self._calls.delete(request.job_id)
        return outline_service_pb2.DeleteOutlineResponse()

    async def GetQueue(
        self, request: outline_service_pb2.GetQueueRequest, context: Context
    ) -> outline_service_pb2.GetQueueResponse:
        queue = await self._queue.read()
        return outline_service_pb2.GetQueueResponse(queue=queue_message(queue))


def _wanted(source_ids: Sequence[str], outline: outline_pb2.Outline) -> list[str]:
    """Return the ids of the outline's sources that are asked for, in their order."""
    every = [source.id for source in outline.sources]
    unknown = tuple(
        FieldViolation(f"source_ids[{place}]", f"must be one of the outline's sources: {every}")
        for place, source_id in enumerate(source_ids)
        if source_id not in every
    )
    if unknown:
        raise QuireError(
            Reason.INVALID_REQUEST, "the outline has no such source", violations=unknown
        )
    return [source_id for source_id in every if not source_ids or source_id in source_ids]


def _heartbeat(last_sequence: int) -> outline_service_pb2.WatchOutlineResponse:
    return outline_service_pb2.WatchOutlineResponse(
        heartbeat=events_pb2.Heartbeat(last_sequence=last_sequence)
    )
