"""What the fake services make: jobs, their events, an outline and a document."""

import hashlib
import time
from collections.abc import Sequence
from typing import TypeVar

from google.protobuf.timestamp_pb2 import Timestamp
from quire.document.v1 import document_pb2
from quire.job.v1 import events_pb2, job_pb2
from quire.job.v1.errors_pb2 import ERROR_REASON_STEP_FAILED
from quire.job.v1.job_pb2 import COMPLETENESS_FULL as FULL
from quire.outline.v1 import outline_pb2

E = TypeVar("E", outline_pb2.OutlineEvent, document_pb2.DocumentEvent)

TEXTS = {"s1": "Tides rise twice a day.\n" * 400, "s2": "潮汐每天涨落两次。\n" * 300}

CHAPTERS = ("Why tides rise", "月球的引力如何使海水每天涨落两次以及沿岸居民怎样利用潮汐", "Summary")

OUTLINE = outline_pb2.Outline(
    title="How tides work",
    query="How do tides work?",
    language="en",
    grounding=outline_pb2.GROUNDING_SOURCES,
    nodes=[
        outline_pb2.OutlineNode(
            id=f"n{place}",
            title=title,
            passages=[outline_pb2.Passage(source_id="s1", start=0, end=23)],
        )
        for place, title in enumerate(CHAPTERS)
    ],
    sources=[
        outline_pb2.Source(
            id=name,
            title=f"{name}.md",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            size=len(text.encode()),
        )
        for name, text in TEXTS.items()
    ],
)

TEXT = "# How tides work\n\nTides rise twice a day. [1]\n\n潮汐每天涨落两次。[2]\n"

DOCUMENT = document_pb2.Document(
    title="How tides work",
    language="en",
    chapters=[document_pb2.Chapter(id=f"n{n}", title=title) for n, title in enumerate(CHAPTERS)],
    bibliography=[document_pb2.BibliographyEntry(number=1, source_id="s1", text="s1.md")],
    text_size=len(TEXT.encode()),
    text_sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    length=1234,
    citations=2,
)

CITATIONS = [document_pb2.Citation(number=1, chapter_id="n0", quote="Tides rise twice a day.")]


def new_job(job_id: str, kind: "job_pb2.Job.Kind.ValueType") -> job_pb2.Job:
    """Return a job of which nothing has happened yet."""
    return job_pb2.Job(
        id=job_id, uid=f"uid-{job_id}", kind=kind, create_time=_now(), max_attempts=3
    )


def apply(job: job_pb2.Job, event: outline_pb2.OutlineEvent | document_pb2.DocumentEvent) -> None:
    """Take an event into its job."""
    job.last_sequence = event.sequence
    state = {
        "queued": job_pb2.Job.STATE_QUEUED,
        "started": job_pb2.Job.STATE_RUNNING,
        "retrying": job_pb2.Job.STATE_RETRYING,
        "completed": job_pb2.Job.STATE_SUCCEEDED,
        "failed": job_pb2.Job.STATE_FAILED,
        "cancelled": job_pb2.Job.STATE_CANCELLED,
    }.get(event.WhichOneof("payload") or "")
    if state is not None:
        job.state = state
    if event.HasField("progress"):
        job.fraction, job.message = event.progress.fraction, event.progress.message
    if event.HasField("failed"):
        job.failure.CopyFrom(event.failed.failure)
    if event.terminal:
        job.end_time.CopyFrom(_now())


def outline_plan(job_id: str) -> list[outline_pb2.OutlineEvent]:
    """Return the events of an outline job that succeeds."""
    return numbered(
        job_id,
        [
            outline_pb2.OutlineEvent(
                queued=events_pb2.Queued(cause=events_pb2.Queued.CAUSE_SUBMITTED)
            ),
            outline_pb2.OutlineEvent(started=events_pb2.Started(max_attempts=3)),
            _progress("load_sources", "read 2 files", 0.2),
            _progress("research", "ranked 40 passages", 0.6),
            outline_pb2.OutlineEvent(
                completed=outline_pb2.OutlineCompleted(duration_ms=1500, completeness=FULL)
            ),
        ],
    )


def document_plan(job_id: str) -> list[document_pb2.DocumentEvent]:
    """Return the events of a document job that succeeds."""
    event = document_pb2.DocumentEvent
    events = [
        event(queued=events_pb2.Queued(cause=events_pb2.Queued.CAUSE_SUBMITTED)),
        event(started=events_pb2.Started(max_attempts=3)),
        event(progress=events_pb2.Progress(step="split", message="3 chapters", fraction=0.1)),
    ]
    total = len(CHAPTERS)
    for n, title in enumerate(CHAPTERS):
        started = document_pb2.ChapterStarted(chapter_id=f"n{n}", title=title, index=n, total=total)
        events.append(event(chapter_started=started))
        text = document_pb2.ChapterText(chapter_id=f"n{n}", chapter_attempt=1, text="Tides rise.")
        events.append(event(chapter_text=text))
        completed = document_pb2.ChapterCompleted(
            chapter_id=f"n{n}", title=title, index=n, total=total, length=400, citations=12
        )
        events.append(event(chapter_completed=completed))
    events.append(
        event(completed=document_pb2.DocumentCompleted(duration_ms=4200, completeness=FULL))
    )
    return numbered(job_id, events)


def failing_plan(job_id: str) -> list[outline_pb2.OutlineEvent]:
    """Return the events of an outline job that fails."""
    failure = job_pb2.Failure(
        reason=ERROR_REASON_STEP_FAILED, message="no sentence was found", step="research"
    )
    return numbered(
        job_id,
        [
            outline_pb2.OutlineEvent(
                queued=events_pb2.Queued(cause=events_pb2.Queued.CAUSE_SUBMITTED)
            ),
            outline_pb2.OutlineEvent(started=events_pb2.Started(max_attempts=3)),
            outline_pb2.OutlineEvent(failed=events_pb2.Failed(failure=failure, duration_ms=800)),
        ],
    )


def numbered(job_id: str, events: Sequence[E]) -> list[E]:
    """Fill in the envelopes; the last event is terminal."""
    for sequence, event in enumerate(events, start=1):
        event.job_id, event.job_uid, event.sequence = job_id, f"uid-{job_id}", sequence
        event.time.CopyFrom(_now())
        event.attempt = 0 if sequence == 1 else 1
    events[-1].terminal = True
    return list(events)


def _progress(step: str, message: str, fraction: float) -> outline_pb2.OutlineEvent:
    return outline_pb2.OutlineEvent(
        progress=events_pb2.Progress(step=step, message=message, fraction=fraction)
    )


def _now() -> Timestamp:
    moment = Timestamp()
    moment.FromNanoseconds(time.time_ns())
    return moment
