"""``quire`` on a terminal: the moving picture, and Ctrl-C."""

import asyncio
import re
from pathlib import Path

import pytest
from quire.document.v1.document_pb2 import DocumentEvent

from tests.support import fake_jobs
from tests.support.command import on_terminal
from tests.support.fake_pair import FakePair
from tests.support.fake_service import HOLD

CTRL_C = "\x03"
QUESTION = "[d]etach, [c]ancel or [r]esume?"
COLOUR = re.compile(r"\x1b\[(?:\d+;)*3[0-9](?:;\d+)*m")


def held(job_id: str) -> list[DocumentEvent | str]:
    """Return a document's events, with a stop within the second chapter."""
    plan = fake_jobs.document_plan(job_id)
    return [*plan[:7], HOLD, *plan[7:]]


async def test_the_whole_way_is_shown_live(pair: FakePair, notes: Path) -> None:
    pair.documents.plan = held
    out = notes / "doc.md"
    words = ("write", "How do tides work?", "-f", notes / "a.md", "--out", out)

    async with on_terminal(pair.env, *words) as terminal:
        await terminal.shows("✓ Outline")
        await terminal.shows("└── 3 Summary")
        await terminal.shows("1/3 chapters")
        assert re.search(r"✓ +1 Why tides rise +400 words · 12 citations", terminal.text)
        assert re.search(r"2 月球的引力如何使海水.*… +writing", terminal.text)
        (job,) = pair.documents.jobs.values()
        await job.advance()
        await terminal.shows("✓ Document")
        assert await terminal.ends() == 0

    assert f"{out}: 1,234 words" in terminal.text.replace("\n", "")
    assert COLOUR.search(terminal.raw)
    assert out.read_text(encoding="utf-8") == fake_jobs.TEXT
    shown, hidden = terminal.raw.rfind("\x1b[?25h"), terminal.raw.rfind("\x1b[?25l")
    assert shown > hidden  # the cursor is given back


async def test_a_narrow_terminal_without_colour(pair: FakePair, notes: Path) -> None:
    env = {**pair.env, "NO_COLOR": "1"}

    async with on_terminal(env, "write", "How?", notes / "a.md", width=40) as terminal:
        await terminal.shows("潮汐每天涨落两次。[2]")
        assert await terminal.ends() == 0

    assert not COLOUR.search(terminal.raw)
    assert re.search(r"✓ +1 Why tides rise +400 words(?! ·)", terminal.text)


async def test_events_are_the_result_of_watch_json_on_a_terminal_too(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()

    async with on_terminal(pair.env, "watch", "o-1", "--json") as terminal:
        assert await terminal.ends() == 0

    assert terminal.text.count('"sequence":') == 5
    assert "Outline ━" not in terminal.text


@pytest.mark.parametrize("answer", ["d", "\r", CTRL_C])
async def test_ctrl_c_detaches(pair: FakePair, notes: Path, answer: str) -> None:
    """By the key, by Enter, and by Ctrl-C once more."""
    pair.documents.plan = held

    async with on_terminal(pair.env, "write", "How?", notes / "a.md", "-o", "d.md") as terminal:
        await terminal.shows("1/3 chapters")
        terminal.type(CTRL_C)
        await terminal.shows(QUESTION)
        terminal.type(answer)
        assert await terminal.ends() == 130

    ((job_id, job),) = pair.documents.jobs.items()
    assert f"detached; the document job {job_id} goes on" in terminal.text
    assert f"get back with: quire watch {job_id} --out d.md" in terminal.text
    assert terminal.text.count(QUESTION) == 1
    assert not job.log[-1].terminal


async def test_ctrl_c_cancels(pair: FakePair, notes: Path) -> None:
    pair.documents.plan = held

    async with on_terminal(pair.env, "write", "How?", notes / "a.md") as terminal:
        await terminal.shows("1/3 chapters")
        terminal.type(CTRL_C)
        await terminal.shows(QUESTION)
        terminal.type("c")
        assert await terminal.ends() == 130

    ((job_id, job),) = pair.documents.jobs.items()
    assert job.log[-1].WhichOneof("payload") == "cancelled"
    assert f"the document job {job_id} was cancelled" in terminal.text


async def test_a_job_that_ends_during_the_question_ends_it(pair: FakePair, notes: Path) -> None:
    pair.documents.plan = held

    async with on_terminal(pair.env, "write", "How?", notes / "a.md") as terminal:
        await terminal.shows("1/3 chapters")
        terminal.type(CTRL_C)
        await terminal.shows(QUESTION)
        (job,) = pair.documents.jobs.values()
        await job.advance()
        await terminal.shows("潮汐每天涨落两次。[2]")
        assert await terminal.ends() == 0

    after = terminal.text.split(QUESTION)[1]
    assert after.index("✓ Document") < after.index("# How tides work")


async def test_resume_goes_on(pair: FakePair, notes: Path) -> None:
    pair.documents.plan = held

    async with on_terminal(pair.env, "write", "How?", notes / "a.md") as terminal:
        await terminal.shows("1/3 chapters")
        terminal.type(CTRL_C)
        await terminal.shows(QUESTION)
        terminal.type("xr")
        await terminal.shows("resume\n")
        (job,) = pair.documents.jobs.values()
        await job.advance()
        assert await terminal.ends() == 0

    assert fake_jobs.TEXT in terminal.text


async def test_ctrl_c_before_the_job_is_confirmed_claims_nothing(pair: FakePair) -> None:
    env = {**pair.env, "QUIRE_OUTLINE_ADDRESS": "127.0.0.1:1"}

    async with on_terminal(env, "outline", "How?", "--job-id", "mine") as terminal:
        await terminal.shows("waiting for the outline service")
        terminal.type(CTRL_C)
        assert await terminal.ends() == 130

    assert QUESTION not in terminal.text
    assert "interrupted before the service had confirmed the outline job mine" in terminal.text


async def test_ctrl_c_while_standard_input_is_read(pair: FakePair) -> None:
    async with on_terminal(pair.env, "document", "-") as terminal:
        terminal.type("{\n")
        await terminal.shows("{\n")
        await asyncio.sleep(1.5)  # nothing is shown when the reading begins
        terminal.type(CTRL_C)
        assert await terminal.ends() == 130

    assert "Traceback" not in terminal.text
    assert not pair.documents.requests
