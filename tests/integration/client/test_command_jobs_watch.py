"""``quire jobs watch``: a line for each change through a pipe, a table on a terminal."""

import asyncio
import json
from collections.abc import Sequence

import grpc
import pytest
from quire.document.v1.document_pb2 import DocumentCompleted, DocumentEvent
from quire.job.v1.errors_pb2 import ERROR_REASON_JOB_NOT_FOUND, ERROR_REASON_NO_SOURCES
from quire.job.v1.events_pb2 import Failed, Progress, Queued, Started
from quire.job.v1.job_pb2 import Failure
from quire.job.v1.watch_pb2 import JobLost
from quire.outline.v1.outline_pb2 import OutlineEvent
from quire_client import Endpoint

from tests.support.command import on_terminal, quire
from tests.support.jobs_streams import Item, JobsStreams, beat, served

NOBODY = "127.0.0.1:1"
LOST = JobLost(job_id="o-3", reason=ERROR_REASON_JOB_NOT_FOUND, message="was deleted")


def outline_events() -> Sequence[Item]:
    return [
        beat("1"),
        OutlineEvent(job_id="o-1", sequence=1, queued=Queued()),
        OutlineEvent(job_id="o-1", sequence=2, attempt=1, started=Started()),
        OutlineEvent(
            job_id="o-1", sequence=3, progress=Progress(step="rank", message="ranks", fraction=0.5)
        ),
        OutlineEvent(job_id="o-2", sequence=1, queued=Queued()),
        OutlineEvent(
            job_id="o-2",
            sequence=2,
            terminal=True,
            failed=Failed(failure=Failure(reason=ERROR_REASON_NO_SOURCES, message="nothing")),
        ),
    ]


def document_events(*, terminal: bool = True) -> Sequence[Item]:
    events: list[Item] = [beat(), DocumentEvent(job_id="d-1", sequence=1, queued=Queued())]
    done = DocumentEvent(job_id="d-1", sequence=2, terminal=True, completed=DocumentCompleted())
    return [*events, done] if terminal else events


def env(endpoint: Endpoint) -> dict[str, str]:
    return {
        "QUIRE_OUTLINE_ADDRESS": endpoint.address,
        "QUIRE_DOCUMENT_ADDRESS": endpoint.address,
    }


async def test_named_jobs_are_followed_to_their_ends() -> None:
    outlines = JobsStreams(
        (outline_events(), grpc.StatusCode.UNAVAILABLE),
        (
            [
                beat(),
                LOST,
                OutlineEvent(job_id="o-1", sequence=4, terminal=True, failed=Failed()),
            ],
            None,
        ),
    )
    documents = JobsStreams((document_events(), None))
    async with served(outlines, documents) as endpoint:
        ran = await quire(env(endpoint), "jobs", "watch", "o-1", "o-2", "o-3", "d-1")
    assert ran.code == 1  # jobs failed
    lines = [line.split(maxsplit=3)[1:] for line in ran.out.splitlines()]
    assert [line for line in lines if line[0] == "o-1"] == [
        ["o-1", "0%", "queued"],
        ["o-1", "0%", "attempt 1 started"],
        ["o-1", "50%", "rank: ranks"],
        ["o-1", "50%", "failed: UNSPECIFIED: "],
    ]
    assert ["o-2", "0%", "failed: NO_SOURCES: nothing"] in lines
    assert ["o-3", "-%", "followed no further: JOB_NOT_FOUND: was deleted"] in lines
    assert ["d-1", "100%", "done in 0.0 s"] in lines
    assert not any(ask.HasField("selector") for ask in outlines.asked)


async def test_a_label_is_asked_for_at_both_services() -> None:
    outlines, documents = JobsStreams((outline_events(), None)), JobsStreams()
    async with served(outlines, documents) as endpoint:
        arguments = ("jobs", "watch", "--label", "team=a", "o-3")
        running = asyncio.create_task(quire(env(endpoint), *arguments))
        async with asyncio.timeout(15):
            while not (outlines.asked and documents.asked):
                await asyncio.sleep(0.05)
        assert dict(documents.asked[0].selector.labels) == {"team": "a"}
        assert [job.job_id for job in outlines.asked[0].jobs] == ["o-3"]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_each_event_is_a_json_object() -> None:
    outlines = JobsStreams(([*outline_events()[4:], LOST], None))
    async with served(outlines) as endpoint:
        ran = await quire(env(endpoint), "jobs", "watch", "o-2", "o-3", "--json")
    queued, failed, lost = map(json.loads, ran.out.splitlines())
    assert (queued["job_id"], queued["sequence"]) == ("o-2", 1)
    assert failed["failed"]["failure"]["message"] == "nothing"
    assert (lost["job_id"], lost["lost"]["reason"]) == ("o-3", "JOB_NOT_FOUND")
    assert (ran.code, ran.err) == (1, "")


async def test_one_service_that_is_away_is_told_and_the_other_followed() -> None:
    documents = JobsStreams((document_events(), None))
    async with served(JobsStreams(), documents) as endpoint:
        both = {**env(endpoint), "QUIRE_OUTLINE_ADDRESS": NOBODY}
        ran = await quire(both, "--connect-timeout", "0.5", "jobs", "watch", "d-1", "o-1")
    assert ran.code == 3
    assert "the outline service cannot be reached" in ran.err
    assert [line.split()[1] for line in ran.out.splitlines()] == ["d-1", "d-1"]


@pytest.mark.parametrize("key", ["q", "\x03"])
async def test_a_table_that_is_left_with_a_key(key: str) -> None:
    outlines = JobsStreams((outline_events(), None))
    documents = JobsStreams((document_events(terminal=False), None))
    async with (
        served(outlines, documents) as endpoint,
        on_terminal(env(endpoint), "jobs", "watch", width=100) as terminal,
    ):
        await terminal.shows("2 under way")
        for text in ("o-1", "running", "50%", "d-1", "queued", "o-2", "NO_SOURCES: nothing"):
            await terminal.shows(text)
        terminal.type(key)
        assert await terminal.ends() == 0
        assert "Traceback" not in terminal.text
        assert terminal.raw.rstrip().endswith("\x1b[?25h")  # the cursor is back
    assert outlines.asked[0].HasField("selector")


async def test_a_table_ends_with_the_jobs() -> None:
    documents = JobsStreams((document_events(), None))
    async with (
        served(JobsStreams(), documents) as endpoint,
        on_terminal(env(endpoint), "jobs", "watch", "d-1") as terminal,
    ):
        assert await terminal.ends() == 0
        await terminal.shows("succeeded")


async def test_an_id_that_none_can_bear_is_refused() -> None:
    ran = await quire({}, "jobs", "watch", "o 1")
    assert ran.code == 2
    assert "cannot be a job's id" in ran.err
