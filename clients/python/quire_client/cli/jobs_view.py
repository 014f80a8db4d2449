"""What ``quire jobs watch`` knows of the jobs that it follows. No terminal in here."""

from collections.abc import Mapping

from quire_client.cli.counting import age_text
from quire_client.cli.view import JobEvent, JobView, failure_text
from quire_client.errors import JobLostError
from quire_client.watch_jobs_state import LostJob

COLUMNS = ("JOB", "KIND", "STATE", "DONE", "TIME", "LAST SAID")

_ENDED_KEPT = 200
_STATES: Mapping[str, str] = {
    "started": "running",
    "progress": "running",
    "retrying": "retrying",
    "completed": "succeeded",
}


class JobsView:
    """The jobs as their events tell: those under way, and the last that ended."""

    def __init__(self) -> None:
        self.failed = 0
        self._live: dict[str, _Row] = {}
        self._ended: dict[str, _Row] = {}

    @property
    def live(self) -> list[tuple[str, ...]]:
        """The cells of the jobs under way, the one that was first heard of first."""
        return [row.cells() for row in self._live.values()]

    @property
    def ended(self) -> list[tuple[str, ...]]:
        """The cells of the jobs that have ended, the last one first."""
        return [row.cells() for row in reversed(self._ended.values())]

    def apply(self, kind: str, event: JobEvent) -> JobView:
        """Take in an event of a service's job; return what is known of the job."""
        row = self._live.get(event.job_id)
        if row is None:
            row = self._live[event.job_id] = _Row(JobView(kind, event.job_id))
        row.apply(event)
        if event.terminal:
            self._end(row)
        return row.view

    def lose(self, kind: str, lost: LostJob) -> None:
        """Take in that a job is followed no more."""
        row = self._live.get(lost.job_id) or _Row(JobView(kind, lost.job_id))
        row.state, row.said = "lost", lost_text(lost)
        row.view.ended = True
        self._end(row)

    def _end(self, row: "_Row") -> None:
        self.failed += row.state != "succeeded"
        job_id = row.view.job_id
        self._live.pop(job_id, None)
        self._ended.pop(job_id, None)
        self._ended[job_id] = row
        if len(self._ended) > _ENDED_KEPT:
            del self._ended[next(iter(self._ended))]


class _Row:
    """One job."""

    def __init__(self, view: JobView) -> None:
        self.view = view
        self.state = "queued"
        self.said = ""

    def apply(self, event: JobEvent) -> None:
        self.view.apply(event)
        payload = event.WhichOneof("payload") or ""
        if payload in ("queued", "failed", "cancelled"):
            self.state = payload
        else:
            self.state = _STATES.get(payload, self.state)
        self.said = self.view.status
        if payload == "failed":
            self.said = failure_text(event.failed.failure)

    def cells(self) -> tuple[str, ...]:
        view = self.view
        return (
            view.job_id,
            view.kind,
            self.state,
            f"{view.fraction:.0%}",
            age_text(view.elapsed()),
            " ".join(self.said.split()),
        )


def lost_text(lost: LostJob) -> str:
    """Return why a job is lost, in one line."""
    error = lost.error
    text = f"{error.reason}: {error.message}" if isinstance(error, JobLostError) else str(error)
    return f"followed no further: {text}"
