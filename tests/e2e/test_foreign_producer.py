"""A Celery producer that knows nothing of gRPC, only task names and parameters."""

import pytest
from celery import Celery
from quire.job.v1 import errors_pb2
from quire.outline.v1 import outline_pb2
from redis import Redis

from deploy.local.stack import LocalStack
from tests.e2e.test_whole_way import ENGLISH, unresolved
from tests.support.pair import Pair, unique_id
from tests.support.store import result, stream, wait_for

SEED_TITLE = "人工智能技术文档"
SEED_NODES = [
    ("1", "概述", "人工智能研究如何让机器完成需要智能的任务。"),
    ("2", "应用", "人工智能用于医疗影像的分析。"),
]
SEED = {
    "title": SEED_TITLE,
    "nodes": [
        {"id": name, "title": title, "content_summary": summary, "children": []}
        for name, title, summary in SEED_NODES
    ],
}


@pytest.fixture(scope="module")
def producer(stack: LocalStack) -> Celery:
    app = Celery("elsewhere", broker=stack.store_url, set_as_current=False)
    app.conf.task_serializer = "json"
    return app


def send(producer: Celery, task: str, queue: str, **kwargs: object) -> None:
    with producer.connection_for_write() as connection:
        producer.send_task(task, kwargs=kwargs, queue=queue, connection=connection)


def test_an_outline_from_parameters(producer: Celery, pair: Pair, store: Redis) -> None:
    job_id = unique_id()
    files = {path.name: {"text": path.read_text()} for path in ENGLISH if path.suffix == ".md"}
    send(
        producer, "generate_outline_from_query_task", "quire.outline",
        job_id=job_id, task_prompt="How do cities adapt to heat?", context_files=files,
    )  # fmt: skip
    wait_for(store, job_id)
    assert pair.outline_events(job_id)[-1].HasField("completed")
    made = result(store, job_id)
    assert made is not None
    assert made["grounding"] == "sources"
    content = pair.finished_document(outline_job_id=job_id)
    assert unresolved(content, pair.source_texts(job_id)) == []


def test_a_document_from_the_seed(producer: Celery, pair: Pair, store: Redis) -> None:
    job_id = unique_id()
    send(
        producer, "generate_document_from_outline_task", "quire.document",
        job_id=job_id, outline=SEED,
    )  # fmt: skip
    wait_for(store, job_id)
    assert pair.document_events(job_id)[-1].HasField("completed")
    foreign = result(store, job_id)
    assert foreign is not None
    own = pair.finished_document(
        outline=outline_pb2.Outline(
            title=SEED_TITLE,
            nodes=[
                outline_pb2.OutlineNode(id=name, title=title, content_summary=summary)
                for name, title, summary in SEED_NODES
            ],
        )
    )
    assert foreign["text"] == own.text


def test_the_same_message_twice_is_one_job(producer: Celery, pair: Pair, store: Redis) -> None:
    job_id = unique_id()
    for _ in range(2):
        send(
            producer, "generate_document_from_outline_task", "quire.document",
            job_id=job_id, outline=SEED,
        )  # fmt: skip
    wait_for(store, job_id)
    events = pair.document_events(job_id)
    assert [event.HasField("started") for event in events].count(True) == 1


@pytest.mark.parametrize(
    ("task", "queue", "parameters", "reason"),
    [
        (
            "generate_outline_from_query_task", "quire.outline",
            {"task_prompt": ""}, "INVALID_REQUEST",
        ),
        (
            "generate_document_from_outline_task", "quire.document",
            {"outline": {"title": "t", "nodes": [{"id": "1", "title": "a"}]}}, "NO_SOURCES",
        ),
        (
            "generate_document_from_outline_task", "quire.document",
            {"outline": {"title": "t"}}, "OUTLINE_INVALID",
        ),
        ("generate_outline_from_query_task", "quire.outline", {}, "INVALID_REQUEST"),
        (
            "generate_document_from_outline_task", "quire.document",
            {"outlin": {"title": "SECRET-WORDS"}}, "OUTLINE_INVALID",
        ),
    ],
)  # fmt: skip
def test_wrong_parameters_fail_the_job_with_the_reason(
    stack: LocalStack, producer: Celery, pair: Pair, store: Redis,
    task: str, queue: str, parameters: dict[str, object], reason: str,
) -> None:  # fmt: skip
    job_id = unique_id()
    send(producer, task, queue, job_id=job_id, **parameters)
    wait_for(store, job_id)
    watch = pair.outline_events if queue == "quire.outline" else pair.document_events
    last = watch(job_id)[-1]
    assert last.HasField("failed")
    entry = stream(store, job_id)[-1][1]
    assert entry[b"event_type"] == b"task_failed"
    failure = last.failed.failure
    assert errors_pb2.ErrorReason.Name(failure.reason) == f"ERROR_REASON_{reason}"
    assert result(store, job_id) is None
    assert "SECRET-WORDS" not in "".join(stack.log(name) for name in stack.parts)
