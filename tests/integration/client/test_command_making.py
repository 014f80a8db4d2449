"""``quire write``, ``outline`` and ``document`` through pipes, against fake services."""

import json
from pathlib import Path

import grpc
import pytest
from quire.document.v1.document_service_pb2 import GenerateDocumentRequest
from quire.job.v1.job_pb2 import PRIORITY_HIGH, JobOptions
from quire.outline.v1.outline_service_pb2 import GenerateOutlineRequest

from tests.support import fake_jobs
from tests.support.command import quire
from tests.support.fake_pair import FakePair
from tests.support.fake_service import Refusal

ESCAPE = "\x1b"


def outline_request(pair: FakePair) -> GenerateOutlineRequest:
    request = pair.outlines.requests[0]
    assert isinstance(request, GenerateOutlineRequest)
    return request


def document_request(pair: FakePair) -> GenerateDocumentRequest:
    request = pair.documents.requests[0]
    assert isinstance(request, GenerateDocumentRequest)
    return request


async def test_write_makes_both_and_writes_the_document(pair: FakePair, notes: Path) -> None:
    out = notes / "doc.md"

    ran = await quire(
        pair.env,
        *("write", "How do tides work?", "--file", notes / "a.md", notes / "潮汐.md"),
        *("--out", out, "--priority", "high", "--label", "team=sea"),
    )

    assert ran.code == 0
    assert out.read_text(encoding="utf-8") == fake_jobs.TEXT
    request = outline_request(pair)
    assert request.query == "How do tides work?"
    assert [file.name for file in request.files] == ["a.md", "潮汐.md"]
    assert request.files[1].content == (notes / "潮汐.md").read_bytes()
    assert request.options.priority == PRIORITY_HIGH
    assert dict(request.options.labels) == {"team": "sea"}
    assert document_request(pair).outline_job_id == request.job_id
    assert ran.out.startswith(f"{out}: 1,234 words, 3 chapters, 2 citations of 1 source, ")
    assert ran.out.count("\n") == 1


async def test_progress_is_plain_lines_where_there_is_no_terminal(
    pair: FakePair, notes: Path
) -> None:
    ran = await quire(pair.env, "write", "How?", "-f", notes / "a.md")

    assert ran.out == fake_jobs.TEXT
    assert ESCAPE not in ran.err
    lines = ran.err.splitlines()
    assert [line.split()[0].count(":") for line in lines[:5]] == [2] * 5  # each begins with a time
    assert lines[2].endswith(" 20% load_sources: read 2 files")
    assert f"  2 {fake_jobs.CHAPTERS[1]}  1 passage" in lines
    written = [line for line in lines if " written: " in line]
    assert [line.split("chapter ")[1].split(" ")[0] for line in written] == ["1/3", "2/3", "3/3"]
    assert "(400 words, 12 citations)" in written[0]


async def test_json_is_alone_on_standard_output(pair: FakePair, notes: Path) -> None:
    printed = await quire(pair.env, "write", "How?", "-f", notes / "a.md", "--json")
    written = await quire(
        pair.env, "write", "How?", notes / "a.md", "--json", "-o", notes / "doc.md"
    )

    data = json.loads(printed.out)
    assert printed.out.count("\n") == 1
    assert data["text"] == fake_jobs.TEXT
    assert data["job"]["state"] == "STATE_SUCCEEDED"
    assert data["document"]["length"] == 1234  # a number, though it has 64 bits
    data = json.loads(written.out)
    assert data["out"] == str(notes / "doc.md")
    assert "text" not in data
    assert (notes / "doc.md").read_text(encoding="utf-8") == fake_jobs.TEXT


async def test_an_outline_file_stands_alone(pair: FakePair, notes: Path) -> None:
    file, again = notes / "outline.json", notes / "again.json"

    first = await quire(pair.env, "outline", "How?", "-f", notes / "a.md", "--out", file)
    second = await quire(
        pair.env, "write", "How?", "-f", notes / "a.md", "--outline-out", again, "--detach"
    )
    pair.documents.requests.clear()
    third = await quire(pair.env, "document", file, "--out", notes / "doc.md")

    assert (first.code, second.code, third.code) == (0, 0, 0)
    assert first.out.splitlines()[0] == "How tides work"
    assert file.read_text(encoding="utf-8") == again.read_text(encoding="utf-8")
    given = document_request(pair)
    assert given.outline.outline == fake_jobs.OUTLINE
    assert {text.source_id: text.text for text in given.outline.source_texts} == fake_jobs.TEXTS
    assert (notes / "doc.md").read_text(encoding="utf-8") == fake_jobs.TEXT


async def test_a_document_from_the_job_of_an_outline(pair: FakePair) -> None:
    ran = await quire(pair.env, "document", "my-outline", "--job-id", "mine", "--json")

    assert ran.code == 0
    assert document_request(pair) == GenerateDocumentRequest(
        job_id="mine", outline_job_id="my-outline", options=JobOptions()
    )


async def test_a_document_from_an_outline_of_another_program(pair: FakePair) -> None:
    other = {
        "title": "人工智能技术文档",
        "nodes": [{"id": 1, "title": "概述", "content_summary": "简介。", "children": []}],
        "source_texts": {},
    }

    ran = await quire(pair.env, "document", "-", stdin=json.dumps(other))
    misspelt = await quire(pair.env, "document", "-", stdin=json.dumps({**other, "titel": "x"}))

    assert (misspelt.code, misspelt.out) == (2, "")
    assert "titel" in misspelt.err
    assert (ran.code, ran.out) == (0, fake_jobs.TEXT)
    outline = document_request(pair).outline.outline
    assert (outline.title, outline.nodes[0].id) == ("人工智能技术文档", "1")


async def test_detach_prints_the_id_alone(pair: FakePair, notes: Path) -> None:
    plain = await quire(pair.env, "outline", "How?", "-f", notes / "a.md", "--detach")
    data = await quire(pair.env, "outline", "How?", "--job-id", "mine", "-d", "--json")

    assert plain.out.strip() == outline_request(pair).job_id
    assert f"quire watch {plain.out.strip()}" in plain.err
    assert json.loads(data.out)["job"]["id"] == "mine"


async def test_write_names_both_jobs_and_finds_them_again(pair: FakePair, notes: Path) -> None:
    words = ("write", "How?", "-f", notes / "a.md", "--job-id", "mine")

    first, second = await quire(pair.env, *words), await quire(pair.env, *words)

    assert (first.code, second.code) == (0, 0)
    assert first.out == second.out == fake_jobs.TEXT
    assert (list(pair.outlines.jobs), list(pair.documents.jobs)) == (["mine-outline"], ["mine"])


@pytest.mark.parametrize(
    ("refusal", "code", "told"),
    [
        (
            Refusal(
                grpc.StatusCode.INVALID_ARGUMENT,
                "the request breaks rules",
                "INVALID_REQUEST",
                violations=[("query", "is too long")],
            ),
            2,
            ["INVALID_ARGUMENT, INVALID_REQUEST", "query: is too long"],
        ),
        (
            Refusal(
                grpc.StatusCode.INVALID_ARGUMENT,
                "a.md cannot be read",
                "FILE_UNSUPPORTED",
                {"file": "a.md", "accepted": "Markdown, PDF"},
            ),
            2,
            ["FILE_UNSUPPORTED", "a.md cannot be read", "accepted: Markdown, PDF"],
        ),
        (
            Refusal(grpc.StatusCode.UNAUTHENTICATED, "no token", "UNAUTHENTICATED"),
            2,
            ["--token-file or QUIRE_TOKEN"],
        ),
        (Refusal(grpc.StatusCode.INTERNAL, "a fault", "INTERNAL", {"incident": "x1"}), 1, ["x1"]),
        (Refusal(grpc.StatusCode.RESOURCE_EXHAUSTED, "larger than max"), 2, ["larger than max"]),
    ],
    ids=lambda value: value.reason or value.code.name if isinstance(value, Refusal) else None,
)
async def test_a_refusal_is_told_with_its_facts(
    pair: FakePair, notes: Path, refusal: Refusal, code: int, told: list[str]
) -> None:
    pair.outlines.refusals["GenerateOutline"].append(refusal)

    ran = await quire(pair.env, "write", "How?", "-f", notes / "a.md", "--json")

    assert (ran.code, ran.out) == (code, "")
    assert all(words in ran.err for words in told), ran.err
    assert not pair.documents.requests


async def test_a_failed_job_is_exit_code_1_and_makes_no_document(
    pair: FakePair, notes: Path
) -> None:
    pair.outlines.plan = fake_jobs.failing_plan
    out = notes / "doc.md"

    ran = await quire(pair.env, "write", "How?", "-f", notes / "a.md", "-o", out)

    assert (ran.code, ran.out) == (1, "")
    assert "STEP_FAILED in step research: no sentence was found" in ran.err
    assert not out.exists()
    assert not pair.documents.requests


async def test_ctrl_c_without_a_terminal_detaches(pair: FakePair, notes: Path) -> None:
    pair.outlines.plan = lambda job_id: [*fake_jobs.outline_plan(job_id)[:3], "hold"]

    ran = await quire(
        pair.env, "write", "How?", "-f", notes / "a.md", interrupt_at="read 2 files\n"
    )

    job_id = outline_request(pair).job_id
    assert (ran.code, ran.out) == (130, "")
    assert f"the outline job {job_id} goes on" in ran.err
    assert f"quire watch {job_id}\n  and then: quire document {job_id}\n" in ran.err
