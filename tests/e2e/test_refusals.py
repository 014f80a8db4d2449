"""Bad input, each with its exact code and reason."""

import time
from collections.abc import Callable

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from quire.document.v1 import document_service_pb2 as documents
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2
from quire.outline.v1 import outline_service_pb2 as outlines
from redis import Redis

from tests.support.files import docx_bomb, encrypted_pdf
from tests.support.pair import Pair, error_info, unique_id, violated_fields

Code = grpc.StatusCode


def generate(pair: Pair, **fields: object) -> object:
    fields.setdefault("query", "q")
    request = outlines.GenerateOutlineRequest(**fields)  # type: ignore[arg-type]
    return pair.outline.GenerateOutline(request, timeout=20)


def with_file(name: str, content: bytes) -> Callable[[Pair], object]:
    file = outline_pb2.ContextFile(name=name, content=content)
    return lambda pair: generate(pair, files=[file])


def document(pair: Pair, *nodes: outline_pb2.OutlineNode, **fields: object) -> object:
    outline = outline_pb2.Outline(title="t", nodes=nodes, **fields)  # type: ignore[arg-type]
    return pair.make_document(outline=outline)


def node(
    name: str, *children: outline_pb2.OutlineNode, summary: str = ""
) -> outline_pb2.OutlineNode:
    return outline_pb2.OutlineNode(id=name, title="t", content_summary=summary, children=children)


def deep_outline(levels: int) -> outline_pb2.OutlineNode:
    deepest = node("0")
    for level in range(1, levels):
        deepest = node(str(level), deepest)
    return deepest


def watch(pair: Pair, job_id: str, after: int = 0) -> object:
    return list(
        pair.outline.WatchOutline(
            outlines.WatchOutlineRequest(job_id=job_id, after_sequence=after), timeout=20
        )
    )


CASES: list[tuple[str, Callable[[Pair], object], grpc.StatusCode, str, str]] = [
    ("empty query", lambda p: generate(p, query=""), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "query"),
    ("blank query", lambda p: generate(p, query=" \n"), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "query"),
    ("1 MB query", lambda p: generate(p, query="x" * 1_000_000), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "query"),
    ("query with a control", lambda p: generate(p, query="a\x1b[2Jb"), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "query"),
    ("file name with a line end", with_file("a\nb.md", b"some text."), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "files[0].name"),
    ("title with a control", lambda p: p.make_document(outline=outline_pb2.Outline(title="a\x1bb", nodes=[node("a", summary="Words.")])), Code.INVALID_ARGUMENT, "OUTLINE_INVALID", "title"),
    ("invalid id", lambda p: generate(p, job_id="a b"), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "job_id"),
    ("id too long", lambda p: generate(p, job_id="a" * 65), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "job_id"),
    ("id with a colon", lambda p: generate(p, job_id="a:b"), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "job_id"),
    ("unknown priority", lambda p: generate(p, options=job_pb2.JobOptions(priority=99)), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "options.priority"),  # type: ignore[arg-type]
    ("unknown role", lambda p: generate(p, files=[outline_pb2.ContextFile(name="a", content=b"x", role=99)]), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "files[0].role"),  # type: ignore[arg-type]
    ("past deadline", lambda p: generate(p, options=job_pb2.JobOptions(deadline=Timestamp(seconds=1))), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "options.deadline"),
    ("no such budget", lambda p: generate(p, options=job_pb2.JobOptions(budget=job_pb2.Budget(max_tokens=-5))), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "options.budget.max_tokens"),
    ("past time to finish", lambda p: generate(p, options=job_pb2.JobOptions(budget=job_pb2.Budget(finish_time=Timestamp(seconds=1)))), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "options.budget.finish_time"),
    ("unknown genre", lambda p: generate(p, genre=outline_pb2.Genre(name="novel")), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "genre.name"),
    ("no search engine", lambda p: generate(p, web=outlines.WebResearch()), Code.UNIMPLEMENTED, "NOT_SUPPORTED", ""),
    ("retry unknown job", lambda p: p.outline.RetryOutline(outlines.RetryOutlineRequest(job_id="nope"), timeout=9), Code.NOT_FOUND, "JOB_NOT_FOUND", ""),
    ("unknown job", lambda p: p.outline.GetOutline(outlines.GetOutlineRequest(job_id="nope"), timeout=9), Code.NOT_FOUND, "JOB_NOT_FOUND", ""),
    ("watch unknown job", lambda p: watch(p, "nope"), Code.NOT_FOUND, "JOB_NOT_FOUND", ""),
    ("cancel unknown job", lambda p: p.outline.CancelOutline(outlines.CancelOutlineRequest(job_id="nope"), timeout=9), Code.NOT_FOUND, "JOB_NOT_FOUND", ""),
    ("delete unknown job", lambda p: p.outline.DeleteOutline(outlines.DeleteOutlineRequest(job_id="nope"), timeout=9), Code.NOT_FOUND, "JOB_NOT_FOUND", ""),
    ("page token", lambda p: p.outline.ListOutlines(outlines.ListOutlinesRequest(page_token="x"), timeout=9), Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN", "page_token"),
    ("page size", lambda p: p.outline.ListOutlines(outlines.ListOutlinesRequest(page_size=201), timeout=9), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "page_size"),
    ("unsupported file", with_file("a.png", b"\x89PNG\r\n\x1a\n" + bytes(200)), Code.INVALID_ARGUMENT, "FILE_UNSUPPORTED", ""),
    ("empty file", with_file("a.md", b""), Code.INVALID_ARGUMENT, "FILE_EMPTY", ""),
    ("broken pdf", with_file("a.pdf", b"%PDF-1.7\nnothing"), Code.INVALID_ARGUMENT, "FILE_BROKEN", ""),
    ("encrypted pdf", with_file("a.pdf", encrypted_pdf()), Code.INVALID_ARGUMENT, "FILE_ENCRYPTED", ""),
    ("docx bomb", with_file("a.docx", docx_bomb()), Code.INVALID_ARGUMENT, "FILE_EXPANDS", ""),
    ("file too large", with_file("a.txt", b"word " * 2_200_000), Code.INVALID_ARGUMENT, "FILE_TOO_LARGE", ""),
    ("20 MB request", with_file("a.txt", b"x" * 20_000_000), Code.RESOURCE_EXHAUSTED, "", ""),
    ("two files of a name", lambda p: generate(p, files=[outline_pb2.ContextFile(name="a", content=b"one text."), outline_pb2.ContextFile(name="a", content=b"two.")]), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "files[1].name"),
    ("cycle of ids", lambda p: document(p, node("a", node("b", node("a", summary="x")))), Code.INVALID_ARGUMENT, "OUTLINE_DUPLICATE_NODE", "nodes[0].children[0].children[0].id"),
    ("10,000 nodes", lambda p: document(p, *(node(str(n), summary="x") for n in range(10_000))), Code.INVALID_ARGUMENT, "OUTLINE_TOO_LARGE", ""),
    ("50 levels", lambda p: document(p, deep_outline(50)), Code.INVALID_ARGUMENT, "OUTLINE_TOO_DEEP", ""),
    ("no nodes", document, Code.INVALID_ARGUMENT, "INVALID_REQUEST", "outline.outline.nodes"),
    ("source without text", lambda p: document(p, node("a"), sources=[outline_pb2.Source(id="s1", title="S")]), Code.INVALID_ARGUMENT, "OUTLINE_INVALID", "sources[0]"),
    ("nothing to write from", lambda p: document(p, node("a")), Code.FAILED_PRECONDITION, "NO_SOURCES", ""),
    ("a chapter without summary", lambda p: document(p, node("a", summary="Words."), node("b")), Code.FAILED_PRECONDITION, "NO_SOURCES", ""),
    ("no input", lambda p: p.document.GenerateDocument(documents.GenerateDocumentRequest(), timeout=9), Code.INVALID_ARGUMENT, "INVALID_REQUEST", "input"),
    ("unknown outline", lambda p: p.make_document(outline_job_id="nope"), Code.NOT_FOUND, "OUTLINE_NOT_FOUND", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "code", "reason", "field"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_bad_input(
    pair: Pair, act: Callable[[Pair], object], code: grpc.StatusCode, reason: str, field: str
) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        act(pair)
    assert caught.value.code() == code, caught.value.details()
    info = error_info(caught.value)
    assert info.reason == reason
    if reason:
        assert info.domain == "quire"
    if field:
        assert violated_fields(caught.value)[0] == field
    if reason.startswith("FILE_"):
        assert info.metadata["file"] in (caught.value.details() or "")


def test_an_expired_grpc_deadline(pair: Pair) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        pair.outline.GetOutline(outlines.GetOutlineRequest(job_id="x"), timeout=-1)
    assert caught.value.code() == Code.DEADLINE_EXCEEDED


def test_the_same_id_with_another_request(pair: Pair) -> None:
    job_id = unique_id()
    first = pair.make_outline("one", job_id=job_id)
    assert pair.make_outline("one", job_id=job_id).uid == first.uid
    with pytest.raises(grpc.RpcError) as caught:
        pair.make_outline("two", job_id=job_id)
    assert caught.value.code() == Code.ALREADY_EXISTS
    assert error_info(caught.value).reason == "JOB_EXISTS"
    assert error_info(caught.value).metadata["field"] == "query"
    with pytest.raises(grpc.RpcError) as caught:
        pair.make_document(
            outline=outline_pb2.Outline(title="t", nodes=[node("a", summary="Some words here.")]),
            job_id=job_id,
        )
    assert error_info(caught.value).reason == "JOB_EXISTS"


def test_cursors_outside_of_what_is_kept(pair: Pair, store: Redis) -> None:
    job_id, _ = pair.finished_outline("heat")
    count = len(pair.outline_events(job_id))
    with pytest.raises(grpc.RpcError) as caught:
        watch(pair, job_id, count + 1)
    assert caught.value.code() == Code.OUT_OF_RANGE
    info = error_info(caught.value)
    assert info.reason == "CURSOR_OUT_OF_RANGE"
    assert info.metadata["newest_sequence"] == str(count)
    store.xtrim(f"job_events:{job_id}", minid="3-0", approximate=False)
    with pytest.raises(grpc.RpcError) as caught:
        watch(pair, job_id, 1)
    assert caught.value.code() == Code.OUT_OF_RANGE
    assert error_info(caught.value).metadata["oldest_sequence"] == "3"


def test_what_has_expired(pair: Pair, store: Redis) -> None:
    job_id, _ = pair.finished_outline("heat")
    for key in store.scan_iter(match=f"job_*:{job_id}"):
        if store.ttl(key) < 7200:  # everything that belongs to the job's hour
            store.pexpire(key, 1)
    time.sleep(0.05)
    with pytest.raises(grpc.RpcError) as caught:
        watch(pair, job_id)
    assert (caught.value.code(), error_info(caught.value).reason) == (
        Code.NOT_FOUND,
        "RESULT_EXPIRED",
    )
    with pytest.raises(grpc.RpcError) as caught:
        pair.make_document(outline_job_id=job_id)
    assert (caught.value.code(), error_info(caught.value).reason) == (
        Code.NOT_FOUND,
        "OUTLINE_EXPIRED",
    )
