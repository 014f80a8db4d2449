"""What is known of the jobs that wait, kept between two looks at the queue."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.jobs.model import Priority

FIELDS = ("priority", "create_ms")
"""Fields of a job's record that ``WaitingJobs`` are told from."""


@dataclass(frozen=True, slots=True)
class WaitingJobs:
    """The waiting jobs of one priority: how many, and when the oldest was recorded (Unix ms)."""

    priority: Priority
    jobs: int
    oldest_ms: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What never changes of a job as long as its place in the queue does not."""

    score: float
    priority: Priority
    create_ms: int


class KnownWaiting:
    """Remembers priority and time of waiting jobs, so that only new ones are read."""

    def __init__(self) -> None:
        self._known: dict[bytes, _Known] = {}

    def new(self, scores: Mapping[bytes, float]) -> list[bytes]:
        """Forget the jobs that wait no more at the same place; return those to be read.

        Args:
            scores: the waiting jobs and their places, as the index ``waiting`` has them.
        """
        self._known = {
            job_id: known
            for job_id, known in self._known.items()
            if scores.get(job_id) == known.score
        }
        return [job_id for job_id in scores if job_id not in self._known]

    def learn(self, job_id: bytes, score: float, row: list[bytes | None]) -> None:
        """Take in the ``FIELDS`` of a new one; it may have gone meanwhile."""
        priority, create_ms = row
        if priority and create_ms:
            self._known[job_id] = _Known(score, Priority(int(priority)), int(create_ms))

    def of(self, priority: Priority) -> WaitingJobs:
        """Return what is known of the jobs of one priority."""
        times = [one.create_ms for one in self._known.values() if one.priority is priority]
        return WaitingJobs(priority, len(times), min(times, default=0))
