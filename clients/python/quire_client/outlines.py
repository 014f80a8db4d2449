"""Client of the outline service."""

import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence

from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.job.v1.job_pb2 import PARTS_POLICY_DELETE, PARTS_POLICY_KEEP, Job, JobOptions
from quire.job.v1.queue_pb2 import Queue
from quire.outline.v1 import outline_service_pb2 as pb
from quire.outline.v1.outline_pb2 import ContextFile, OutlineEvent, SourceText
from quire.outline.v1.outline_service_pb2_grpc import OutlineServiceStub

from quire_client.caller import Caller, OnAway, Patience
from quire_client.channel import Endpoint
from quire_client.errors import DigestError
from quire_client.ids import new_outline_id
from quire_client.watch import SILENCE, Open, resume

PAGE_SIZE = 200


class OutlineClient:
    """Turns a question and files into an outline.

    Every method raises ``QuireCallError`` if the service refuses and
    ``ServiceUnreachableError`` if it does not answer.

    Args:
        patience: how long the service may be away.
        on_away: told of each failed try that will be repeated.

    """

    kind = "outline"

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        patience: Patience | None = None,
        on_away: OnAway | None = None,
    ) -> None:
        self._caller = Caller(self.kind, endpoint, patience or Patience(), on_away)
        self._stub = OutlineServiceStub(self._caller.channel)

    @property
    def address(self) -> str:
        """Where the service is."""
        return self._caller.endpoint.address

    async def submit(
        self,
        query: str,
        files: Sequence[ContextFile] = (),
        *,
        job_id: str = "",
        options: JobOptions | None = None,
    ) -> Job:
        """Submit a job.

        Its id is made here if none is given, so that a try whose answer was lost is
        repeated safely.
        """
        request = pb.GenerateOutlineRequest(
            job_id=job_id or new_outline_id(), query=query, files=files, options=options
        )
        return (await self._caller.call(self._stub.GenerateOutline, request)).job

    async def get(self, job_id: str) -> pb.GetOutlineResponse:
        """Return a job and, once it has succeeded, its outline."""
        return await self._caller.call(self._stub.GetOutline, pb.GetOutlineRequest(job_id=job_id))

    async def list(
        self, states: Sequence["Job.State.ValueType"] = (), labels: Mapping[str, str] | None = None
    ) -> AsyncIterator[Job]:
        """Yield the caller's jobs, the newest first, page by page."""
        token = ""
        while True:
            page = await self._caller.call(
                self._stub.ListOutlines,
                pb.ListOutlinesRequest(
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
        request = pb.ListOutlinesRequest(page_size=size, states=states)
        return (await self._caller.call(self._stub.ListOutlines, request)).jobs

    def watch(
        self, job_id: str, *, after: int | None = 0, silence: float = SILENCE
    ) -> AsyncGenerator[OutlineEvent, None]:
        """Yield the events after a sequence, each once, until the terminal one.

        With ``after=None``, only those that happen from now on. Left early, it is to be
        closed (``contextlib.aclosing``), or its stream goes on.

        Raises:
            WatchGapError: the service left out an event.

        """
        return resume(self._caller, self._open_watch(job_id), job_id, after=after, silence=silence)

    async def read(self, job_id: str) -> OutlineWithSources:
        """Return a finished outline with the texts of its sources, which stands alone.

        Raises:
            DigestError: a text is not the one that the outline names.

        """
        outline = (await self.get(job_id)).outline
        pieces: dict[str, list[str]] = {source.id: [] for source in outline.sources}
        if pieces:
            request = pb.ReadSourcesRequest(job_id=job_id)
            for piece in await self._caller.collect(self._stub.ReadSources, request):
                pieces.setdefault(piece.source_id, []).append(piece.text)
        texts = {source_id: "".join(parts) for source_id, parts in pieces.items()}
        for source in outline.sources:
            if hashlib.sha256(texts[source.id].encode()).hexdigest() != source.sha256:
                raise DigestError(f"source {source.id} of job {job_id} came damaged")
        return OutlineWithSources(
            outline=outline,
            source_texts=[
                SourceText(source_id=source.id, text=texts[source.id]) for source in outline.sources
            ],
        )

    async def cancel(self, job_id: str, *, delete_parts: bool = False) -> Job:
        """Ask for the end of a job; an ended one stays as it is.

        Args:
            delete_parts: whether its finished parts are deleted when it has ended.

        """
        parts = PARTS_POLICY_DELETE if delete_parts else PARTS_POLICY_KEEP
        request = pb.CancelOutlineRequest(job_id=job_id, parts=parts)
        return (await self._caller.call(self._stub.CancelOutline, request)).job

    async def retry(
        self, job_id: str, *, new_job_id: str = "", options: JobOptions | None = None
    ) -> Job:
        """Submit a new job that does what a failed, cancelled or partial one did not finish.

        Steps that the old job has finished are not done again.
        """
        request = pb.RetryOutlineRequest(
            job_id=job_id, new_job_id=new_job_id or new_outline_id(), options=options
        )
        return (await self._caller.call(self._stub.RetryOutline, request)).job

    async def delete(self, job_id: str) -> None:
        """Delete an ended job with its events and its result."""
        await self._caller.call(self._stub.DeleteOutline, pb.DeleteOutlineRequest(job_id=job_id))

    async def queue(self) -> Queue:
        """Return how much the service has to do, for all owners, and who does it."""
        return (await self._caller.call(self._stub.GetQueue, pb.GetQueueRequest())).queue

    async def close(self) -> None:
        """Close the connection."""
        await self._caller.close()

    def _open_watch(self, job_id: str) -> Open[OutlineEvent]:
        async def open_stream(after: int | None, uid: str) -> AsyncIterator[OutlineEvent | int]:
            request = pb.WatchOutlineRequest(job_id=job_id, job_uid=uid)
            if after is None:
                request.latest = True
            else:
                request.after_sequence = after
            async for item in self._caller.stream(self._stub.WatchOutline, request):
                yield item.event if item.HasField("event") else item.heartbeat.last_sequence

        return open_stream
