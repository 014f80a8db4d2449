"""Wishes as keyword arguments, and what a document says of itself as plain data."""

import asyncio
from datetime import UTC, datetime

import pytest
from quire.document.v1 import document_pb2
from quire.document.v1.document_service_pb2 import (
    CLAIM_POLICY_REMOVE,
    CLAIM_POLICY_UNSPECIFIED,
    GenerateDocumentRequest,
)
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2
from quire.outline.v1.outline_service_pb2 import GenerateOutlineRequest
from quire_client import Budget, Endpoint, Genre, QuireClient, SyncQuireClient, WebResearch
from quire_client.quality import Change, DocumentReport, MissingChapter, ModelUse, report_of

from tests.support import fake_jobs
from tests.support.fake_pair import FakePair

FINISH = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
BUDGET = Budget(max_tokens=9000, max_cost_micros=1_500_000, finish_time=FINISH)


def outline_sent(pair: FakePair) -> GenerateOutlineRequest:
    (request,) = pair.outlines.requests
    assert isinstance(request, GenerateOutlineRequest)
    return request


def document_sent(pair: FakePair) -> GenerateDocumentRequest:
    (request,) = pair.documents.requests
    assert isinstance(request, GenerateDocumentRequest)
    return request


async def test_an_outline_with_all_wishes(pair: FakePair, client: QuireClient) -> None:
    options = job_pb2.JobOptions(
        priority=job_pb2.PRIORITY_HIGH, budget=job_pb2.Budget(max_tokens=1)
    )
    await client.outlines.submit(
        "How?",
        options=options,
        language="zh",
        genre=Genre("minutes", "# 结构\n"),
        chapters=6,
        depth=2,
        target_length=3000,
        max_length=3500,
        web=WebResearch(5, ("a.org",), ("b.org", "c.org"), ("d.org",)),
        budget=BUDGET,
    )
    request = outline_sent(pair)
    assert request.genre == outline_pb2.Genre(name="minutes", text="# 结构\n")
    assert (request.language, request.chapters, request.depth) == ("zh", 6, 2)
    assert (request.target_length, request.max_length) == (3000, 3500)
    assert (request.web.pages, list(request.web.allow_sites)) == (5, ["a.org"])
    assert list(request.web.prefer_sites) == ["b.org", "c.org"]
    assert list(request.web.deny_sites) == ["d.org"]
    assert request.options.priority == job_pb2.PRIORITY_HIGH
    assert request.options.budget.max_tokens == 9000
    assert request.options.budget.max_cost_micros == 1_500_000
    assert request.options.budget.finish_time.ToDatetime(tzinfo=UTC) == FINISH
    assert options.budget.max_tokens == 1  # the caller's own options stay as they are


async def test_the_web_without_any_particulars(pair: FakePair, client: QuireClient) -> None:
    await client.outlines.submit("How?", web=WebResearch())
    assert outline_sent(pair).HasField("web")


async def test_what_is_not_wished_is_not_sent(pair: FakePair, client: QuireClient) -> None:
    options = job_pb2.JobOptions(budget=job_pb2.Budget(max_tokens=1))
    await client.outlines.submit("How?", job_id="o-1", genre=None, web=None)
    await client.documents.submit("o-1", job_id="d-1", options=options)
    assert outline_sent(pair) == GenerateOutlineRequest(job_id="o-1", query="How?")
    assert document_sent(pair) == GenerateDocumentRequest(
        job_id="d-1", outline_job_id="o-1", options=options
    )


@pytest.mark.parametrize("strict", [True, False])
async def test_a_document_with_wishes(pair: FakePair, client: QuireClient, strict: bool) -> None:
    await client.documents.submit(
        "o-1",
        strict=strict,
        genre=Genre("speech"),
        target_length=900,
        max_length=1000,
        budget=Budget(max_tokens=5),
    )
    request = document_sent(pair)
    assert request.claim_policy == (CLAIM_POLICY_REMOVE if strict else CLAIM_POLICY_UNSPECIFIED)
    assert request.genre == outline_pb2.Genre(name="speech")
    assert (request.target_length, request.max_length) == (900, 1000)
    assert request.options.budget == job_pb2.Budget(max_tokens=5)


async def test_a_misspelt_wish_is_refused_here(pair: FakePair, client: QuireClient) -> None:
    with pytest.raises(TypeError, match="lenght"):
        await client.outlines.submit("How?", lenght=3)  # type: ignore[call-arg]
    assert not pair.outlines.requests


async def test_the_same_without_asyncio(pair: FakePair, monkeypatch: pytest.MonkeyPatch) -> None:
    document = document_pb2.Document()
    document.CopyFrom(fake_jobs.DOCUMENT)
    document.wording = document_pb2.WORDING_VERBATIM
    monkeypatch.setattr(fake_jobs, "DOCUMENT", document)
    pair.documents.add("d-0")

    def work() -> list[DocumentReport | None]:
        places = Endpoint(pair.outline_address), Endpoint(pair.document_address)
        with SyncQuireClient(*places) as quire:
            quire.outlines.submit("How?", language="zh", budget=BUDGET)
            quire.documents.submit("o-1", job_id="d-1", strict=True)
            return [quire.documents.report("d-0"), quire.documents.report("d-1")]

    waiting, done = await asyncio.to_thread(work)

    request = outline_sent(pair)
    assert (request.language, request.options.budget.max_tokens) == ("zh", 9000)
    first = pair.documents.requests[0]
    assert isinstance(first, GenerateDocumentRequest)
    assert first.claim_policy == CLAIM_POLICY_REMOVE
    assert waiting is None
    assert done == DocumentReport("verbatim", False, None, (), ())


async def test_a_report_is_there_once_the_job_is_done(pair: FakePair, client: QuireClient) -> None:
    job = pair.documents.add("d-1")
    assert await client.documents.report("d-1") is None
    await job.advance()
    assert await client.documents.report("d-1") == DocumentReport("", False, None, (), ())


def test_a_report_as_plain_data() -> None:
    usage = job_pb2.Usage(model_calls=2, input_tokens=30, output_tokens=4, cost_micros=5)
    report = report_of(
        document_pb2.Document(
            wording=document_pb2.WORDING_CHECKED,
            completeness=job_pb2.COMPLETENESS_PARTIAL,
            quality=document_pb2.Quality(
                chapters=[
                    document_pb2.ChapterQuality(
                        chapter_id="a", passages_given=9, passages_used=7, verified=3, usage=usage
                    )
                ],
                requirements=[
                    document_pb2.RequirementResult(
                        text="说明原因", source_id="s2", met=True, chapter_id="a", place="原因"
                    )
                ],
                sentences=8,
                repetition=0.25,
                unused_sources=["s3"],
                models=[document_pb2.ModelUsage(model="m", usage=usage)],
            ),
            missing=[document_pb2.MissingChapter(id="b", title="B", reason="no tokens left")],
            changes=[
                document_pb2.Change(
                    kind=document_pb2.Change.KIND_TERM_UNIFIED,
                    chapter_id="a",
                    before="x",
                    after="y",
                ),
                document_pb2.Change(kind=99, chapter_id="a"),  # type: ignore[arg-type]
            ],
        )
    )
    assert (report.wording, report.partial) == ("checked", True)
    assert report.missing == (MissingChapter("b", "B", "no tokens left"),)
    assert report.changes == (Change("term_unified", "a", "x", "y"), Change("99", "a", "", ""))
    quality = report.quality
    assert quality is not None
    assert (quality.sentences, quality.repetition) == (8, 0.25)
    assert quality.unused_sources == ("s3",)
    assert quality.models == {"m": ModelUse(2, 30, 4, 5)}
    assert quality.chapters[0].usage == ModelUse(2, 30, 4, 5)
    assert (quality.chapters[0].passages_used, quality.chapters[0].verified) == (7, 3)
    assert quality.requirements[0].place == "原因"
