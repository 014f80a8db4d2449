"""One attempt of a job: the claim, and every write that its fencing token allows."""

import asyncio
import time
import uuid
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.codec import EventCodec
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
from shared.jobs.entry import NO_EVENT, event_arguments
from shared.jobs.keys import Keys
from shared.jobs.lost import LeaseLost
from shared.jobs.model import JobRecord, JobResult
from shared.jobs.policy import JobPolicy
from shared.jobs.record import by_name, failure_json, parse_record, usage_json
from shared.jobs.redis_errors import store_errors
from shared.jobs.scripts import Argument, Reply, Script, Scripts, table, word
from shared.reasons import Reason

T = TypeVar("T")

_FIRST_WAIT, _LONGEST_WAIT = 0.1, 2.0


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer to a claim.

    Args:
        answer: ``ok``; ``gone`` (no such life of the id), ``busy`` (not QUEUED) or
            ``overdue`` (its deadline has passed).
        now_ms: the store's time.
        token: what fences the attempt.
        record: the job, unless it is gone or busy.
    """

    answer: str
    now_ms: int = 0
    token: str = ""
    record: JobRecord | None = None


class Attempts:
    """Claims jobs.

    Args:
        redis: a client that answers in bytes.
    """

    def __init__(self, redis: Redis, keys: Keys, codec: EventCodec, policy: JobPolicy) -> None:
        self._redis = redis
        self.scripts = Scripts(redis)
        self.keys = keys
        self.codec = codec
        self.policy = policy

    async def claim(self, job_id: str, uid: str) -> Claim:
        """Take a queued job. Raises QuireError STORE_UNAVAILABLE after a while of trying."""
        nonce = uuid.uuid4().hex
        reply = await self.run(
            Script.CLAIM, job_id, [uid, nonce, self.policy.lease_ms], self.policy.stop_seconds
        )
        answer = word(reply[0])
        if answer not in ("ok", "overdue"):
            return Claim(answer)
        fields = table(reply[2])
        record = parse_record(job_id, fields)
        now = reply[1] if isinstance(reply[1], int) else 0
        return Claim(answer, now, _token(fields), record)

    async def read(self, job_id: str) -> tuple[JobRecord, str] | None:
        """Return a job and its present token. Raises QuireError STORE_UNAVAILABLE."""
        with store_errors():
            fields = await self._redis.hgetall(self.keys.record(job_id))
        if not fields:
            return None
        named = by_name(fields)
        return parse_record(job_id, named), _token(named)

    async def overdue(self, record: JobRecord, now_ms: int) -> None:
        """Fail a queued job whose deadline has passed."""
        failure = deadline_failure(record, record.step)
        event = Failed(failure, max(0, now_ms - record.create_ms))
        await self.run(
            Script.OVERDUE,
            record.job_id,
            [
                record.uid,
                self.policy.retention_seconds * 1000,
                failure_json(failure),
                *self.event(record, event),
            ],
            self.policy.stop_seconds,
        )

    async def run(
        self, script: Script, job_id: str, args: Sequence[Argument], patience: float
    ) -> list[Reply]:
        """Run a transition, again and again for ``patience`` seconds while the store is away.

        Raises QuireError STORE_UNAVAILABLE or STORE_FULL after that; it is then not
        known whether the transition was made.
        """
        give_up = time.monotonic() + patience
        wait = _FIRST_WAIT
        head = (job_id, self.keys.kind.task_type, self.keys.channel(job_id))
        while True:
            try:
                return await self.scripts.run(script, self.keys.for_script(job_id), [*head, *args])
            except QuireError as error:
                if not error.transient or time.monotonic() + wait > give_up:
                    raise
            await asyncio.sleep(wait)
            wait = min(_LONGEST_WAIT, wait * 2)

    def event(self, record: JobRecord, payload: Payload) -> tuple[Argument, ...]:
        """Return an event of the record's present attempt as arguments of a script."""
        return event_arguments(self.codec, record.job_id, record.uid, record.attempt, payload)


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
                return word((await self._run(script, given))[0])

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


def deadline_failure(record: JobRecord, step: str) -> Failure:
    """Return the failure of a job whose deadline has passed while that step was done."""
    return Failure(
        Reason.DEADLINE_EXCEEDED,
        "the deadline of the job has passed",
        step=step,
        attempts=record.attempt,
    )


def _token(fields: Mapping[str, bytes]) -> str:
    return fields.get("token", b"").decode()
