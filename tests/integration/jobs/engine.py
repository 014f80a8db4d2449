"""A job engine over real Valkey, with times short enough for tests."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

from quire.outline.v1 import outline_pb2
from redis.asyncio import Redis

from outline_service.convert import outline_codec
from shared.events.ending import end_tasks
from shared.jobs.attempt import Attempt
from shared.jobs.attempts import Attempts
from shared.jobs.keys import Keys
from shared.jobs.model import JobRecord, JobRequest, JobResult, Kind, NewJob, Priority, State
from shared.jobs.policy import JobPolicy
from shared.jobs.ports import Handler, JobContext
from shared.jobs.reaper import Reaper
from shared.jobs.runner import JobRunner
from shared.jobs.store import JobStore
from shared.redis import make_sync_redis

OWNER = "ann"
Rows = list[tuple[bytes, dict[bytes, bytes]]]
QUICK = JobPolicy(
    lease_seconds=0.6,
    backoff_base_seconds=0.02,
    backoff_cap_seconds=0.05,
    ring_first_seconds=0.2,
    ring_cap_seconds=0.8,
    stop_seconds=0.5,
    patience_seconds=5.0,
    reap_interval_seconds=0.05,
)


@dataclass
class Bell:
    """A doorbell that notes who rang."""

    rung: list[tuple[str, str, Priority]] = field(default_factory=list)
    broken: bool = False

    async def ring(self, job_id: str, uid: str, priority: Priority) -> None:
        if self.broken:
            raise ConnectionError("no broker")
        self.rung.append((job_id, uid, priority))


@dataclass
class Engine:
    """Everything that acts on the jobs of one prefix."""

    redis: Redis
    url: str
    keys: Keys
    policy: JobPolicy = QUICK
    bell: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        self.codec = outline_codec()
        self.store = JobStore(self.redis, self.keys, self.codec, self.policy)
        self.attempts = Attempts(self.redis, self.keys, self.codec, self.policy)
        self.reaper = Reaper(self.redis, self.keys, self.codec, self.policy, self.bell)

    async def submit(self, job_id: str = "j", **fields: object) -> JobRecord:
        record, _ = await self.store.submit(new_job(job_id, **fields))  # type: ignore[arg-type]
        return record

    async def claimed(self, job_id: str = "j") -> Attempt:
        """Claim a job as a worker would that then does nothing more."""
        claim = await self.attempts.claim(job_id)
        assert claim.answer == "ok"
        assert claim.record is not None
        return Attempt(self.attempts, claim.record, claim.token, claim.now_ms)

    async def state(self, job_id: str = "j") -> State:
        return (await self.store.get(job_id, OWNER)).state

    async def events(self, job_id: str = "j") -> list[outline_pb2.OutlineEvent]:
        rows = cast("Rows", await self.redis.xrange(self.keys.events(job_id)))
        return [outline_pb2.OutlineEvent.FromString(fields[b"data"]) for _, fields in rows]

    async def kinds(self, job_id: str = "j") -> list[str]:
        return [event.WhichOneof("payload") or "" for event in await self.events(job_id)]

    async def image(self, job_id: str = "j") -> Mapping[bytes, bytes]:
        """Everything that is recorded of the job, for comparing before and after."""
        return cast("Mapping[bytes, bytes]", await self.redis.hgetall(self.keys.record(job_id)))

    @asynccontextmanager
    async def runner(self, handler: Handler) -> AsyncIterator[JobRunner]:
        sync = make_sync_redis(self.url, name="test-leases")
        runner = JobRunner(self.redis, sync, self.keys, self.codec, self.policy, handler)
        await runner.start()
        try:
            yield runner
        finally:
            await runner.close()
            sync.close()

    @asynccontextmanager
    async def reaping(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.reaper.run())
        try:
            yield
        finally:
            await end_tasks([task])


async def run(runner: JobRunner) -> State | None:
    """Answer a doorbell; return the state of the job that has run, if one has."""
    ran = await runner.run()
    return ran.state if ran else None


def new_job(job_id: str = "j", owner: str = OWNER, query: str = "q", **fields: object) -> NewJob:
    return NewJob(
        job_id,
        owner,
        JobRequest(b'{"query":"q"}', {"file": b"\x00content"}),
        fingerprint={"query": query},
        **fields,  # type: ignore[arg-type]
    )


def make_engine(redis: Redis, url: str, prefix: str, kind: Kind = Kind.OUTLINE) -> Engine:
    return Engine(redis, url, Keys(kind, prefix))


def result(title: str = "t") -> JobResult:
    return JobResult(json.dumps({"title": title}).encode())


async def eventually(
    check: Callable[[], Awaitable[object]], wanted: object, seconds: float = 10
) -> None:
    """Wait until ``check`` answers ``wanted``."""
    async with asyncio.timeout(seconds):
        while await check() != wanted:
            await asyncio.sleep(0.02)


async def finishing(job: JobContext) -> JobResult:
    """A handler that has nothing to do."""
    return result()
