"""Runs jobs: claims one, lets the handler work, and writes how it ended."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import structlog
from redis import Redis as SyncRedis
from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.codec import EventCodec
from shared.events.ending import end_tasks
from shared.events.payloads import Started
from shared.jobs.attempt import Attempt
from shared.jobs.attempts import Attempts, Claim
from shared.jobs.context import AttemptContext
from shared.jobs.control import listen
from shared.jobs.course import AttemptSpan, in_attempt
from shared.jobs.failures import deadline_failure, run_limit_failure
from shared.jobs.keys import Keys
from shared.jobs.lease import Held, LeaseKeeper
from shared.jobs.lost import LeaseLost
from shared.jobs.model import JobResult, State
from shared.jobs.observer import UNOBSERVED, JobObserver
from shared.jobs.policy import JobPolicy
from shared.jobs.ports import Doorbell, Handler
from shared.jobs.running import Running, error_of, failure_of, hear, time_limit
from shared.jobs.stack import stack_of
from shared.jobs.store import JobStore
from shared.jobs.submit import ring
from shared.jobs.tracer import UNTRACED, Tracer

_log = structlog.get_logger("quire.jobs")

_CANCEL_AGAIN_SECONDS = 1.0
"""A handler that has something to close has so long before it is cancelled once more."""


@dataclass(frozen=True, slots=True)
class Ran:
    """An attempt that has ended.

    Args:
        state: of the job then; ``None`` if the attempt has lost it.
        suspect: as of the job's record.
    """

    job_id: str
    state: State | None
    suspect: bool = False


class JobRunner:
    """Runs attempts on the event loop on which ``start`` was called.

    Args:
        redis: a client that answers in bytes.
        sync_redis: one for the thread of the heartbeat.
        handler: does the work of an attempt.
        doorbell: rung when an attempt has ended and a job has waited for room in its
            groups; not needed where no limits are set.
        observer: is told of all that is done.
        tracer: is told of attempts, their nodes and steps.
    """

    def __init__(
        self,
        redis: Redis,
        sync_redis: SyncRedis,
        keys: Keys,
        codec: EventCodec,
        policy: JobPolicy,
        handler: Handler,
        doorbell: Doorbell | None = None,
        observer: JobObserver = UNOBSERVED,
        tracer: Tracer = UNTRACED,
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._policy = policy
        self._handler = handler
        self._doorbell = doorbell
        self._observer = observer
        self._tracer = tracer
        self._store = JobStore(redis, keys, codec, policy, observer)
        self._attempts = Attempts(redis, keys, codec, policy, observer)
        self._leases = LeaseKeeper(sync_redis, keys, policy, observer)
        self._running: set[Running] = set()
        self._runs = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._hurried = asyncio.Event()
        self._draining = False
        self._claiming = asyncio.Lock()
        self._suspected = False
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the heartbeat and listen for cancellations."""
        self._leases.start()
        self._listening = asyncio.create_task(
            listen(self._redis, self._keys.control, self._leases.cancel), name="control"
        )

    @property
    def running(self) -> int:
        """How many attempts are under way."""
        return len(self._running)

    @property
    def draining(self) -> bool:
        """Whether no more jobs are claimed."""
        return self._draining

    async def run(self) -> Ran | None:
        """Answer a doorbell: run the job that is next to the end of this attempt.

        Returns ``None`` if there was nothing to do: no job waits that may run now, this
        process is stopping, or the store is in trouble (then the job is rung for again
        or its lease runs out).
        """
        if self._draining:
            return None
        with self._counted():
            try:
                ran = await self._next()
                if ran is not None and (self._policy.limits or ran.suspect):
                    await self._ring()
            except QuireError as error:
                _log.warning("the store is in trouble", cause=error.message)
                return None
            except Exception as error:  # its words may quote a document; Celery would log them
                _log.error("a run failed", stack=stack_of(error))
                return None
            return ran

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
            await end_tasks([self._listening])
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

    async def _next(self) -> Ran | None:
        """Claim and run the job that is next; others may take it from under our hands."""
        while (claim := await self._claim()) is not None:
            if claim.record is None:
                continue
            if claim.answer == "overdue":
                await self._attempts.overdue(claim.record, claim.now_ms)
                continue
            attempt = Attempt(self._attempts, claim.record, claim.token, claim.now_ms)
            try:
                with in_attempt(self._tracer, claim.record) as span:
                    state = await self._attempt(attempt, span)
                return Ran(claim.record.job_id, state, claim.record.suspect)
            finally:
                if claim.record.suspect:
                    self._suspected = False
        self._observer.doorbell_dropped()
        _log.debug("doorbell dropped")
        return None

    async def _claim(self) -> Claim | None:
        """Pick the next job and try to claim it; ``None`` if there is none.

        A job that has lost worker after worker may be what killed them. In its last attempt
        it does not run beside another such job: those that were lost with it, since all
        keep their place, get one attempt without it.
        """
        async with self._claiming:
            job_id = await self._attempts.pick(suspects=not self._suspected)
            if not job_id:
                return None
            claim = await self._attempts.claim(job_id)
            if claim.answer == "ok" and claim.record is not None and claim.record.suspect:
                self._suspected = True
            return claim

    async def _ring(self) -> None:
        """Ring for the job that is next now: its own doorbell may have found no room for it."""
        if self._doorbell is None or self._draining:
            return
        job_id = await self._attempts.pick()
        found = await self._attempts.read(job_id) if job_id else None
        if found is not None:
            await ring(self._doorbell, found[0])

    async def _attempt(self, attempt: Attempt, span: AttemptSpan) -> State | None:
        record = attempt.record
        running = Running(attempt)
        held = Held(
            record.job_id,
            attempt.token,
            on_cancel=lambda: running.stop("cancel"),
            on_lost=lambda: running.stop("lost"),
        )
        self._leases.hold(held)
        self._running.add(running)
        self._observer.started(record)
        state: State | None = None
        try:
            if self._draining:  # since the claim was sent
                running.stop("drain")
            else:
                _log.info("attempt started")
                await self._work(running)
            with suppress(LeaseLost):
                state = await self._end(running)
            _log.info("attempt ended", state=state.value if state else "lost")
            return state
        finally:
            self._leases.drop(held)
            self._running.discard(running)
            self._observer.stopped(record, state)
            span.ended(state)

    async def _work(self, running: Running) -> None:
        """Let the handler work until it has ended or is stopped; then it has a little time."""
        record = running.attempt.record
        task = running.task = asyncio.create_task(self._handle(running))
        task.add_done_callback(hear)
        stopping = asyncio.create_task(running.stopping.wait())
        end_ms, why = time_limit(record, self._policy.run_seconds)
        left = (end_ms - running.attempt.now_ms) / 1000 if end_ms else None
        try:
            await asyncio.wait({task, stopping}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                running.stop(why)  # unless it was stopped for another reason
                await end_tasks(
                    [task],
                    again_seconds=_CANCEL_AGAIN_SECONDS,
                    within_seconds=self._policy.stop_seconds,
                )
                if not task.done():
                    _log.error("the handler does not end; its writes are fenced from now on")
        finally:
            stopping.cancel()
            task.cancel()  # where this run itself was cancelled

    async def _handle(self, running: Running) -> JobResult:
        attempt = running.attempt
        await attempt.emit(Started(attempt.record.max_attempts))
        request = await self._store.request(attempt.record.job_id)
        running.context = context = AttemptContext(attempt, request, self._observer, self._tracer)
        return await self._handler(context)

    async def _end(self, running: Running) -> State | None:
        attempt, task = running.attempt, running.task
        error = error_of(task)
        if task is not None and task.done() and error is None:
            answer, state = await self._finished(running, task.result())
        elif running.why == "lost":
            return None
        elif running.why == "cancel":
            answer, state = await attempt.cancelled(), State.CANCELLED
        elif running.why == "deadline":
            failure = deadline_failure(attempt.record, running.step)
            answer, state = await attempt.fail(failure), State.FAILED
        elif running.why == "run_limit":
            failure = run_limit_failure(attempt.record, running.step, self._policy.run_seconds)
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

    async def _finished(self, running: Running, result: JobResult) -> tuple[str, State]:
        try:
            return await running.attempt.finish(result), State.SUCCEEDED
        except (LeaseLost, asyncio.CancelledError):
            raise
        except Exception as error:  # a result that cannot be told of is one more failure
            if isinstance(error, QuireError) and error.transient:
                raise
            return await self._failed(running, error)

    async def _failed(self, running: Running, error: BaseException) -> tuple[str, State]:
        """Fail the job, or let it be tried again if another attempt may succeed.

        Only a QuireError says of itself that it is transient; anything else is a fault
        of ours, which would come again.
        """
        attempt = running.attempt
        failure = failure_of(running, error)
        if isinstance(error, QuireError):
            _log.warning("attempt failed", reason=error.reason, step=failure.step)
            if error.transient and attempt.record.attempt < attempt.record.max_attempts:
                wait = max(error.retry_after or 0, self._policy.backoff(attempt.record.attempt))
                return await attempt.retry(failure, wait), State.RETRYING
        else:
            _log.error("attempt failed", step=failure.step, stack=stack_of(error))
        return await attempt.fail(failure), State.FAILED
