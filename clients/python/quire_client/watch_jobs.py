"""A watch of many jobs in one stream, which goes on over lost connections."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Mapping
from typing import TypeVar

from quire.job.v1.watch_pb2 import JobLost, JobsHeartbeat

from quire_client.caller import Caller
from quire_client.watch import follow
from quire_client.watch_jobs_state import EventOfMany, JobPlace, JobsState, JobsWish, LostJob

E = TypeVar("E", bound=EventOfMany)

OpenJobs = Callable[[JobsWish], AsyncIterator[E | JobsHeartbeat | JobLost]]
"""Opens a stream."""


def resume_jobs(
    caller: Caller,
    open_stream: OpenJobs[E],
    jobs: Iterable[JobPlace | str],
    labels: Mapping[str, str] | None,
    *,
    timeout: float | None,
    silence: float,
) -> AsyncGenerator[E | LostJob, None]:
    """Yield the events of jobs, for each once and in order, and which jobs are lost.

    Args:
        jobs: at most 1,000; an id alone is followed from its first event.
        labels: follow also all jobs of the caller that bear these and have not ended, and
            those that come; ``None`` for none but those named.
        timeout: seconds that all of it may take.
        silence: seconds without a message after which a stream is taken as cut.

    Raises:
        QuireCallError: the service refused the watch or stayed away too long, or the
            time is over (DEADLINE_EXCEEDED).

    """
    state: JobsState[E] = JobsState(
        caller.service, caller.endpoint, places(jobs), labels, caller.patience, time.monotonic()
    )
    return follow(caller, open_stream, state, timeout=timeout, silence=silence)


def places(jobs: Iterable[JobPlace | str]) -> list[JobPlace]:
    """Return jobs with their places; an id alone is at its start."""
    return [JobPlace(job) if isinstance(job, str) else job for job in jobs]
