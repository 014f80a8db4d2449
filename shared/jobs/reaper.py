"""Puts right what nobody else does: lost leases, due retries, unheard doorbells.

One runs in every process of a service. Each round reads candidates; then one script
for each looks again and acts, so any number of reapers may work at once.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import structlog
from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.codec import EventCodec
from shared.events.payloads import Cancelled, Failed, Failure, Payload, Queued, QueuedCause
from shared.jobs.attempts import Attempts
from shared.jobs.keys import Keys
from shared.jobs.model import JobRecord, Priority, State
from shared.jobs.policy import JobPolicy
from shared.jobs.ports import Doorbell
from shared.jobs.record import by_name, failure_json, parse_record
from shared.jobs.redis_errors import store_errors
from shared.jobs.scripts import Reply, Script, number, word
from shared.reasons import Reason

_log = structlog.get_logger("quire.reaper")

_MANY = 1000
"""Waiting jobs beyond which each is rung for less often, so as not to flood the queue."""

_RING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _Due:
    """A member of an index and its score, in Unix ms."""

    member: str
    score: str


class Reaper:
    """One process's reaper; ``run`` it as a task.

    Args:
        redis: a client that answers in bytes.
        doorbell: rung for jobs that wait.
    """

    def __init__(
        self, redis: Redis, keys: Keys, codec: EventCodec, policy: JobPolicy, doorbell: Doorbell
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._policy = policy
        self._doorbell = doorbell
        self._attempts = Attempts(redis, keys, codec, policy)
        # Overdue leases by when they were first seen, on a clock that runs only while
        # the store answers: a store that stood still has heard no heartbeats.
        self._suspects: dict[_Due, float] = {}
        self._answered = 0.0
        self._last_round: float | None = None
        self._trouble = ""

    async def run(self) -> None:
        """Do a round each ``policy.reap_interval_seconds``, for ever."""
        while True:
            await asyncio.sleep(self._policy.reap_interval_seconds)
            try:
                await self.round()
            except QuireError as error:
                self._last_round = None
                self._say(error.reason)
            except Exception:
                _log.exception("a round failed")
            else:
                self._say("")

    async def round(self) -> None:
        """Look once and do what is due. Raises QuireError STORE_UNAVAILABLE."""
        reply = await self._attempts.scripts.run(
            Script.DUE,
            [self._keys.leases, self._keys.retries, self._keys.queued, self._keys.ended],
            [self._policy.reap_batch, self._policy.lease_ms],
        )
        self._pass_time()
        now, leases, retries, queued, ended, waiting = reply
        for lost in self._confirmed(list(_members(leases))):
            await self._lapse(lost, number(now))
        for due in _members(retries):
            await self._requeue(due)
        for due in _members(queued):
            await self._ring(due, number(now), number(waiting))
        for due in _members(ended):
            await self._forget(due)

    def _pass_time(self) -> None:
        now = time.monotonic()
        if self._last_round is not None:
            # Of a round that came late, no more counts than one that came in time.
            gone = now - self._last_round
            self._answered += min(gone, 2 * self._policy.reap_interval_seconds)
        self._last_round = now

    def _confirmed(self, overdue: list[_Due]) -> list[_Due]:
        """Return the leases that have been overdue, unchanged, for long enough."""
        self._suspects = {due: self._suspects.get(due, self._answered) for due in overdue}
        return [
            due
            for due, since in self._suspects.items()
            if self._answered - since >= self._policy.confirm_seconds
        ]

    async def _lapse(self, due: _Due, now: int) -> None:
        found = await self._read(due.member)
        if found is None:
            record, token = None, ""
            follows, event, failure = State.QUEUED, None, b""
        else:
            record, token = found
            follows, event, failure = _after_loss(record, now)
        answer = await self._run(
            Script.LAPSE,
            due.member,
            token,
            due.score,
            follows.value,
            self._policy.retention_seconds * 1000,
            0,
            failure,
            *self._event(record, event),
        )
        if answer == "ok" and record is not None:
            _log.warning(
                "lease lost", job_id=due.member, attempt=record.attempt, follows=follows.value
            )

    async def _requeue(self, due: _Due) -> None:
        found = await self._read(due.member)
        record, token = found or (None, "")
        event = Queued(QueuedCause.RETRY) if record else None
        await self._run(Script.REQUEUE, due.member, token, 0, *self._event(record, event))

    async def _ring(self, due: _Due, now: int, waiting: int) -> None:
        stretch = max(1.0, waiting / _MANY)
        reply = await self._attempts.run(
            Script.RING,
            due.member,
            [
                due.score,
                round(self._policy.ring_first_seconds * 1000 * stretch),
                round(self._policy.ring_cap_seconds * 1000 * stretch),
            ],
            0,
        )
        answer = word(reply[0])
        if answer == "overdue":
            found = await self._read(due.member)
            if found is not None:
                await self._attempts.overdue(found[0], now)
        if answer != "ok":
            return
        try:
            async with asyncio.timeout(_RING_SECONDS):
                await self._doorbell.ring(due.member, word(reply[1]), Priority(int(word(reply[2]))))
        except Exception as error:  # whatever the broker raises; the next ring is set already
            self._say(type(error).__name__)

    async def _forget(self, due: _Due) -> None:
        job_id, _, owner = due.member.partition("/")
        await self._attempts.scripts.run(
            Script.FORGET,
            [self._keys.record(job_id), self._keys.ended, self._keys.owner(owner)],
            [job_id, owner],
        )

    async def _run(self, script: Script, job_id: str, *args: str | bytes | int | float) -> str:
        return word((await self._attempts.run(script, job_id, args, 0))[0])

    async def _read(self, job_id: str) -> tuple[JobRecord, str] | None:
        """Return a job and its present token."""
        with store_errors():
            fields = await self._redis.hgetall(self._keys.record(job_id))
        if not fields:
            return None
        named = by_name(fields)
        return parse_record(job_id, named), named.get("token", b"").decode()

    def _event(
        self, record: JobRecord | None, payload: Payload | None
    ) -> tuple[str | bytes | int | float, ...]:
        if record is None or payload is None:
            return ("",) * 6
        return self._attempts.event(record, payload)

    def _say(self, trouble: str) -> None:
        """Log trouble when it begins and when it ends, not in every round."""
        if trouble and trouble != self._trouble:
            _log.warning("reaping is in trouble", cause=trouble)
        elif self._trouble and not trouble:
            _log.info("reaping goes on")
        self._trouble = trouble


def _after_loss(record: JobRecord, now: int) -> tuple[State, Payload, bytes]:
    """Return what becomes of a job whose worker was lost, its event, its failure as kept."""
    duration = max(0, now - record.create_ms)
    if record.state is State.CANCELLING:
        return State.CANCELLED, Cancelled(duration), b""
    if record.attempt < record.max_attempts:
        return State.QUEUED, Queued(QueuedCause.LEASE_LOST), b""
    failure = Failure(
        Reason.ATTEMPTS_EXHAUSTED,
        f"the worker was lost in attempt {record.attempt} of {record.max_attempts}",
        step=record.step,
        attempts=record.attempt,
    )
    return State.FAILED, Failed(failure, duration), failure_json(failure)


def _members(reply: Reply) -> Iterator[_Due]:
    flat = cast("list[bytes]", reply or [])
    for at in range(0, len(flat), 2):
        yield _Due(flat[at].decode(), flat[at + 1].decode())
