"""Client of the outline service."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from typing import Unpack

from quire.document.v1.document_service_pb2 import OutlineWithSources
from quire.job.v1.events_pb2 import Heartbeat
from quire.job.v1.job_pb2 import Job, JobOptions
from quire.job.v1.queue_pb2 import Queue
from quire.job.v1.watch_pb2 import JobLost, JobsHeartbeat
from quire.outline.v1 import outline_service_pb2 as pb
from quire.outline.v1.outline_pb2 import ContextFile, OutlineEvent
from quire.outline.v1.outline_service_pb2_grpc import OutlineServiceStub

from quire_client import outline_messages as messages
from quire_client.caller import Caller
from quire_client.channel import Endpoint
from quire_client.patience import OnAway, Patience
from quire_client.watch import Open, resume
from quire_client.watch_jobs import resume_jobs
from quire_client.watch_jobs_state import JobPlace, JobsWish, LostJob
from quire_client.watch_state import SILENCE, Start
from quire_client.wishes import OutlineWishes


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
        **wishes: Unpack[OutlineWishes],
    ) -> Job:
        """Submit a job.

        Its id is made here if none is given, so that a try whose answer was lost is
        repeated safely.

        Args:
            wishes: language, genre, lengths and others, see ``OutlineWishes``.

        """
        request = messages.generate(query, files, job_id, options, **wishes)
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
            request = messages.page(states, labels, token)
            page = await self._caller.call(self._stub.ListOutlines, request)
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
        self,
        job_id: str,
        *,
        after: int = 0,
        latest: bool = False,
        uid: str = "",
        timeout: float | None = None,
        silence: float = SILENCE,
    ) -> AsyncGenerator[OutlineEvent, None]:
        """Yield the events of a job, each once and in order, until the terminal one.

        It goes on over lost connections; docs/clients.md has the rules. Left early, it is
        to be closed (``contextlib.aclosing``), or its stream goes on.

        Args:
            after: sequence of the last event that the caller has; 0 for the start.
            latest: only what is new; ``after`` is not used then.
            uid: the life of the job's id that it must be; empty for the present one.
            timeout: seconds that all of it may take.
            silence: seconds without any message after which a stream is taken as cut.

        Raises:
            WatchGapError: the service left out an event.
            JobReplacedError: an event belongs to another life of the job's id.

        """
        start = Start(after, latest, uid)
        return resume(
            self._caller, self._open(job_id), job_id, start, timeout=timeout, silence=silence
        )

    def watch_jobs(
        self,
        jobs: Iterable[JobPlace | str] = (),
        *,
        labels: Mapping[str, str] | None = None,
        timeout: float | None = None,
        silence: float = SILENCE,
    ) -> AsyncGenerator[OutlineEvent | LostJob, None]:
        """Yield the events of many jobs, for each of them as ``watch`` does.

        Events of different jobs come in any order. A job that can be followed no further
        is told as a ``LostJob``; the others go on. It ends when all jobs have, unless
        labels are given. Left early, it is to be closed (``contextlib.aclosing``).

        Args:
            jobs: ids of jobs, or their places; at most 1,000.
            labels: follow also all of the caller's jobs that bear these and have not
                ended, and those that come; an empty mapping is all jobs.
            timeout: seconds that all of it may take.
            silence: seconds without any message after which a stream is taken as cut.

        """
        return resume_jobs(
            self._caller, self._open_jobs, jobs, labels, timeout=timeout, silence=silence
        )

    async def read(self, job_id: str) -> OutlineWithSources:
        """Return a finished outline with the texts of its sources, which stands alone.

        Raises:
            DigestError: a text is not the one that the outline names.

        """
        outline = (await self.get(job_id)).outline
        pieces: Sequence[pb.ReadSourcesResponse] = ()
        if outline.sources:
            request = pb.ReadSourcesRequest(job_id=job_id)
            pieces = await self._caller.collect(self._stub.ReadSources, request)
        return messages.whole(job_id, outline, pieces)

    async def cancel(self, job_id: str, *, delete_parts: bool = False) -> Job:
        """Ask for the end of a job; an ended one stays as it is.

        Args:
            delete_parts: whether its finished parts are deleted when it has ended.

        """
        request = messages.cancel(job_id, delete_parts=delete_parts)
        return (await self._caller.call(self._stub.CancelOutline, request)).job

    async def retry(
        self, job_id: str, *, new_job_id: str = "", options: JobOptions | None = None
    ) -> Job:
        """Submit a new job that does what a failed, cancelled or partial one did not finish.

        Steps that the old job has finished are not done again.
        """
        request = messages.retry(job_id, new_job_id, options)
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

    def _open(self, job_id: str) -> Open[OutlineEvent]:
        async def open_stream(start: Start) -> AsyncIterator[OutlineEvent | Heartbeat]:
            request = messages.watch(job_id, start)
            async for message in self._caller.stream(self._stub.WatchOutline, request):
                yield messages.item_of(message)

        return open_stream

    async def _open_jobs(
        self, wish: JobsWish
    ) -> AsyncIterator[OutlineEvent | JobsHeartbeat | JobLost]:
        request = messages.watch_jobs(wish)
        async for message in self._caller.stream(self._stub.WatchJobs, request):
            yield messages.jobs_item_of(message)
