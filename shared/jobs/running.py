"""An attempt under way: what stops it, and what its error means."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from shared.errors import QuireError
from shared.events.payloads import Failure
from shared.jobs.attempt import Attempt
from shared.jobs.context import AttemptContext
from shared.jobs.model import JobRecord, JobResult
from shared.reasons import Reason

Why = Literal["", "cancel", "lost", "drain", "deadline", "run_limit"]


@dataclass(eq=False)
class Running:
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


def hear(task: asyncio.Task[JobResult]) -> None:
    """Hear the error of a handler that was left behind; asyncio would print it."""
    error_of(task)


def error_of(task: asyncio.Task[JobResult] | None) -> BaseException | None:
    """Return what a handler has raised, if it has ended with an error."""
    if task is None or not task.done():
        return None
    if task.cancelled():
        return asyncio.CancelledError()
    return task.exception()


def failure_of(running: Running, error: BaseException) -> Failure:
    """Return the failure as the record tells of it, without the text of a foreign error."""
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


def time_limit(record: JobRecord, run_seconds: float) -> tuple[int, Why]:
    """Return until when a job may run (Unix ms, 0 for ever) and what ends it then."""
    deadline = record.deadline_ms
    limit = record.start_ms + round(run_seconds * 1000)
    if run_seconds and (not deadline or limit < deadline):
        return limit, "run_limit"
    return deadline, "deadline"
