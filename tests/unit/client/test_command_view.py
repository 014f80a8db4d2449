"""What events become on the screen: the view of a job, plain lines, the moving picture."""

import io

import pytest
from quire.document.v1.document_pb2 import DocumentEvent
from quire.job.v1 import events_pb2, job_pb2
from quire.job.v1.errors_pb2 import ERROR_REASON_FILE_TIMEOUT
from quire.outline.v1.outline_pb2 import OutlineEvent
from quire_client.cli.counting import duration_text, length_text
from quire_client.cli.live import frame
from quire_client.cli.plain import PlainProgress
from quire_client.cli.tree import outline_lines, outline_tree
from quire_client.cli.view import JobView, Stage, failure_text
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.spinner import Spinner

from tests.support import fake_jobs


def shown(picture: RenderableType, width: int) -> list[str]:
    """Return a picture's lines on a terminal of some width."""
    console = Console(file=io.StringIO(), width=width)
    with console.capture() as capture:
        console.print(picture)
    return capture.get().splitlines()


def view_after(*events: DocumentEvent, chapters: int = 0) -> JobView:
    view = JobView("document", "d-1")
    if chapters:
        view.expect([f"第{n}章 城市如何应对高温与热浪的挑战" for n in range(chapters)])
    for event in events:
        view.apply(event)
    return view


def test_chapters_go_from_waiting_to_written() -> None:
    plan = fake_jobs.document_plan("d-1")

    stages = [row.stage for row in view_after(*plan[:7], chapters=3).chapters.values()]

    assert stages == [Stage.WRITTEN, Stage.WRITING, Stage.WAITING]
    assert view_after(*plan).status == "done"


def test_a_lost_worker_keeps_written_chapters_and_begins_the_others_anew() -> None:
    plan = fake_jobs.document_plan("d-1")
    again = DocumentEvent(sequence=8, queued=events_pb2.Queued())

    view = view_after(*plan[:7], again, chapters=3)

    assert [row.stage for row in view.chapters.values()] == [
        Stage.WRITTEN,
        Stage.WAITING,
        Stage.WAITING,
    ]
    assert view.status == "waiting for a worker"


def test_time_is_that_of_the_service_once_the_job_has_ended() -> None:
    plan = fake_jobs.document_plan("d-1")
    for seconds, event in enumerate(plan):
        event.time.FromSeconds(1_000_000 + seconds * 10)

    assert view_after(*plan).elapsed() == (len(plan) - 1) * 10
    assert 30 <= view_after(*plan[:4]).elapsed() < 31


@pytest.mark.parametrize("width", [30, 40, 63, 64, 80, 200])
@pytest.mark.parametrize("height", [8, 24])
def test_the_picture_fits_the_terminal(width: int, height: int) -> None:
    view = view_after(*fake_jobs.document_plan("d-1")[:7], chapters=40)

    lines = shown(frame(view, Spinner("dots"), width, height), width)

    assert len(lines) < height
    assert max(cell_len(line.rstrip()) for line in lines) <= width - 2
    assert any("writing" in line for line in lines)
    assert any("after" in line for line in lines)


def test_an_outline_is_shown_whole_however_narrow() -> None:
    lines = shown(outline_tree(fake_jobs.OUTLINE), 30)

    assert max(cell_len(line.rstrip()) for line in lines) <= 30
    text = "".join(line.strip("│├└─ ") for line in lines)
    assert fake_jobs.CHAPTERS[1] in text
    assert list(outline_lines(fake_jobs.OUTLINE))[1] == "  1 Why tides rise  1 passage"


def test_plain_lines_of_the_rarer_events() -> None:
    lines: list[str] = []
    progress = PlainProgress(lines.append)
    failure = job_pb2.Failure(reason=ERROR_REASON_FILE_TIMEOUT, message="too slow")
    retrying = events_pb2.Retrying(failure=failure)
    events = [
        OutlineEvent(sequence=3, retrying=retrying),
        OutlineEvent(sequence=4, queued=events_pb2.Queued()),
        OutlineEvent(sequence=5, attempt=2, started=events_pb2.Started()),
        OutlineEvent(sequence=6),  # of a kind that is not known
        OutlineEvent(sequence=7, cancelled=events_pb2.Cancelled()),
    ]

    for event in events:
        progress.event(event)

    assert [line.split("% ")[1] for line in lines] == [
        "to be tried again: FILE_TIMEOUT: too slow",
        "queued again",
        "attempt 2 started",
        "cancelled",
    ]


def test_a_reason_of_a_newer_service_is_shown_by_its_number() -> None:
    failure = job_pb2.Failure.FromString(b"\x08\xff\x07\x12\x03new")
    assert failure_text(failure) == "reason 1023: new"


def test_lengths_and_times() -> None:
    assert length_text(1234, "en-GB") == "1,234 words"
    assert length_text(1, "en") == "1 word"
    assert length_text(1234, "zh-Hans") == "1,234 characters"
    assert duration_text(3.21) == "3.2 s"
    assert duration_text(245) == "4:05 min"
