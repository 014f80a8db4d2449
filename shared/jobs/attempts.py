"""Transitions of a service's jobs as workers and reapers make them; above all, the claim."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.codec import EventCodec
from shared.events.payloads import (
    Failed,
    Payload,
)
from shared.jobs.entry import event_arguments
from shared.jobs.failures import deadline_failure
from shared.jobs.keys import Keys
from shared.jobs.model import JobRecord
from shared.jobs.observer import UNOBSERVED, JobObserver, tell
from shared.jobs.policy import JobPolicy
from shared.jobs.record import by_name, failure_json, parse_record
from shared.jobs.redis_errors import store_errors
from shared.jobs.scripts import Argument, Reply, Script, Scripts, table, word

T = TypeVar("T")

_FIRST_WAIT, _LONGEST_WAIT = 0.1, 2.0
_LOOKED_AT = 1000
"""Waiting jobs that a pick looks at before it gives up finding one whose groups have room."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer to a claim.

    Args:
        answer: ``ok``; ``busy`` (not QUEUED, or one of its groups has no room) or
            ``overdue`` (its deadline has passed).
        now_ms: the store's time.
        token: what fences the attempt.
        record: the job, unless it is busy.
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

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        codec: EventCodec,
        policy: JobPolicy,
        observer: JobObserver = UNOBSERVED,
    ) -> None:
        self._redis = redis
        self.scripts = Scripts(redis, observer)
        self.observer = observer
        self.keys = keys
        self.codec = codec
        self.policy = policy

    async def pick(self, *, suspects: bool = True) -> str:
        """Return the id of the job that is to run next, '' if none is to.

        Args:
            suspects: whether it may be one that ``JobRecord.suspect`` tells of.

        Raises QuireError STORE_UNAVAILABLE after a while of trying.
        """
        reply = await self._patiently(
            lambda: self.scripts.run(
                Script.PICK,
                [self.keys.waiting, self.keys.leases, self.keys.groups],
                [_LOOKED_AT, 0 if suspects else 1, *self._limits()],
            ),
            self.policy.stop_seconds,
        )
        return word(reply[0]) if reply else ""

    async def claim(self, job_id: str) -> Claim:
        """Take a queued job. Raises QuireError STORE_UNAVAILABLE after a while of trying."""
        nonce = uuid.uuid4().hex
        reply = await self.run(
            Script.CLAIM,
            job_id,
            [nonce, self.policy.lease_ms, *self._limits()],
            self.policy.stop_seconds,
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
        with store_errors(self.observer):
            fields = await self._redis.hgetall(self.keys.record(job_id))
        if not fields:
            return None
        named = by_name(fields)
        return parse_record(job_id, named), _token(named)

    async def overdue(self, record: JobRecord, now_ms: int) -> bool:
        """Fail a queued job whose deadline has passed; return whether that was done."""
        failure = deadline_failure(record, record.step)
        event = Failed(failure, max(0, now_ms - record.create_ms))
        reply = await self.run(
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
        done = word(reply[0]) == "ok"
        if done:
            tell(self.observer, record, event)
        return done

    async def run(
        self, script: Script, job_id: str, args: Sequence[Argument], patience: float
    ) -> list[Reply]:
        """Run a transition, again and again for ``patience`` seconds while the store is away.

        Raises QuireError STORE_UNAVAILABLE or STORE_FULL after that; it is then not
        known whether the transition was made.
        """
        head = (job_id, self.keys.kind.task_type, self.keys.channel(job_id))
        keys = self.keys.for_script(job_id)
        return await self._patiently(
            lambda: self.scripts.run(script, keys, [*head, *args]), patience
        )

    def event(self, record: JobRecord, payload: Payload) -> tuple[Argument, ...]:
        """Return an event of the record's present attempt as arguments of a script."""
        return event_arguments(self.codec, record.job_id, record.uid, record.attempt, payload)

    def _limits(self) -> list[Argument]:
        limits = self.policy.limits
        return [len(limits), *(value for pair in sorted(limits.items()) for value in pair)]

    @staticmethod
    async def _patiently(run: Callable[[], Awaitable[list[Reply]]], patience: float) -> list[Reply]:
        give_up = time.monotonic() + patience
        wait = _FIRST_WAIT
        while True:
            try:
                return await run()
            except QuireError as error:
                if not error.transient or time.monotonic() + wait > give_up:
                    raise
            await asyncio.sleep(wait)
            wait = min(_LONGEST_WAIT, wait * 2)


def _token(fields: Mapping[str, bytes]) -> str:
    return fields.get("token", b"").decode()
