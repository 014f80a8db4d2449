"""The seams of the job engine: what it asks of others and what it gives to a handler."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Protocol

from shared.events.payloads import Payload
from shared.jobs.model import JobRequest, JobResult, JsonValue, Priority


class Doorbell(Protocol):
    """Tells the workers that a job waits. May be lost, may be doubled."""

    async def ring(self, job_id: str, uid: str, priority: Priority) -> None:
        """Send the message. Raises whatever the broker raises; the reaper rings again."""
        ...


class Queue(Protocol):
    """The doorbells that no worker has heard yet."""

    async def length(self) -> int:
        """Return how many wait at the broker. Raises whatever the broker raises."""
        ...


class JobContext(Protocol):
    """What an attempt of a job may do. Given to the handler by the runner."""

    @property
    def job_id(self) -> str: ...

    @property
    def attempt(self) -> int:
        """1 for the first."""
        ...

    @property
    def request(self) -> JobRequest: ...

    async def emit(self, payload: Payload) -> None:
        """Write an event. Raises LeaseLost if the attempt no longer holds its job."""
        ...

    def node(self, name: str) -> AbstractContextManager[None]:
        """Return the block of a part of the work, which log and trace call by its name."""
        ...

    async def step(
        self,
        name: str,
        key: str,
        given: JsonValue,
        work: Callable[[], Awaitable[JsonValue]],
        *,
        completed: Callable[[JsonValue], Payload] | None = None,
        reuse: Callable[[JsonValue], bool] | None = None,
    ) -> JsonValue:
        """Do a piece of work once in the life of the job.

        If the journal holds an output for the same ``name``, ``key`` and ``given``, and
        ``reuse`` does not turn it down, that output is returned and ``work`` is not called.
        Otherwise ``work`` runs and its output is written to the journal, together with the
        event that ``completed`` makes of it, before this returns. Raises LeaseLost,
        QuireError(JOB_TOO_LARGE), and whatever ``work`` raises.
        """
        ...


Handler = Callable[[JobContext], Awaitable[JobResult]]
