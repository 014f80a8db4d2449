"""Wishes for an outline and a document, the quality table and ``--fail-under``, by processes."""

import json
import time
from pathlib import Path

import pytest
from quire.document.v1 import document_pb2
from quire.document.v1.document_service_pb2 import CLAIM_POLICY_REMOVE, GenerateDocumentRequest
from quire.job.v1.job_pb2 import COMPLETENESS_PARTIAL, FILE_ROLE_REQUIREMENTS, Usage
from quire.outline.v1.outline_pb2 import Source
from quire.outline.v1.outline_service_pb2 import GenerateOutlineRequest

from tests.support import fake_jobs
from tests.support.command import on_terminal, quire
from tests.support.fake_pair import FakePair

TITLE = "潮汐能发电技术在沿海城市的应用与经济性评估以及对海洋生态环境影响的长期观测研究报告"

QUALITY = document_pb2.Quality(
    chapters=[
        document_pb2.ChapterQuality(chapter_id="n0", passages_given=8, passages_used=6),
        document_pb2.ChapterQuality(chapter_id="n1", passages_given=2, passages_used=2),
    ],
    requirements=[
        document_pb2.RequirementResult(
            text="Say why tides rise.",
            source_id="s3",
            met=True,
            chapter_id="n0",
            place="Tides rise twice a day.",
        ),
        document_pb2.RequirementResult(text="Name\nthe costs.", source_id="s3"),
    ],
    sentences=1000,
    cited=900,
    verified=899,
    uncited_claims=12,
    repetition=0.0123,
    length=1234,
    target_length=1200,
    unused_sources=["s2"],
    unused_passages=30,
    models=[
        document_pb2.ModelUsage(
            model="small\x1b[31m",
            usage=Usage(model_calls=7, input_tokens=12_000, output_tokens=900, cost_micros=12_300),
        )
    ],
)


@pytest.fixture
def document(monkeypatch: pytest.MonkeyPatch) -> document_pb2.Document:
    """A document with a quality report, which the fake service gives."""
    made = document_pb2.Document()
    made.CopyFrom(fake_jobs.DOCUMENT)
    made.quality.CopyFrom(QUALITY)
    made.sources.append(Source(id="s2", title=TITLE))
    monkeypatch.setattr(fake_jobs, "DOCUMENT", made)
    return made


def requests(pair: FakePair) -> tuple[GenerateOutlineRequest, GenerateDocumentRequest]:
    outline, document = pair.outlines.requests[0], pair.documents.requests[0]
    assert isinstance(outline, GenerateOutlineRequest)
    assert isinstance(document, GenerateDocumentRequest)
    return outline, document


async def test_write_passes_all_wishes_on(pair: FakePair, notes: Path) -> None:
    genre = notes / "Board Minutes.md"
    genre.write_text("# How minutes are written\n", encoding="utf-8")
    before = time.time()

    ran = await quire(
        pair.env,
        *("write", "How?", "--file", f"{notes / 'a.md'}:requirements", "--file", notes / "潮汐.md"),
        *("--language", "zh", "--genre", genre, "--chapters", "6", "--depth", "2"),
        *("--length", "3000", "--max-length", "3500", "--web", "--web-pages", "5"),
        *("--allow-site", "example.org", "--allow-site", "example.com/docs"),
        *("--prefer-site", "a.example.org", "--deny-site", "b.example.org"),
        *("--max-tokens", "9000", "--max-cost", "1.50", "--finish-within", "10m", "--strict"),
    )

    assert ran.code == 0, ran.err
    outline, document = requests(pair)
    assert outline.files[0].role == FILE_ROLE_REQUIREMENTS
    assert (outline.language, outline.chapters, outline.depth) == ("zh", 6, 2)
    assert (outline.target_length, outline.max_length) == (3000, 3500)
    assert outline.genre.name == "board_minutes"
    assert outline.genre.text == "# How minutes are written\n"
    assert outline.web.pages == 5
    assert list(outline.web.allow_sites) == ["example.org", "example.com/docs"]
    assert list(outline.web.prefer_sites) == ["a.example.org"]
    assert list(outline.web.deny_sites) == ["b.example.org"]
    assert outline.options.budget.max_tokens == 9000
    assert outline.options.budget.max_cost_micros == 1_500_000
    assert 595 < outline.options.budget.finish_time.ToMilliseconds() / 1000 - before < 640
    assert document.claim_policy == CLAIM_POLICY_REMOVE
    assert document.options.budget == outline.options.budget
    assert not document.HasField("genre")
    assert (document.target_length, document.max_length) == (0, 0)


async def test_wishes_that_are_not_given_are_not_sent(pair: FakePair, notes: Path) -> None:
    ran = await quire(pair.env, "write", "How?", notes / "a.md", "--job-id", "mine")
    assert ran.code == 0
    outline, document = requests(pair)
    assert not outline.HasField("genre")
    assert not outline.HasField("web")
    assert not outline.options.HasField("budget")
    assert not document.HasField("genre")
    assert document.claim_policy == 0


async def test_the_document_has_what_the_outline_left_of_the_budget(
    pair: FakePair, notes: Path
) -> None:
    for name, tokens in (("much", 700), ("all", 2000)):
        job = pair.outlines.add(f"{name}-outline")
        job.job.usage.CopyFrom(Usage(input_tokens=tokens, output_tokens=100, cost_micros=400))
        await job.advance()
        words = ("--max-tokens", "1000", "--max-cost", "0.001", "--job-id", name)
        assert (await quire(pair.env, "write", "How?", notes / "a.md", *words)).code == 0

    budgets = [
        (request.options.budget.max_tokens, request.options.budget.max_cost_micros)
        for request in pair.documents.requests
        if isinstance(request, GenerateDocumentRequest)
    ]
    assert budgets == [(200, 600), (1, 600)]


async def test_document_takes_wishes_in_place_of_those_of_the_outline(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()
    ran = await quire(
        pair.env, "document", "o-1", "--genre", "work-report", "--length", "900", "--strict"
    )
    assert ran.code == 0
    request = pair.documents.requests[0]
    assert isinstance(request, GenerateDocumentRequest)
    assert (request.genre.name, request.genre.text) == ("work_report", "")
    assert request.target_length == 900


async def test_the_web_alone_is_enough_to_write_from(pair: FakePair) -> None:
    ran = await quire(pair.env, "write", "How?", "--web")
    assert ran.code == 0
    outline, _ = requests(pair)
    assert outline.HasField("web")
    assert not outline.files


async def test_the_quality_is_a_table_on_standard_error(
    pair: FakePair, notes: Path, document: document_pb2.Document
) -> None:
    ran = await quire(pair.env, "write", "How?", notes / "a.md")

    assert ran.code == 0
    assert ran.out == fake_jobs.TEXT
    rows = ran.err.splitlines()
    begin = rows.index("sentences       1,000")
    assert rows[begin:] == [
        "sentences       1,000",
        "cited           90.0%, 900 of 1,000",
        "verified        99.9%, 899 of 900",
        "uncited claims  12",
        "repetition      1.2%",
        "length          1,234 words, +2.8% of the 1,200 asked for",
        "evidence        80.0%, 8 of 10 passages; 30 in no chapter",
        "requirements    1 of 2 met",
        "  not met       Name the costs.",
        "  met           Say why tides rise.",
        "    in          Why tides rise: Tides rise twice a day.",
        f"unused sources  1: {TITLE[:29]}…",
        "model           small\ufffd[31m: 7 calls, 12,000 tokens in, 900 out, cost 0.0123",
    ]


async def test_a_partial_document_says_what_is_missing(
    pair: FakePair, notes: Path, document: document_pb2.Document
) -> None:
    document.completeness = COMPLETENESS_PARTIAL
    document.missing.add(id="n2", title="Summary", reason="the budget of 900 tokens\nis used up")

    ran = await quire(pair.env, "write", "How?", notes / "a.md", "-o", notes / "d.md")

    assert ran.code == 0
    assert "not whole" in ran.out
    assert "missing         Summary: the budget of 900 tokens is used up\n" in ran.err


async def test_json_has_the_quality_and_no_table(
    pair: FakePair, notes: Path, document: document_pb2.Document
) -> None:
    ran = await quire(pair.env, "write", "How?", notes / "a.md", "--json")
    assert json.loads(ran.out)["document"]["quality"]["verified"] == 899
    assert "uncited claims" not in ran.err


async def test_on_a_terminal_wide_characters_are_folded(
    pair: FakePair, notes: Path, document: document_pb2.Document
) -> None:
    words = ("write", "How?", notes / "a.md", "-o", notes / "d.md")
    async with on_terminal(pair.env, *words, width=40) as terminal:
        code = await terminal.ends()
    assert code == 0
    assert TITLE[:8] in terminal.text
    assert "1 of 2 met" in terminal.text


async def test_fail_under_is_exit_code_1_with_the_document_written(
    pair: FakePair, notes: Path, document: document_pb2.Document
) -> None:
    out = notes / "d.md"
    words = ("write", "How?", notes / "a.md", "-o", out)

    good = await quire(
        pair.env, *words, "--fail-under", "verified=0.95", "--fail-under", "repetition=0.02"
    )
    bad = await quire(
        pair.env,
        *words,
        *("--fail-under", "cited=0.95", "--fail-under", "verified=0.9"),
        *("--fail-under", "coverage=0.8", "--fail-under", "requirements=1"),
        *("--fail-under", "repetition=0.01"),
    )

    assert good.code == 0
    assert bad.code == 1
    assert out.read_text(encoding="utf-8") == fake_jobs.TEXT
    assert bad.err.endswith(
        "quire: --fail-under: cited is 0.9, 0.05 below 0.95; requirements is 0.5, 0.5 below 1; "
        "repetition is 0.0123, 0.0023 above 0.01\n"
    )


async def test_fail_under_without_a_report_fails(pair: FakePair, notes: Path) -> None:
    ran = await quire(pair.env, "write", "How?", notes / "a.md", "--fail-under", "cited=0")
    assert ran.code == 1
    assert "the service made no quality report" in ran.err
