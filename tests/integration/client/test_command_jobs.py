"""``quire watch`` and ``quire jobs`` through pipes, and services that are away."""

import asyncio
import json
from pathlib import Path

import grpc

from deploy.local.ports import free_ports
from tests.support import fake_jobs
from tests.support.command import COMMAND, environment, quire
from tests.support.fake_pair import FakePair
from tests.support.fake_service import HEARTBEAT, Refusal

CUT = Refusal(grpc.StatusCode.UNAVAILABLE, "going away")


def sequences(out: str) -> list[int]:
    """Return the numbers of events printed as JSON, one a line."""
    return [json.loads(line)["sequence"] for line in out.splitlines()]


async def test_watch_prints_each_event_once_over_cuts_and_repeats(pair: FakePair) -> None:
    job = pair.documents.add("d-1")
    plan = fake_jobs.document_plan("d-1")
    job.plays.extend([[CUT], [*plan[:4], HEARTBEAT, CUT], [*plan[2:7], CUT], [], plan])
    await job.advance()

    ran = await quire(pair.env, "watch", "d-1", "--json")

    assert ran.code == 0
    assert sequences(ran.out) == list(range(1, len(plan) + 1))
    last = json.loads(ran.out.splitlines()[-1])
    assert (last["job_id"], last["terminal"]) == ("d-1", True)
    assert last["completed"]["duration_ms"] == 4200


async def test_watch_from_a_place(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()

    some, none = await asyncio.gather(
        quire(pair.env, "watch", "o-1", "--after", "3", "--json"),
        quire(pair.env, "watch", "o-1", "--after", "5", "--json"),
    )

    assert (some.code, sequences(some.out)) == (0, [4, 5])
    assert (none.code, none.out) == (0, "")


async def test_watch_in_plain_lines(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()

    ran = await quire(pair.env, "watch", "o-1")

    lines = ran.out.splitlines()
    assert len(lines) == 5
    assert "\x1b" not in ran.out
    assert lines[-1].endswith("100% done in 1.5 s")
    assert ran.err == "get the outline with: quire watch o-1 --out FILE\n"


async def test_watch_writes_the_result(pair: FakePair, tmp_path: Path) -> None:
    await pair.outlines.add("o-1").advance()
    await pair.documents.add("d-1").advance()

    outline, document = await asyncio.gather(
        quire(pair.env, "watch", "o-1", "--out", tmp_path / "o.json", "--json"),
        quire(pair.env, "watch", "d-1", "--out", tmp_path / "d.md"),
    )

    assert (outline.code, document.code) == (0, 0)
    assert sequences(outline.out) == [1, 2, 3, 4, 5]
    saved = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert {text["source_id"]: text["text"] for text in saved["source_texts"]} == fake_jobs.TEXTS
    assert (tmp_path / "d.md").read_text(encoding="utf-8") == fake_jobs.TEXT


async def test_watch_of_a_job_that_fails_is_exit_code_1(pair: FakePair) -> None:
    await pair.outlines.add("o-1", fake_jobs.failing_plan("o-1")).advance()

    all_of_it, nothing = await asyncio.gather(
        quire(pair.env, "watch", "o-1", "--json"),
        quire(pair.env, "watch", "o-1", "--after", "3", "--json"),
    )

    assert (all_of_it.code, sequences(all_of_it.out)) == (1, [1, 2, 3])
    assert (nothing.code, nothing.out) == (1, "")
    assert "STEP_FAILED in step research: no sentence was found" in all_of_it.err
    assert "STEP_FAILED in step research: no sentence was found" in nothing.err


async def test_a_gap_is_exit_code_1(pair: FakePair) -> None:
    job = pair.outlines.add("o-1")
    plan = fake_jobs.outline_plan("o-1")
    job.plays.append([plan[0], plan[2]])
    await job.advance()

    ran = await quire(pair.env, "watch", "o-1", "--json")

    assert (ran.code, sequences(ran.out)) == (1, [1])
    assert "event 2 is missing, 3 came instead" in ran.err


async def test_a_reader_that_leaves_ends_the_watch_quietly(pair: FakePair) -> None:
    job = pair.outlines.add("o-1", [*fake_jobs.outline_plan("o-1")[:2], "hold"])
    job.plan.extend(fake_jobs.outline_plan("o-1")[2:])
    await job.advance()
    process = await asyncio.create_subprocess_exec(
        *(COMMAND, "watch", "o-1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(pair.env),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    await process.stdout.readline()
    process.stdout._transport.close()  # type: ignore[attr-defined]  # no public way to hang up
    await job.advance()

    async with asyncio.timeout(10):
        err = await process.stderr.read()
        await process.wait()
    assert err == b""


async def test_jobs_of_both_services_are_listed_the_newest_first(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()
    await pair.documents.add("d-1").advance()
    await pair.outlines.add("own", fake_jobs.failing_plan("own")).advance()

    plain, data, some = await asyncio.gather(
        quire(pair.env, "jobs", "list"),
        quire(pair.env, "jobs", "list", "--json"),
        quire(pair.env, "jobs", "list", "--state", "succeeded"),
    )

    rows = [line.split("\t") for line in plain.out.splitlines()]
    assert [row[:3] for row in rows] == [
        ["own", "outline", "failed"],
        ["d-1", "document", "succeeded"],
        ["o-1", "outline", "succeeded"],
    ]
    assert rows[0][6] == "STEP_FAILED in step research: no sentence was found"
    assert [job["id"] for job in json.loads(data.out)] == ["own", "d-1", "o-1"]
    assert [line.split("\t")[0] for line in some.out.splitlines()] == ["d-1", "o-1"]


async def test_the_service_of_a_job_is_found_by_its_prefix_or_by_asking(pair: FakePair) -> None:
    for job_id in ("d-1", "mine"):
        await pair.documents.add(job_id).advance()

    by_prefix = await quire(pair.env, "jobs", "get", "d-1")
    asked = len(pair.outlines.requests)
    by_asking, unknown = await asyncio.gather(
        quire(pair.env, "jobs", "get", "mine", "--json"),
        quire(pair.env, "jobs", "get", "other"),
    )

    assert (by_prefix.code, asked) == (0, 0)
    assert "state       succeeded" in by_prefix.out
    data = json.loads(by_asking.out)
    assert (data["job"]["id"], data["document"]["title"]) == ("mine", "How tides work")
    assert (unknown.code, unknown.out) == (2, "")
    assert "neither service has a job other of yours" in unknown.err


async def test_jobs_are_cancelled_and_deleted_one_by_one(pair: FakePair) -> None:
    await pair.outlines.add("o-1", fake_jobs.outline_plan("o-1")[:2]).advance()
    await pair.documents.add("d-1").advance()

    cancelled = await quire(pair.env, "jobs", "cancel", "o-1", "o-none", "d-1")
    deleted = await quire(pair.env, "jobs", "delete", "o-1", "d-1", "--json")

    assert cancelled.out == "o-1 cancelled\nd-1 succeeded\n"
    assert cancelled.code == 2
    assert "JOB_NOT_FOUND" in cancelled.err
    assert [json.loads(line) for line in deleted.out.splitlines()] == [
        {"id": "o-1", "deleted": True},
        {"id": "d-1", "deleted": True},
    ]
    assert (deleted.code, pair.outlines.deleted, pair.documents.deleted) == (0, ["o-1"], ["d-1"])


async def test_a_service_that_is_away_is_exit_code_3(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()
    nobody = f"127.0.0.1:{free_ports(1)[0]}"
    env = {**pair.env, "QUIRE_DOCUMENT_ADDRESS": nobody}
    soon = ("--connect-timeout", "0.4")

    listed, watched, found = await asyncio.gather(
        quire(env, *soon, "jobs", "list"),
        quire(env, *soon, "watch", "d-1", "--json"),
        quire(env, *soon, "jobs", "get", "mine"),
    )

    assert listed.code == 3
    assert listed.out.startswith("o-1\toutline\tsucceeded")
    assert f"the document service cannot be reached at {nobody}" in listed.err
    assert (watched.code, watched.out) == (3, "")
    assert "nothing listens there" in watched.err
    assert "start it with: make up" in watched.err
    assert found.code == 3


async def test_the_token_comes_from_the_environment_or_a_file(
    pair: FakePair, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("from-the-file\n")

    await quire({**pair.env, "QUIRE_TOKEN": "from-the-variable"}, "jobs", "list")
    await quire({**pair.env, "QUIRE_TOKEN_FILE": str(tmp_path / "token")}, "jobs", "list")

    seen = [metadata["authorization"] for metadata in pair.outlines.metadata]
    assert seen == ["Bearer from-the-variable", "Bearer from-the-file"]
