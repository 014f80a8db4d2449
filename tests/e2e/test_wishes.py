"""What a request may wish for, through the real services: roles, genre, lengths, claims."""

import json

import grpc
import pytest
from quire.document.v1 import document_pb2, document_service_pb2
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2

from deploy.local.stack import LocalStack
from tests.e2e.test_whole_way import unresolved
from tests.support.command import quire
from tests.support.pair import EXAMPLES, Pair, context_files, error_info, unique_id

ENGLISH = "How do cities adapt to extreme heat?"
CHINESE = "城市如何应对高温？"
FILES = {
    ENGLISH: [EXAMPLES / "cool-roofs.md", EXAMPLES / "urban-trees.html"],
    CHINESE: [EXAMPLES / "城市高温.md"],
}
DRAFT = "Heat in our city\n1. Cool roofs\n   1.1 How a roof works\n   1.2 Cost\n2. Street trees\n"
DRAFT_ZH = "一、热岛效应\n  （一）成因\n二、绿化与通风\n三、预警与应急\n"
STYLE = "Shade trees keep streets cool, says our house style: write plainly and briefly.\n"
REQUIREMENTS = (
    "1. The report must explain what a cool roof reflects.\n"
    "2. The report must cover nuclear fusion reactors.\n"
)


def given(name: str, text: str, role: "job_pb2.FileRole.ValueType") -> outline_pb2.ContextFile:
    return outline_pb2.ContextFile(name=name, content=text.encode(), role=role)


def outline_of(
    pair: Pair, request: outline_service_pb2.GenerateOutlineRequest
) -> outline_pb2.Outline:
    """Submit an outline job, wait for it and return what it made."""
    request.job_id = unique_id()
    pair.outline.GenerateOutline(request, timeout=20)
    last = pair.outline_events(request.job_id)[-1]
    assert last.WhichOneof("payload") == "completed", last
    asked = outline_service_pb2.GetOutlineRequest(job_id=request.job_id)
    return pair.outline.GetOutline(asked, timeout=20).outline


def document_of(
    pair: Pair, request: document_service_pb2.GenerateDocumentRequest
) -> document_pb2.DocumentContent:
    """Submit a document job, wait for it and read what it made."""
    request.job_id = unique_id()
    pair.document.GenerateDocument(request, timeout=40)
    last = pair.document_events(request.job_id)[-1]
    assert last.WhichOneof("payload") == "completed", last
    return pair.read_document(request.job_id)


def titles(nodes: object) -> list[object]:
    return [
        [node.title, *titles(node.children)] if node.children else node.title
        for node in nodes  # type: ignore[attr-defined]
    ]


def test_a_style_guide_is_never_cited_and_requirements_are_checked_off(pair: Pair) -> None:
    files = [
        *context_files(*FILES[ENGLISH]),
        given("style.md", STYLE, job_pb2.FILE_ROLE_STYLE_GUIDE),
        given("brief.txt", REQUIREMENTS, job_pb2.FILE_ROLE_REQUIREMENTS),
    ]
    job_id, outline = pair.finished_outline(ENGLISH, files)
    content = pair.finished_document(outline_job_id=job_id)
    data = {source.id for source in outline.sources if source.role == job_pb2.FILE_ROLE_DATA}
    assert len(data) == len(FILES[ENGLISH])
    assert {entry.source_id for entry in content.document.bibliography} <= data
    assert "house style" not in content.text
    assert unresolved(content, pair.source_texts(job_id)) == []
    met, not_met = content.document.quality.requirements
    chapters = {chapter.id for chapter in content.document.chapters}
    assert met.met
    assert met.chapter_id in chapters
    assert met.place in content.text.replace("[1]", "").replace("[2]", "")
    assert (not_met.met, not_met.chapter_id, not_met.place) == (False, "", "")
    assert set(content.document.quality.unused_sources) <= data


@pytest.mark.parametrize(
    ("query", "name", "draft", "expected"),
    [
        (ENGLISH, "d.md", DRAFT, [["Cool roofs", "How a roof works", "Cost"], "Street trees"]),
        (CHINESE, "d.txt", DRAFT_ZH, [["热岛效应", "成因"], "绿化与通风", "预警与应急"]),
    ],
)
def test_a_draft_keeps_its_structure(
    pair: Pair, query: str, name: str, draft: str, expected: list[object]
) -> None:
    files = [
        *context_files(*FILES[query]),
        given(name, draft, job_pb2.FILE_ROLE_OUTLINE),
    ]
    job_id, outline = pair.finished_outline(query, files)
    assert titles(outline.nodes) == expected
    content = pair.finished_document(outline_job_id=job_id)
    headings = [line.lstrip("# ") for line in content.text.splitlines() if line.startswith("##")]
    wanted = [title for one in expected for title in (one if isinstance(one, list) else [one])]
    assert [heading for heading in headings if heading in wanted] == wanted
    assert content.citations


def test_summaries_of_a_draft_are_the_source_where_there_is_no_other(pair: Pair) -> None:
    draft = '{"title": "Heat", "nodes": [{"title": "Roofs", "summary": "Roofs reflect sunlight."}]}'
    style = given("style.md", STYLE, job_pb2.FILE_ROLE_STYLE_GUIDE)
    files = [given("d.json", draft, job_pb2.FILE_ROLE_OUTLINE), style]
    content = pair.finished_document(outline_job_id=pair.finished_outline(ENGLISH, files)[0])
    assert "Roofs reflect sunlight." in content.text
    assert {entry.source_id for entry in content.document.bibliography} == {"outline"}

    job_id, _ = pair.finished_outline(ENGLISH, [style])
    with pytest.raises(grpc.RpcError) as caught:
        pair.make_document(outline_job_id=job_id)
    assert error_info(caught.value).reason == "NO_SOURCES"


def test_a_genre_gives_the_structure_where_no_source_does(pair: Pair) -> None:
    genre = outline_pb2.Genre(name="work_report")
    made = outline_of(pair, outline_service_pb2.GenerateOutlineRequest(query=CHINESE, genre=genre))
    assert "存在的问题与不足" in titles(made.nodes)
    own = outline_pb2.Genre(name="minutes", text="# Minutes\n\nWrite what was decided.\n")
    made = outline_of(pair, outline_service_pb2.GenerateOutlineRequest(query=ENGLISH, genre=own))
    assert (made.genre.name, made.genre.text) == ("minutes", own.text)


@pytest.mark.parametrize(("query", "length"), [(ENGLISH, 500), (CHINESE, 600)])
def test_lengths_are_kept(pair: Pair, query: str, length: int) -> None:
    files = context_files(*FILES[query])
    request = outline_service_pb2.GenerateOutlineRequest(
        query=query, files=files, target_length=length
    )
    made = outline_of(pair, request)
    assert made.target_length == length
    wished = document_service_pb2.GenerateDocumentRequest(outline_job_id=request.job_id)
    document = document_of(pair, wished).document
    assert abs(document.length / length - 1) <= 0.15
    assert document.quality.target_length == length
    # A document's own wish goes before the outline's; a ceiling is never passed.
    wished = document_service_pb2.GenerateDocumentRequest(
        outline_job_id=request.job_id, target_length=250, max_length=250
    )
    assert 100 <= document_of(pair, wished).document.length <= 250


async def test_a_ceiling_that_no_sentence_fits_under_fails_the_job(
    pair: Pair, stack: LocalStack
) -> None:
    request = document_service_pb2.GenerateDocumentRequest(
        outline_job_id=pair.finished_outline(CHINESE, context_files(*FILES[CHINESE]))[0],
        job_id=unique_id(),
        max_length=5,
        options=job_pb2.JobOptions(priority=job_pb2.PRIORITY_HIGH, labels={"of": "wishes"}),
    )
    pair.document.GenerateDocument(request, timeout=40)
    last = pair.document_events(request.job_id)[-1]
    assert "nothing fits into the length" in last.failed.failure.message

    # Tried again within limits, it is still the same in all else.
    env = {
        "QUIRE_OUTLINE_ADDRESS": stack.outline_address,
        "QUIRE_DOCUMENT_ADDRESS": stack.document_address,
    }
    done = await quire(env, "jobs", "retry", request.job_id, "--max-tokens", "900", "--json")
    assert done.code == 0, done.err
    job = json.loads(done.out)
    assert job["retry_of"] == request.job_id
    assert (job["priority"], job["labels"]) == ("PRIORITY_HIGH", {"of": "wishes"})


def test_strict_leaves_nothing_that_is_not_borne(pair: Pair) -> None:
    job_id, _ = pair.finished_outline(ENGLISH, context_files(*FILES[ENGLISH]))
    content = document_of(
        pair,
        document_service_pb2.GenerateDocumentRequest(
            outline_job_id=job_id, claim_policy=document_service_pb2.CLAIM_POLICY_REMOVE
        ),
    )
    quality = content.document.quality
    assert quality.sentences > 10
    assert (quality.unsupported, quality.uncited_claims) == (0, 0)
    assert quality.verified == quality.cited
