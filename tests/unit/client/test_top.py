"""What ``quire top`` draws, without a terminal."""

import io

import pytest
from quire.job.v1.job_pb2 import Job
from quire.job.v1.queue_pb2 import Queue
from quire_client.cli.counting import age_text
from quire_client.cli.exits import CommandError
from quire_client.cli.top import Look, ServiceLook
from quire_client.cli.top_cells import live_cells, queue_cells
from quire_client.cli.top_picture import picture
from rich.cells import cell_len
from rich.console import Console

from tests.support.monitored import queue, set_up

STATES = (
    Job.STATE_RUNNING,
    Job.STATE_QUEUED,
    Job.STATE_RETRYING,
    Job.STATE_CANCELLING,
    Job.STATE_SUCCEEDED,
    Job.STATE_FAILED,
)


def service(kind: str, jobs: int, *, seen: Queue | None = None) -> ServiceLook:
    number = Job.Kind.Value(f"KIND_{kind.upper()}")
    every = [
        set_up(
            Job(id=f"{kind[0]}-{place:03}-{'x' * 50}", kind=number),
            STATES[place % len(STATES)],
            place=place,
        )
        for place in range(jobs)
    ]
    ended = [job for job in every if job.HasField("end_time")]
    live = [job for job in every if not job.HasField("end_time")]
    return ServiceLook(kind, "127.0.0.1:1", seen or queue(running=2), live, ended)


def drawn(look: Look, width: int, height: int | None) -> list[str]:
    console = Console(file=io.StringIO(), width=width, height=height or 25)
    with console.capture() as capture:
        console.print(picture(look, "12:00:00", width, height, "q quits"))
    return [line.rstrip() for line in capture.get().rstrip("\n").split("\n")]


@pytest.mark.parametrize("jobs", [0, 1, 2, 200])
@pytest.mark.parametrize(("width", "height"), [(60, 20), (80, 24), (120, 40), (200, 60)])
def test_the_picture_fits(jobs: int, width: int, height: int) -> None:
    lines = drawn(Look((service("outline", jobs), service("document", jobs))), width, height)
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)
    text = "\n".join(lines)
    for name in ("SERVICE", "WAITING", "WORKER"):
        assert name in text
    assert ("none of your jobs is under way" in text) == (not jobs)
    assert ("more jobs" in text) == (jobs == 200)


def test_a_long_list_leaves_room_for_all_three() -> None:
    seen = queue(running=2)
    for number in range(40):
        seen.workers.add(name=f"other/{number}", slots=1).start_time.CopyFrom(seen.time)
    look = Look((service("outline", 200, seen=seen), service("document", 200)))
    lines = drawn(look, 100, 30)
    assert len(lines) <= 30
    assert sum("succeeded" in line or "failed" in line for line in lines) >= 2
    assert sum("running" in line for line in lines) >= 2
    assert any("more workers" in line for line in lines)


def test_everything_is_shown_where_there_is_no_height() -> None:
    lines = drawn(Look((service("outline", 30), service("document", 30))), 120, None)
    assert sum(line.startswith(("o-", "d-")) for line in lines) == 60


def test_jobs_under_way_come_first_then_those_that_wait_in_their_order() -> None:
    jobs = [
        set_up(Job(id="third", kind=Job.KIND_OUTLINE), Job.STATE_QUEUED, place=5),
        set_up(Job(id="first", kind=Job.KIND_OUTLINE), Job.STATE_RUNNING),
        set_up(Job(id="second", kind=Job.KIND_OUTLINE), Job.STATE_QUEUED, place=2),
    ]
    look = Look((ServiceLook("outline", "a", queue(), jobs), ServiceLook("document", "b")))
    assert [job.id for job in look.live] == ["first", "second", "third"]
    assert live_cells(look.live[2], queue())[-1] == "5 ahead"
    assert live_cells(look.live[0], queue())[2:6] == ("running", "2/3", "40%", "1:40 min")


def test_a_service_that_is_away_and_one_without_workers_are_told_of() -> None:
    away = ServiceLook("outline", "a", error=CommandError(3, "the outline service is away"))
    idle = ServiceLook("document", "b", Queue())
    lines = drawn(Look((away, idle)), 80, 24)
    assert "trying again: the outline service is away" in lines
    assert "no worker of the document service is there" in lines


def test_counts_that_leave_out_the_end_of_the_queue_say_so() -> None:
    seen = queue(2, 1200, 0)
    seen.waiting_others = 8000
    cells = queue_cells("outline", seen)
    assert cells[1:6] == ("9,202", "2+", "1,200+", "0+", "4:05 min")
    assert queue_cells("outline", queue())[1:6] == ("0", "0", "0", "0", "-")


def test_texts_of_others_do_not_move_the_cursor() -> None:
    job = set_up(Job(id="j", kind=Job.KIND_OUTLINE), Job.STATE_RUNNING)
    job.message = "up\x1b[2Jnew\nline"
    look = Look((ServiceLook("outline", "a", queue(), [job]), ServiceLook("document", "b")))
    text = "\n".join(drawn(look, 120, 24))
    assert "\x1b[2J" not in text
    assert "new line" in text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-3, "0 s"), (59.9, "59 s"), (245, "4:05 min"), (12_000, "3:20 h"), (90_000, "1 day")],
)
def test_ages(seconds: float, text: str) -> None:
    assert age_text(seconds) == text
