"""``quire top``: on a terminal until it is left, once through a pipe."""

import json

import grpc
import pytest
from quire.job.v1.job_pb2 import Job

from tests.support.command import on_terminal, quire
from tests.support.fake_pair import FakePair
from tests.support.fake_service import Refusal
from tests.support.monitored import queue, set_up

NOBODY = "127.0.0.1:1"


@pytest.fixture
def busy(pair: FakePair) -> FakePair:
    """Services with two live jobs and one that has ended."""
    for service in (pair.outlines, pair.documents):
        service.page_size = 50
        service.queue.CopyFrom(queue(1, 2, running=1))
    set_up(pair.outlines.add("o-live").job, Job.STATE_RUNNING)
    set_up(pair.outlines.add("o-waits").job, Job.STATE_QUEUED, place=3)
    set_up(pair.documents.add("d-ended").job, Job.STATE_SUCCEEDED)
    return pair


async def test_through_a_pipe_each_line_says_what_it_is(busy: FakePair) -> None:
    ran = await quire(busy.env, "top")
    assert (ran.code, ran.err) == (0, "")
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert [row[:2] for row in rows] == [
        ["queue", "outline"],
        ["queue", "document"],
        ["worker", "host-1/4711"],
        ["worker", "host-1/4711"],
        ["job", "o-live"],
        ["job", "o-waits"],
        ["ended", "d-ended"],
    ]
    assert rows[0][2:] == ["3", "1", "2", "0", "4:05 min", "1", "4", "0"]


async def test_as_json(busy: FakePair) -> None:
    ran = await quire(busy.env, "top", "--json")
    assert (ran.code, ran.err) == (0, "")
    outline, document = json.loads(ran.out)["services"]
    assert [job["id"] for job in outline["jobs"]] == ["o-live", "o-waits"]
    assert document["queue"]["workers"][0]["name"] == "host-1/4711"
    assert document["error"] is None


async def test_one_service_that_is_away_is_reported_and_the_other_shown(busy: FakePair) -> None:
    env = {**busy.env, "QUIRE_DOCUMENT_ADDRESS": NOBODY}
    ran = await quire(env, "--connect-timeout", "0.5", "top", "--json")
    assert ran.code == 3
    assert "the document service cannot be reached" in ran.err
    outline, document = json.loads(ran.out)["services"]
    assert len(outline["jobs"]) == 2
    assert document["queue"] is None
    assert "cannot be reached" in document["error"]


async def test_only_live_jobs_and_the_last_ended_ones_are_asked_for(busy: FakePair) -> None:
    await quire(busy.env, "top")
    kinds = sorted(type(request).__name__ for request in busy.outlines.requests)
    assert kinds == ["GetQueueRequest", "ListOutlinesRequest", "ListOutlinesRequest"]


@pytest.mark.parametrize("key", ["q", "\x03"])
@pytest.mark.parametrize("width", [80, 120])
async def test_on_a_terminal_until_a_key_ends_it(busy: FakePair, key: str, width: int) -> None:
    async with on_terminal(busy.env, "top", width=width) as terminal:
        await terminal.shows("o-waits")
        await terminal.shows("d-ended")
        job = busy.outlines.jobs["o-waits"].job
        set_up(job, Job.STATE_RUNNING)
        job.step = "research"
        await terminal.shows("research")  # a second later
        terminal.type(key)
        assert await terminal.ends() == 0
    assert terminal.raw.rfind("\x1b[?1049l") > terminal.raw.rfind("\x1b[?1049h")
    assert terminal.raw.rfind("\x1b[?25h") > terminal.raw.rfind("\x1b[?25l")


async def test_once_on_a_terminal_leaves_the_picture(busy: FakePair) -> None:
    async with on_terminal(busy.env, "top", "--once") as terminal:
        assert await terminal.ends() == 0
    assert "\x1b[?1049h" not in terminal.raw
    assert "d-ended" in terminal.text


async def test_a_service_that_goes_away_and_comes_back(busy: FakePair) -> None:
    async with on_terminal(busy.env, "top", width=120) as terminal:
        await terminal.shows("d-ended")
        refusals = busy.documents.refusals["GetQueue"]
        refusals.extend([Refusal(grpc.StatusCode.UNAVAILABLE, "closed", "DRAINING")] * 200)
        await terminal.shows("trying again: the document service cannot answer")
        refusals.clear()
        set_up(busy.documents.add("d-later").job, Job.STATE_RUNNING)
        await terminal.shows("d-later")
        terminal.type("Q")
        assert await terminal.ends() == 0
