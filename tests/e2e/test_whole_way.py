"""From a question and files to a cited document, with real processes."""

import hashlib
import json
import threading
from pathlib import Path

import grpc
import pytest
from quire.document.v1 import document_pb2
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2
from redis import Redis

from tests.support.pair import EXAMPLES, Pair, context_files, error_info, unique_id
from tests.support.store import result, stream

ENGLISH = sorted(
    path
    for path in EXAMPLES.iterdir()
    if path.suffix in {".md", ".html", ".docx", ".pdf"}
    and path.name != "README.md"
    and path.name.isascii()
)
CHINESE = sorted(path for path in EXAMPLES.iterdir() if not path.name.isascii())
PROMPT_ZH = "请生成一份关于人工智能的技术文档大纲"


def unresolved(content: document_pb2.DocumentContent, texts: dict[str, str]) -> list[str]:
    """Check each citation against the source texts, without any code of the product."""
    problems = []
    text = content.text.encode()
    for citation in content.citations:
        passage = citation.passage
        source = texts.get(passage.source_id, "").encode()
        if hashlib.sha256(source).hexdigest() != citation.source_sha256:
            problems.append(f"{passage.source_id}: another text than the one cited")
        if source[passage.start : passage.end] != citation.quote.encode():
            problems.append(f"[{citation.number}] quotes what its source does not say")
        marker = f"[{citation.number}]".encode()
        if text[citation.marker_start : citation.marker_start + len(marker)] != marker:
            problems.append(f"[{citation.number}] is not where it is said to be")
    numbers = [entry.number for entry in content.document.bibliography]
    if numbers != list(range(1, len(numbers) + 1)):
        problems.append(f"bibliography is numbered {numbers}")
    first_use = list(dict.fromkeys(citation.number for citation in content.citations))
    if first_use != numbers:
        problems.append(f"cited in order {first_use}, listed in order {numbers}")
    return problems


@pytest.mark.parametrize(
    ("query", "files", "language"),
    [
        ("How do cities adapt to extreme heat?", ENGLISH, "en"),
        ("城市如何应对高温？", CHINESE, "zh"),
    ],
    ids=["english", "chinese"],
)
def test_a_question_and_files_become_a_cited_document(
    pair: Pair, query: str, files: list[Path], language: str
) -> None:
    assert files
    outline_id, outline = pair.finished_outline(query, context_files(*files))
    assert outline.grounding == outline_pb2.GROUNDING_SOURCES
    assert outline.language == language
    assert len(outline.sources) == len(files)
    assert len(outline.nodes) >= 3

    content = pair.finished_document(outline_job_id=outline_id)
    assert content.document.language == language
    assert content.document.completeness == job_pb2.COMPLETENESS_FULL
    assert len(content.citations) >= 10
    assert hashlib.sha256(content.text.encode()).hexdigest() == content.document.text_sha256
    body = [
        chapter.id
        for chapter in content.document.chapters
        if chapter.role == document_pb2.Chapter.ROLE_BODY
    ]
    assert body == [node.id for node in outline.nodes]

    texts = pair.source_texts(outline_id)
    assert unresolved(content, texts) == []
    altered = {name: text.replace("a", "b").replace("的", "得") for name, text in texts.items()}
    assert unresolved(content, altered) != []


def test_mixed_languages_make_one_document(pair: Pair) -> None:
    files = context_files(*ENGLISH, *CHINESE)
    outline_id, _ = pair.finished_outline("How do cities adapt to extreme heat?", files)
    content = pair.finished_document(outline_job_id=outline_id)
    assert content.document.language == "en"
    assert unresolved(content, pair.source_texts(outline_id)) == []


def test_a_query_without_files_gives_a_skeleton_and_no_document(pair: Pair) -> None:
    outline_id, outline = pair.finished_outline(PROMPT_ZH)
    assert outline.grounding == outline_pb2.GROUNDING_NONE
    assert outline.language == "zh"
    assert "人工智能" in outline.title
    assert len(outline.nodes) >= 3
    assert not outline.sources
    with pytest.raises(grpc.RpcError) as caught:
        pair.make_document(outline_job_id=outline_id)
    assert caught.value.code() == grpc.StatusCode.FAILED_PRECONDITION
    assert error_info(caught.value).reason == "NO_SOURCES"


def test_the_chinese_prompt_with_files(pair: Pair) -> None:
    text = (
        "# 人工智能简介\n\n"
        "## 机器学习\n\n机器学习是人工智能的一个分支，它让计算机从数据中学习规律。"
        "监督学习使用带有标签的数据来训练模型。无监督学习在没有标签的数据中寻找结构。\n\n"
        "## 应用\n\n人工智能被用于医学影像的分析，可以帮助医生发现早期病变。"
        "在交通领域，人工智能用于预测车流量并调整信号灯。\n\n"
        "## 风险\n\n训练数据中的偏差会使模型作出不公平的判断。模型的决定往往难以解释。\n"
    )
    file = outline_pb2.ContextFile(name="ai.md", content=text.encode())
    outline_id, outline = pair.finished_outline(PROMPT_ZH, [file])
    assert outline.grounding == outline_pb2.GROUNDING_SOURCES
    assert {node.title for node in outline.nodes} >= {"机器学习", "应用", "风险"}
    content = pair.finished_document(outline_job_id=outline_id)
    assert unresolved(content, pair.source_texts(outline_id)) == []


def test_the_seed_outline_becomes_a_document_cited_as_the_callers(pair: Pair, store: Redis) -> None:
    outline = outline_pb2.Outline(
        title="人工智能技术文档",
        nodes=[
            outline_pb2.OutlineNode(
                id="1",
                title="概述",
                content_summary="人工智能研究如何让机器完成需要智能的任务。它诞生于二十世纪五十年代。",
                children=[
                    outline_pb2.OutlineNode(
                        id="1.1", title="定义", content_summary="智能体根据环境选择行动以达到目标。"
                    )
                ],
            ),
            outline_pb2.OutlineNode(
                id="2", title="应用", content_summary="人工智能用于医疗影像分析和交通流量预测。"
            ),
        ],
    )
    content = pair.finished_document(outline=outline)
    assert content.document.language == "zh"
    assert "二十世纪五十年代" in content.text
    assert len(content.document.bibliography) == 1
    (source,) = content.document.sources
    assert (
        source.title == content.document.bibliography[0].text.strip("。.").strip() or source.title
    )
    for citation in content.citations:
        assert citation.quote in content.text.replace("\\", "")


def test_the_document_of_an_outline_given_with_its_texts(pair: Pair) -> None:
    outline_id, outline = pair.finished_outline("heat", context_files(*ENGLISH))
    texts = pair.source_texts(outline_id)
    by_id = pair.finished_document(outline_job_id=outline_id)
    by_value = pair.finished_document(outline=outline, texts=texts)
    assert by_value.text == by_id.text


def test_the_keys_in_redis_are_those_of_the_specification(pair: Pair, store: Redis) -> None:
    outline_id, outline = pair.finished_outline("heat", context_files(*ENGLISH))
    document_id = pair.make_document(outline_job_id=outline_id).id
    pair.document_events(document_id)
    for job_id, task_type in (
        (outline_id, b"outline_generation"),
        (document_id, b"document_generation"),
    ):
        entries = stream(store, job_id)
        fields = [entry for _, entry in entries]
        assert [entry_id for entry_id, _ in entries] == [
            f"{n}-0".encode() for n in range(1, len(entries) + 1)
        ]
        kinds = [entry[b"event_type"] for entry in fields]
        assert kinds[0] == b"task_queued"
        assert kinds[1] == b"task_started"
        assert kinds.count(b"task_completed") == 1
        assert kinds[-1] == b"task_completed"
        assert b"task_progress" in kinds
        for entry in fields:
            assert entry[b"job_id"] == job_id.encode()
            assert entry[b"task_type"] == task_type
        progress = next(e for e in fields if e[b"event_type"] == b"task_progress")
        assert progress[b"step"]
        assert progress[b"message"]
        assert int(fields[-1][b"duration_ms"]) > 0
        made = result(store, job_id)
        assert made is not None
        assert made["title"] == outline.title
        assert json.loads(fields[-1][b"result"])
        for key in (f"job_result:{job_id}", f"job_events:{job_id}"):
            assert 0 < store.ttl(key) <= 3600


def test_watching_gives_the_same_events_from_wherever_and_to_all(pair: Pair) -> None:
    watched: dict[int, list[outline_pb2.OutlineEvent]] = {}
    job_id = unique_id()
    pair.make_outline("heat", context_files(*ENGLISH), job_id)
    threads = [
        threading.Thread(target=lambda n=n: watched.update({n: pair.outline_events(job_id)}))
        for n in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    replay = pair.outline_events(job_id)
    assert watched == {0: replay, 1: replay, 2: replay}
    assert [event.sequence for event in replay] == list(range(1, len(replay) + 1))
    assert [event.terminal for event in replay] == [False] * (len(replay) - 1) + [True]
    middle = len(replay) // 2
    assert pair.outline_events(job_id, middle) == replay[middle:]
    assert pair.outline_events(job_id, len(replay)) == []


def test_steps_of_the_graphs_report_and_never_go_back(pair: Pair) -> None:
    outline_id = pair.make_outline("heat", context_files(*ENGLISH)).id
    progress = [e.progress for e in pair.outline_events(outline_id) if e.HasField("progress")]
    assert list(dict.fromkeys(p.step for p in progress)) == [
        "load_sources", "research", "outline", "validate",
    ]  # fmt: skip
    assert [p.fraction for p in progress] == sorted(p.fraction for p in progress)

    document_id = pair.make_document(outline_job_id=outline_id).id
    events = pair.document_events(document_id)
    progress = [e.progress for e in events if e.HasField("progress")]
    assert list(dict.fromkeys(p.step for p in progress)) == [
        "split", "chapters", "fuse", "bibliography", "finish",
    ]  # fmt: skip
    assert [p.fraction for p in progress] == sorted(p.fraction for p in progress)
    started = {e.chapter_started.chapter_id for e in events if e.HasField("chapter_started")}
    completed = {e.chapter_completed.chapter_id for e in events if e.HasField("chapter_completed")}
    titled = {p.chapter_id for p in progress if p.step == "chapters" and p.chapter_title}
    outline = pair.outline.GetOutline(
        outline_service_pb2.GetOutlineRequest(job_id=outline_id), timeout=10
    ).outline
    assert started == completed == titled == {node.id for node in outline.nodes}
