"""What a task does with a message: record it if it must be, then run its job."""

import asyncio
from collections.abc import Callable

import structlog
from celery import current_task
from pydantic import ValidationError

from shared.errors import QuireError
from shared.jobs.ids import check_job_id
from shared.jobs.model import NewJob, State
from shared.jobs.runner import JobRunner
from shared.jobs.store import JobStore
from shared.jobs.tracer import UNTRACED, Tracer
from shared.tasks.doorbell import TRACE_HEADER, UID_HEADER
from shared.tasks.loop import LoopThread

DROPPED = "dropped"
"""Answer to a message whose job runs elsewhere, has ended, or cannot be."""

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 10.0

_log = structlog.get_logger("quire.tasks")


class JobFailed(Exception):  # noqa: N818  tells Celery's monitors what became of the job
    """The job has ended as FAILED; its record says why."""


class Answer:
    """Called in a worker's thread for each message; runs the job on the worker's loop."""

    expected = (JobFailed,)

    def __init__(
        self, loop: LoopThread, store: JobStore, runner: JobRunner, tracer: Tracer = UNTRACED
    ) -> None:
        self._tracer = tracer
        self._loop = loop
        self._store = store
        self._runner = runner
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Send back what is not recorded yet; call on the loop when the worker stops."""
        self._stopping.set()

    def __call__(self, job_id: str, foreign: Callable[[], NewJob]) -> str:
        """Answer the message at hand: run the job that is next, and say how that went.

        A message says that a job waits, not which is to run (ADR 6). Returns the id and
        the state of the job that has run.

        Args:
            job_id: as the message says.
            foreign: makes the job of a message that is no doorbell of ours. It is
                recorded before it runs, so from then on it survives this process.

        Returns ``dropped`` when there was nothing to do. Raises JobFailed.
        """
        message = current_task.request
        headers = message.headers or {}
        uid = headers.get(UID_HEADER)
        # What is sent to the loop from within the block is done within it there too.
        with self._tracer.following(str(headers.get(TRACE_HEADER, ""))):
            if uid is None:
                try:
                    uid = self._loop.call(self._record(job_id, foreign))
                except _StoppingError:
                    # The broker's copy is gone and nothing is recorded: put it back.
                    current_task.apply_async(message.args, message.kwargs, task_id=message.id)
                    return DROPPED
            ran = self._loop.call(self._runner.run()) if uid else None
        if ran is None:
            return DROPPED
        if ran.state is State.FAILED:
            raise JobFailed(f"job {ran.job_id} has failed")
        return f"{ran.job_id} {ran.state.value if ran.state else 'lost'}"

    async def _record(self, job_id: str, foreign: Callable[[], NewJob]) -> str:
        """Record a foreign job and return its uid; '' if it cannot be recorded.

        Keeps trying while the store is in trouble. Raises _StoppingError.
        """
        wait = _FIRST_WAIT
        while True:
            try:
                check_job_id(job_id)
                record, _ = await self._store.submit(foreign())
            except QuireError as error:
                if not error.transient:
                    _log.error("foreign message refused", reason=error.reason)
                    return ""
            except ValidationError as error:  # shows what it was given, so it is not logged
                _log.error("foreign message refused", cause=f"{error.error_count()} wrong fields")
                return ""
            else:
                return record.uid
            try:
                await asyncio.wait_for(self._stopping.wait(), wait)
            except TimeoutError:
                wait = min(_LONGEST_WAIT, wait * 2)
            else:
                raise _StoppingError


class _StoppingError(Exception):
    """The worker stops before a message could be recorded."""
