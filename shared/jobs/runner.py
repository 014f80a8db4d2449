"""Runs jobs: claims one, lets the handler work, and writes how it ended."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import structlog
from redis import Redis as SyncRedis
from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.codec import EventCodec
from shared.events.payloads import Failure, Started
from shared.jobs.attempts import Attempt, Attempts, deadline_failure
from shared.jobs.context import AttemptContext
from shared.jobs.control import listen
from shared.jobs.keys import Keys
from shared.jobs.lease import Held, LeaseKeeper
from shared.jobs.lost import LeaseLost
from shared.jobs.model import JobResult, State
from shared.jobs.policy import JobPolicy
from shared.jobs.ports import Handler
from shared.jobs.stack import stack_of
from shared.jobs.store import JobStore
from shared.reasons import Reason

_log = structlog.get_logger("quire.jobs")

Why = Literal["", "cancel", "lost", "drain", "deadline"]


class JobRunner:
    """Runs attempts on the event loop on which ``start`` was called.

    Args:
        redis: a client that answers in bytes.
        sync_redis: one for the thread of the heartbeat.
        handler: does the work of an attempt.
    """

    def __init__(
        self,
        redis: Redis,
        sync_redis: SyncRedis,
        keys: Keys,
        codec: EventCodec,
        policy: JobPolicy,
        handler: Handler,
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._policy = policy
        self._handler = handler
        self._store = JobStore(redis, keys, codec, policy)
        self._attempts = Attempts(redis, keys, codec, policy)
        self._leases = LeaseKeeper(sync_redis, keys, policy)
        self._running: set[_Running] = set()
        self._runs = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._hurried = asyncio.Event()
        self._draining = False
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the heartbeat and listen for cancellations."""
        self._leases.start()
        self._listening = asyncio.create_task(
            listen(self._redis, self._keys.control, self._leases.cancel), name="control"
        )

    async def run(self, job_id: str, uid: str) -> State | None:
        """Run the job of a doorbell to the end of this attempt; return the job's state then.

        Returns ``None`` if the delivery was dropped, because the job is not to be had:
        another worker has it, it has ended, it is gone, this process is stopping, or
        the store is in trouble (then the job is rung for or its lease runs out).
        """
        if self._draining:
            return None
        with self._counted(), structlog.contextvars.bound_contextvars(job_id=job_id):
            try:
                return await self._claim(job_id, uid)
            except QuireError as error:
                _log.warning("the store is in trouble", cause=error.message)
                return None
            except LeaseLost:
                return None

    async def drain(self, grace: float = 0.0) -> None:
        """Claim no more, hand back what runs, and return when all of it has ended.

        Handing back costs a job no attempt; its finished steps are kept.

        Args:
            grace: seconds in which work may end by itself before it is handed back.
        """
        self._draining = True
        if grace > 0:
            idle = asyncio.ensure_future(self._idle.wait())
            hurried = asyncio.ensure_future(self._hurried.wait())
            await asyncio.wait({idle, hurried}, timeout=grace, return_when=asyncio.FIRST_COMPLETED)
            idle.cancel()
            hurried.cancel()
        for running in list(self._running):
            running.stop("drain")
        await self._idle.wait()

    def hurry(self) -> None:
        """Let a drain wait no longer for work to end by itself; call on the loop."""
        self._hurried.set()

    async def close(self) -> None:
        """Drain, and end the heartbeat and the listening. The clients stay open."""
        await self.drain()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
            await self._leases.stop()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Let a drain wait for what is done within, a claim under way included."""
        self._runs += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._runs -= 1
            if not self._runs:
                self._idle.set()

    async def _claim(self, job_id: str, uid: str) -> State | None:
        claim = await self._attempts.claim(job_id, uid)
        if claim.record is None:
            _log.debug("doorbell dropped", answer=claim.answer)
            return None
        if claim.answer == "overdue":
            await self._attempts.overdue(claim.record, claim.now_ms)
            return State.FAILED
        attempt = Attempt(self._attempts, claim.record, claim.token, claim.now_ms)
        with structlog.contextvars.bound_contextvars(attempt=claim.record.attempt):
            return await self._attempt(attempt)

    async def _attempt(self, attempt: Attempt) -> State | None:
        record = attempt.record
        running = _Running(attempt)
        held = Held(
            record.job_id,
            attempt.token,
            on_cancel=lambda: running.stop("cancel"),
            on_lost=lambda: running.stop("lost"),
        )
        self._leases.hold(held)
        self._running.add(running)
        try:
            if self._draining:  # since the claim was sent
                running.stop("drain")
            else:
                _log.info("attempt started")
                await self._work(running)
            state = await self._end(running)
            _log.info("attempt ended", state=state.value if state else "lost")
            return state
        finally:
            self._leases.drop(held)
            self._running.discard(running)

    async def _work(self, running: "_Running") -> None:
        """Let the handler work until it has ended or is stopped; then it has a little time."""
        record = running.attempt.record
        task = running.task = asyncio.create_task(self._handle(running))
        task.add_done_callback(_hear)
        stopping = asyncio.create_task(running.stopping.wait())
        left = (record.deadline_ms - running.attempt.now_ms) / 1000 if record.deadline_ms else None
        try:
            await asyncio.wait({task, stopping}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                running.stop("deadline")  # unless it was stopped for another reason
                task.cancel()
                await asyncio.wait({task}, timeout=self._policy.stop_seconds)
                if not task.done():
                    _log.error("the handler does not end; its writes are fenced from now on")
        finally:
            stopping.cancel()
            task.cancel()  # where this run itself was cancelled

    async def _handle(self, running: "_Running") -> JobResult:
        attempt = running.attempt
        await attempt.emit(Started(attempt.record.max_attempts))
        request = await self._store.request(attempt.record.job_id)
        running.context = context = AttemptContext(attempt, request)
        return await self._handler(context)

    async def _end(self, running: "_Running") -> State | None:
        attempt, task = running.attempt, running.task
        error = _error(task)
        if task is not None and task.done() and error is None:
            answer, state = await attempt.finish(task.result()), State.SUCCEEDED
        elif running.why == "lost":
            return None
        elif running.why == "cancel":
            answer, state = await attempt.cancelled(), State.CANCELLED
        elif running.why == "deadline":
            failure = deadline_failure(attempt.record, running.step)
            answer, state = await attempt.fail(failure), State.FAILED
        elif running.why == "drain":
            answer, state = await attempt.release(), State.QUEUED
        elif error is None or isinstance(error, LeaseLost):
            return None
        else:
            answer, state = await self._failed(running, error)
        if answer == "cancelling":  # asked for while the attempt came to its end
            answer, state = await attempt.cancelled(), State.CANCELLED
        return state if answer == "ok" else None

    async def _failed(self, running: "_Running", error: BaseException) -> tuple[str, State]:
        """Fail the job, or let it be tried again if another attempt may succeed.

        Only a QuireError says of itself that it is transient; anything else is a fault
        of ours, which would come again.
        """
        attempt = running.attempt
        failure = _failure(running, error)
        if isinstance(error, QuireError):
            _log.warning("attempt failed", reason=error.reason, step=failure.step)
            if error.transient and attempt.record.attempt < attempt.record.max_attempts:
                wait = max(error.retry_after or 0, self._policy.backoff(attempt.record.attempt))
                return await attempt.retry(failure, wait), State.RETRYING
        else:
            _log.error("attempt failed", step=failure.step, stack=stack_of(error))
        return await attempt.fail(failure), State.FAILED


@dataclass(eq=False)
class _Running:
    """An attempt under way, and why it is to stop."""

    attempt: Attempt
    task: asyncio.Task[JobResult] | None = None
    context: AttemptContext | None = None
    why: Why = ""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self, why: Why) -> None:
        """Stop for this reason; the first one holds, but for a lost lease."""
        if not self.why or why == "lost":
            self.why = why
        self.stopping.set()

    @property
    def step(self) -> str:
        """Name of the step that is being done, as far as the handler has told."""
        return self.context.at if self.context is not None else ""


def _hear(task: asyncio.Task[JobResult]) -> None:
    """Hear the error of a handler that was left behind; asyncio would print it."""
    _error(task)


def _error(task: asyncio.Task[JobResult] | None) -> BaseException | None:
    """Return what a handler has raised, if it has ended with an error."""
    if task is None or not task.done():
        return None
    if task.cancelled():
        return asyncio.CancelledError()
    return task.exception()


def _failure(running: _Running, error: BaseException) -> Failure:
    step, attempts = running.step, running.attempt.record.attempt
    if isinstance(error, QuireError):
        return Failure(
            error.reason, error.message, step=step, attempts=attempts, metadata=error.metadata
        )
    where = f" in step {step}" if step else ""
    return Failure(
        Reason.STEP_FAILED,
        f"{type(error).__name__}{where}; the worker's log has more",
        step=step,
        attempts=attempts,
        metadata={"step": step},
    )
