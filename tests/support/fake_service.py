"""The part that both fake services share: scripted jobs, watches and refusals.

Real gRPC on a loopback port, so that a client is proved against a real transport.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc import aio
from grpc_status import rpc_status
from quire.document.v1 import document_pb2
from quire.job.v1.job_pb2 import Job
from quire.job.v1.queue_pb2 import Queue
from quire.outline.v1 import outline_pb2

from tests.support import fake_jobs

Context = aio.ServicerContext[Any, Any]  # as grpc declares it for any request

E = TypeVar("E", outline_pb2.OutlineEvent, document_pb2.DocumentEvent)


@dataclass(frozen=True)
class Refusal:
    """An error status with its details.

    Args:
        violations: (field, description) pairs.
        retry_after: seconds of RetryInfo.

    """

    code: grpc.StatusCode
    message: str = "scripted"
    reason: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    violations: Sequence[tuple[str, str]] = ()
    retry_after: float | None = None

    def status(self) -> grpc.Status:
        """Return it as a rich gRPC status."""
        status = status_pb2.Status(code=self.code.value[0], message=self.message)
        if self.reason:
            info = error_details_pb2.ErrorInfo(
                reason=self.reason, domain="quire", metadata=self.metadata
            )
            status.details.add().Pack(info)
        if self.violations:
            bad = error_details_pb2.BadRequest()
            for name, description in self.violations:
                bad.field_violations.add(field=name, description=description)
            status.details.add().Pack(bad)
        if self.retry_after is not None:
            retry = error_details_pb2.RetryInfo()
            retry.retry_delay.FromNanoseconds(int(self.retry_after * 1e9))
            status.details.add().Pack(retry)
        return rpc_status.to_status(status)


HEARTBEAT = "heartbeat"
SILENCE = "silence"
HOLD = "hold"

Play: TypeAlias = Sequence[E | Refusal | str]
"""What one connection of a watch sends: events, HEARTBEAT, SILENCE, and perhaps a Refusal last."""


@dataclass
class FakeJob(Generic[E]):
    """A job and what a watch of it sends.

    Args:
        plan: its events; from a HOLD on they come only when ``release`` is called.
        plays: connections that send what is written here and not the truth, in turn.

    """

    job: Job
    plan: deque[E | str]
    plays: deque[Play[E]] = field(default_factory=deque)
    log: list[E] = field(default_factory=list)
    grown: asyncio.Condition = field(default_factory=asyncio.Condition)
    watched_after: list[tuple[int, str]] = field(default_factory=list)
    watching: int = 0

    async def advance(self) -> None:
        """Let events happen up to the next HOLD."""
        async with self.grown:
            while self.plan:
                step = self.plan.popleft()
                if isinstance(step, str):
                    break
                self._happen(step)
            self.grown.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something holds; at most 5 s."""
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.01)

    async def cancel(self, event: E) -> None:
        """End as cancelled, unless ended."""
        async with self.grown:
            if not self.log[-1].terminal:
                self.plan.clear()
                event.sequence = self.log[-1].sequence + 1
                self._happen(event)
            self.grown.notify_all()

    def _happen(self, event: E) -> None:
        self.log.append(event)
        fake_jobs.apply(self.job, event)

    async def watch(self, after: int, uid: str) -> AsyncIterator[E | Refusal | str]:
        """Yield what one connection sends."""
        self.watched_after.append((after, uid))
        self.watching += 1
        try:
            async for item in self._watch(after):
                yield item
        finally:
            self.watching -= 1

    async def _watch(self, after: int) -> AsyncIterator[E | Refusal | str]:
        if self.plays:
            for item in self.plays.popleft():
                yield item
            return
        cursor = after
        while not (self.log and self.log[-1].terminal and cursor >= len(self.log)):
            async with self.grown:
                while len(self.log) <= cursor:
                    await self.grown.wait()
                fresh = self.log[cursor:]
            for event in fresh:
                cursor = event.sequence
                yield event


class FakeService(Generic[E]):
    """The jobs of one service.

    Args:
        plan: makes the events of a job that is submitted.
        texts: what can be read, by name.

    """

    def __init__(
        self,
        kind: "Job.Kind.ValueType",
        plan: Callable[[str], Sequence[E | str]],
        texts: dict[str, str],
    ) -> None:
        self.kind = kind
        self.plan: Callable[[str], Sequence[E | str]] = plan
        self.texts = texts
        self.page_size = 2
        self.queue = Queue()
        self.jobs: dict[str, FakeJob[E]] = {}
        self.refusals: dict[str, deque[Refusal]] = defaultdict(deque)  # calls that do nothing
        self.refusals_after: dict[str, deque[Refusal]] = {}  # calls that have done their work
        self.requests: list[Message] = []
        self.metadata: list[dict[str, str | bytes]] = []
        self.deleted: list[str] = []

    def add(self, job_id: str, plan: Sequence[E | str] | None = None) -> FakeJob[E]:
        """Record a job, of which nothing has happened yet."""
        job = fake_jobs.new_job(job_id, self.kind)
        events: deque[E | str] = deque(self.plan(job_id) if plan is None else plan)
        self.jobs[job_id] = FakeJob(job, events)
        return self.jobs[job_id]

    async def receive(self, method: str, request: Message, context: Context) -> None:
        """Note a call, and refuse it if that is scripted."""
        self.requests.append(request)
        self.metadata.append(dict(context.invocation_metadata() or ()))
        if self.refusals.get(method):
            await refuse(context, self.refusals[method].popleft())

    async def submit(self, job_id: str) -> Job:
        """Record a job; the same id again is the same job."""
        if job_id not in self.jobs:
            await self.add(job_id).advance()
        return self.jobs[job_id].job

    async def lose(self, method: str, context: Context) -> None:
        """Refuse a call that has done its work, if that is scripted."""
        if self.refusals_after.get(method):
            await refuse(context, self.refusals_after[method].popleft())

    async def find(self, job_id: str, context: Context) -> FakeJob[E]:
        """Return a job, or refuse with NOT_FOUND."""
        if job_id not in self.jobs:
            await refuse(
                context,
                Refusal(
                    grpc.StatusCode.NOT_FOUND,
                    f"no job {job_id}",
                    "JOB_NOT_FOUND",
                    {"job_id": job_id},
                ),
            )
        return self.jobs[job_id]

    def page(self, states: Sequence[int], token: str) -> tuple[list[Job], str]:
        """Return a page of the jobs, the newest first, and the token of the next."""
        jobs = [fake.job for fake in reversed(self.jobs.values())]
        kept = [job for job in jobs if not states or job.state in states]
        start = int(token or 0)
        end = start + self.page_size
        return kept[start:end], str(end) if end < len(kept) else ""

    async def delete(self, job_id: str, context: Context) -> None:
        """Forget a job."""
        await self.find(job_id, context)
        del self.jobs[job_id]
        self.deleted.append(job_id)


async def refuse(context: Context, refusal: Refusal) -> NoReturn:
    """End a call with an error."""
    await context.abort_with_status(refusal.status())
    raise AssertionError("abort returned")


async def silence() -> None:
    """Send nothing, for longer than any test lasts."""
    await asyncio.sleep(600)
