"""What is known of a job from its events, for display. No terminal in here."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TypeAlias

from quire.document.v1.document_pb2 import DocumentEvent
from quire.job.v1.errors_pb2 import ErrorReason
from quire.job.v1.job_pb2 import Failure
from quire.outline.v1.outline_pb2 import OutlineEvent

from quire_client.cli.counting import language_of

JobEvent: TypeAlias = OutlineEvent | DocumentEvent


class Stage(Enum):
    """How far a chapter is."""

    WAITING = "waiting"
    WRITING = "writing"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """One chapter: its length and citations once it is written."""

    title: str
    stage: Stage = Stage.WAITING
    length: int = 0
    citations: int = 0


@dataclass(slots=True)
class JobView:
    """A job as far as its events tell.

    Args:
        kind: ``outline`` or ``document``.
        language: of the document, if known; decides whether words are counted.

    """

    kind: str
    job_id: str
    language: str = ""
    status: str = "waiting for a worker"
    fraction: float = 0.0
    chapters: dict[int, ChapterRow] = field(default_factory=dict)
    chapters_total: int = 0
    ended: bool = False
    _began_ms: int = 0
    _told_ms: int = 0
    _heard: float = field(default_factory=time.monotonic)

    def elapsed(self) -> float:
        """Return the seconds since the first event, by the service's clock while it speaks."""
        told = (self._told_ms - self._began_ms) / 1000
        return told if self.ended else told + time.monotonic() - self._heard

    def expect(self, titles: Iterable[str]) -> None:
        """Show the chapters that the outline promises, before any has begun."""
        self.chapters = {place: ChapterRow(title) for place, title in enumerate(titles)}
        self.chapters_total = len(self.chapters)

    def apply(self, event: JobEvent) -> None:
        """Take in one event; kinds that are not known change nothing but the cursor."""
        self._told_ms, self._heard = event.time.ToMilliseconds(), time.monotonic()
        self._began_ms = self._began_ms or self._told_ms
        self.ended = event.terminal
        kind = event.WhichOneof("payload")
        if kind == "queued":
            self._requeue(event)
        elif kind == "started":
            self.status = "started" if event.attempt <= 1 else f"attempt {event.attempt} started"
        elif kind == "progress":
            self.status = event.progress.message or event.progress.step
            self.fraction = event.progress.fraction
        elif kind == "retrying":
            self._requeue(event)
            self.status = f"to be tried again: {event.retrying.failure.message}"
        elif kind == "completed":
            self.status, self.fraction = "done", 1.0
        elif kind == "failed":
            self.status = "failed"
        elif kind == "cancelled":
            self.status = "cancelled"
        elif kind in ("chapter_started", "chapter_completed"):
            self._chapter(event)

    def _requeue(self, event: JobEvent) -> None:
        """Chapters that were being written begin anew; written ones are kept."""
        self.status = "waiting for a worker"
        self.chapters = {
            place: replace(row, stage=Stage.WAITING) if row.stage is Stage.WRITING else row
            for place, row in self.chapters.items()
        }
        if event.sequence > 1:
            self.fraction = 0.0

    def _chapter(self, event: JobEvent) -> None:
        started = getattr(event, "chapter_started", None)
        completed = getattr(event, "chapter_completed", None)
        if event.WhichOneof("payload") == "chapter_completed" and completed is not None:
            self.language = self.language or language_of(completed.title)
            self.chapters[completed.index] = ChapterRow(
                completed.title, Stage.WRITTEN, completed.length, completed.citations
            )
            self.chapters_total = completed.total
        elif started is not None:
            self.chapters[started.index] = ChapterRow(started.title, Stage.WRITING)
            self.chapters_total = started.total


def failure_text(failure: Failure) -> str:
    """Return why a job failed, in one line: reason, step and cause."""
    known = ErrorReason.values()
    reason = (
        ErrorReason.Name(failure.reason).removeprefix("ERROR_REASON_")
        if failure.reason in known
        else f"reason {int(failure.reason)}"
    )
    step = f" in step {failure.step}" if failure.step else ""
    return f"{reason}{step}: {failure.message}"
