"""Puts right what nobody else does: lost leases, due retries, unheard doorbells.

One runs in every process of a service. Each round reads candidates; then one script
for each looks again and acts, so any number of reapers may work at once.
"""

import asyncio
import time

import structlog
from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.codec import EventCodec
from shared.events.payloads import Cancelled, Failed, Failure, Payload, Queued, QueuedCause
from shared.jobs.attempts import Attempts
from shared.jobs.due import Due, OneByOne, members
from shared.jobs.keys import Keys
from shared.jobs.model import JobRecord, State
from shared.jobs.observer import UNOBSERVED, JobObserver, ReaperAction, tell
from shared.jobs.policy import JobPolicy
from shared.jobs.ports import Doorbell, Queue
from shared.jobs.record import failure_json
from shared.jobs.ringer import Ringer
from shared.jobs.scripts import Script, number, word
from shared.jobs.trouble import Trouble
from shared.reasons import Reason

_log = structlog.get_logger("quire.reaper")


class Reaper:
    """One process's reaper; ``run`` it as a task.

    Args:
        redis: a client that answers in bytes.
        doorbell: rung for jobs that wait.
        queue: where the doorbells lie; see ``shared.jobs.ringer``.
        observer: is told of what is put right.
    """

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        codec: EventCodec,
        policy: JobPolicy,
        doorbell: Doorbell,
        queue: Queue | None = None,
        observer: JobObserver = UNOBSERVED,
    ) -> None:
        self._keys = keys
        self._policy = policy
        self._observer = observer
        self._attempts = Attempts(redis, keys, codec, policy, observer)
        self._jobs = OneByOne()
        self._ringer = Ringer(self._attempts, doorbell, queue)
        # Overdue leases by when they were first seen, on a clock that runs only while
        # the store answers: a store that stood still has heard no heartbeats.
        self._suspects: dict[Due, float] = {}
        self._answered = 0.0
        self._last_round: float | None = None
        self._trouble = Trouble("the store is in trouble")

    async def run(self) -> None:
        """Do a round each ``policy.reap_interval_seconds``, for ever."""
        while True:
            await asyncio.sleep(self._policy.reap_interval_seconds)
            try:
                await self.round()
            except QuireError as error:
                self._last_round = None
                self._trouble.met(error.reason)
            except Exception:
                _log.exception("a round failed")
            else:
                self._trouble.over()

    async def round(self) -> None:
        """Look once and do what is due. Raises QuireError STORE_UNAVAILABLE."""
        reply = await self._attempts.scripts.run(
            Script.DUE,
            [self._keys.leases, self._keys.retries, self._keys.queued, self._keys.ended],
            [self._policy.reap_batch, self._policy.lease_ms],
        )
        self._pass_time()
        now, leases, retries, queued, ended, waiting = reply
        for lost in self._confirmed(list(members(leases))):
            await self._jobs.act(lost, lambda due: self._lapse(due, number(now)))
        for due in members(retries):
            await self._jobs.act(due, self._requeue)
        await self._ringer.round(list(members(queued)), number(now), number(waiting))
        for due in members(ended):
            await self._jobs.act(due, self._forget)

    def _pass_time(self) -> None:
        now = time.monotonic()
        if self._last_round is not None:
            # Of a round that came late, no more counts than one that came in time.
            gone = now - self._last_round
            self._answered += min(gone, 2 * self._policy.reap_interval_seconds)
        self._last_round = now

    def _confirmed(self, overdue: list[Due]) -> list[Due]:
        """Return the leases that have been overdue, unchanged, for long enough."""
        self._suspects = {due: self._suspects.get(due, self._answered) for due in overdue}
        return [
            due
            for due, since in self._suspects.items()
            if self._answered - since >= self._policy.confirm_seconds
        ]

    async def _lapse(self, due: Due, now: int) -> None:
        found = await self._attempts.read(due.member)
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
            self._observer.lease_lost(record)
            self._observer.reaped(ReaperAction.LAPSE)
            tell(self._observer, record, event)
            _log.warning(
                "lease lost",
                job_id=due.member,
                kind=record.kind.value,
                attempt=record.attempt,
                step=record.step,
                follows=follows.value,
            )

    async def _requeue(self, due: Due) -> None:
        found = await self._attempts.read(due.member)
        record, token = found or (None, "")
        event = Queued(QueuedCause.RETRY) if record else None
        answer = await self._run(Script.REQUEUE, due.member, token, 0, *self._event(record, event))
        if answer == "ok":
            self._observer.reaped(ReaperAction.REQUEUE)

    async def _forget(self, due: Due) -> None:
        job_id, _, owner = due.member.partition("/")
        await self._attempts.scripts.run(
            Script.FORGET,
            [self._keys.record(job_id), self._keys.ended, self._keys.owner(owner)],
            [job_id, owner],
        )
        self._observer.reaped(ReaperAction.FORGET)

    async def _run(self, script: Script, job_id: str, *args: str | bytes | int | float) -> str:
        return word((await self._attempts.run(script, job_id, args, 0))[0])

    def _event(
        self, record: JobRecord | None, payload: Payload | None
    ) -> tuple[str | bytes | int | float, ...]:
        if record is None or payload is None:
            return ("",) * 6
        return self._attempts.event(record, payload)


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
