"""Progress as plain lines, one an event, for pipes and logs."""

from collections.abc import Callable
from datetime import UTC, datetime

from quire_client.cli.counting import count_text, duration_text, length_text
from quire_client.cli.harmless import harmless
from quire_client.cli.view import JobEvent, JobView, failure_text


class PlainProgress:
    """Prints ``TIME JOB PERCENT WHAT`` for each event but pieces of text.

    Args:
        write: prints one line.

    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._view: JobView | None = None

    def show(self, view: JobView) -> None:
        self._view = view

    def event(self, event: JobEvent) -> None:
        text = event_text(event, self._view.language if self._view else "")
        if text is None:
            return
        fraction = self._view.fraction if self._view else 0.0
        self._write(event_line(event, fraction, text))

    def note(self, text: str) -> None:
        self._write(text)

    def pause(self) -> None:
        pass

    def resume(self) -> None:
        pass

    def end(self) -> None:
        self._view = None


def event_line(event: JobEvent, fraction: float, text: str) -> str:
    """Return the line of an event: ``TIME JOB PERCENT WHAT``."""
    moment = event.time.ToDatetime(tzinfo=UTC) if event.HasField("time") else datetime.now(UTC)
    return f"{moment.astimezone():%H:%M:%S} {event.job_id} {fraction:4.0%} {harmless(text)}"


def event_text(event: JobEvent, language: str) -> str | None:
    """Return an event in words; ``None`` if it is none to be told of."""
    kind = event.WhichOneof("payload")
    match kind:
        case "queued":
            return "queued" if event.sequence == 1 else "queued again"
        case "started":
            return f"attempt {event.attempt} started"
        case "progress":
            return f"{event.progress.step}: {event.progress.message}"
        case "retrying":
            return f"to be tried again: {failure_text(event.retrying.failure)}"
        case "completed":
            return f"done in {duration_text(event.completed.duration_ms / 1000)}"
        case "failed":
            return f"failed: {failure_text(event.failed.failure)}"
        case "cancelled":
            return "cancelled"
    return _chapter_text(event, kind, language)


def _chapter_text(event: JobEvent, kind: str | None, language: str) -> str | None:
    started = getattr(event, "chapter_started", None)
    if kind == "chapter_started" and started is not None:
        return f"chapter {started.index + 1}/{started.total} begun: {started.title}"
    done = getattr(event, "chapter_completed", None)
    if kind == "chapter_completed" and done is not None:
        return (
            f"chapter {done.index + 1}/{done.total} written: {done.title} "
            f"({length_text(done.length, language)}, {count_text(done.citations, 'citations')})"
        )
    return None
