"""One attempt of a job: every write that its fencing token allows."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from shared.errors import QuireError
from shared.events.payloads import (
    Cancelled,
    Completed,
    Failed,
    Failure,
    Payload,
    Progress,
    Queued,
    QueuedCause,
    Retrying,
)
from shared.jobs.attempts import Attempts
from shared.jobs.entry import NO_EVENT
from shared.jobs.lost import LeaseLost
from shared.jobs.model import JobRecord, JobResult
from shared.jobs.observer import tell
from shared.jobs.record import failure_json, usage_json
from shared.jobs.scripts import Argument, Reply, Script, word
from shared.reasons import Reason

T = TypeVar("T")

_FIRST = "1"
"""Fencing token of the first claim."""


class Attempt:
    """What a claimed job allows. Methods that write raise LeaseLost once it is lost.

    Numbered writes go one after the other and are not abandoned half way when their
    caller is cancelled: a number must not be used for two events.
    """

    def __init__(self, attempts: Attempts, record: JobRecord, token: str, now_ms: int) -> None:
        self.record = record
        self.token = token
        self._attempts = attempts
        self._clock = now_ms - round(time.monotonic() * 1000)
        self._number = 0
        self._broken: QuireError | None = None
        self._lock = asyncio.Lock()
        self._writes: set[asyncio.Task[Any]] = set()

    @property
    def now_ms(self) -> int:
        """The store's time, as far as this process can tell."""
        return self._clock + round(time.monotonic() * 1000)

    @property
    def is_first(self) -> bool:
        """Whether nobody can have kept a step before: the first claim of a job of its own."""
        return self.token == _FIRST and not self.record.retry_of

    @property
    def duration_ms(self) -> int:
        """Milliseconds since the job was submitted."""
        return max(0, self.now_ms - self.record.create_ms)

    async def emit(self, payload: Payload) -> None:
        """Append an event."""
        fraction: Argument = payload.fraction if isinstance(payload, Progress) else ""
        await self._settled(
            self._numbered(Script.EMIT, (fraction, *self._attempts.event(self.record, payload)))
        )

    async def read_step(self, field: str) -> bytes | None:
        """Return an entry of the step journal."""
        answer, *rest = await self._run(Script.READ_STEP, [self.token, field])
        if word(answer) != "ok":
            raise LeaseLost
        return rest[0] if rest and isinstance(rest[0], bytes) else None

    async def keep_step(self, field: str, value: bytes, completed: Payload | None) -> None:
        """Write an entry of the step journal and the event that tells of it, together.

        Raises QuireError JOB_TOO_LARGE.
        """
        event = self._attempts.event(self.record, completed) if completed else NO_EVENT
        limit = self._attempts.policy.max_steps_bytes
        await self._settled(self._numbered(Script.KEEP_STEP, (field, value, limit, *event)))

    async def finish(self, result: JobResult) -> str:
        """RUNNING → SUCCEEDED. Returns ``ok``, ``cancelling`` or ``stale``, as all ends do."""
        policy = self._attempts.policy
        event = Completed(result.json, self.duration_ms, result.usage, result.partial)
        return await self._end(
            Script.FINISH,
            self._keep_ms,
            policy.result_seconds * 1000,
            result.json,
            usage_json(result.usage),
            int(result.partial),
            event=event,
        )

    async def fail(self, failure: Failure) -> str:
        """RUNNING → FAILED."""
        event = Failed(failure, self.duration_ms)
        return await self._end(Script.FAIL, self._keep_ms, failure_json(failure), event=event)

    async def retry(self, failure: Failure, seconds: float) -> str:
        """RUNNING → RETRYING, the next attempt after so many seconds."""
        due = self.now_ms + round(seconds * 1000)
        return await self._end(Script.RETRY, due, event=Retrying(failure, due))

    async def cancelled(self) -> str:
        """CANCELLING → CANCELLED."""
        return await self._end(Script.CANCELLED, self._keep_ms, event=Cancelled(self.duration_ms))

    async def release(self) -> str:
        """RUNNING → QUEUED, at no cost of an attempt; another worker is rung at once."""
        return await self._end(Script.RELEASE, 0, event=Queued(QueuedCause.DRAINED))

    @property
    def _keep_ms(self) -> int:
        return self._attempts.policy.retention_seconds * 1000

    async def _end(self, script: Script, *args: Argument, event: Payload) -> str:
        given = [self.token, *args, *self._attempts.event(self.record, event)]

        async def write() -> str:
            async with self._lock:
                answer = word((await self._run(script, given))[0])
            if answer == "ok":
                tell(self._attempts.observer, self.record, event)
            return answer

        return await self._settled(write())

    async def _numbered(self, script: Script, args: Sequence[Argument]) -> None:
        async with self._lock:
            if self._broken is not None:
                raise self._broken
            try:
                reply = await self._run(script, [self.token, self._number + 1, *args])
            except QuireError as error:
                # Whether it was written is not known, so no other may have its number.
                self._broken = error
                raise
            answer = word(reply[0])
            if answer == "too_large":
                limit = self._attempts.policy.max_steps_bytes
                raise QuireError(
                    Reason.JOB_TOO_LARGE,
                    f"the finished steps of the job are larger than {limit} bytes",
                    metadata={"limit": str(limit)},
                )
            if answer != "ok":
                raise LeaseLost
            self._number += 1

    async def _run(self, script: Script, args: Sequence[Argument]) -> list[Reply]:
        patience = self._attempts.policy.patience_seconds
        return await self._attempts.run(script, self.record.job_id, args, patience)

    async def _settled(self, write: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(write)
        self._writes.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._writes.discard(task)
        if not task.cancelled():
            task.exception()  # the caller may have gone
