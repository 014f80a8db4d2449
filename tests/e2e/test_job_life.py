"""Lists, cancel, delete, and what happens when a part is stopped."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import grpc
import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from quire.job.v1 import job_pb2
from quire.outline.v1 import outline_pb2
from quire.outline.v1 import outline_service_pb2 as outlines
from redis import Redis

from deploy.local.stack import LocalStack
from tests.e2e.test_whole_way import ENGLISH
from tests.support.pair import Pair, context_files, error_info, unique_id

Job = job_pb2.Job


@contextmanager
def stopped(stack: LocalStack, name: str) -> Iterator[None]:
    stack.stop_part(name)
    try:
        yield
    finally:
        stack.start_part(name)


def cancel(pair: Pair, job_id: str) -> Job:
    return pair.outline.CancelOutline(outlines.CancelOutlineRequest(job_id=job_id), timeout=10).job


def get(pair: Pair, job_id: str) -> Job:
    return pair.outline.GetOutline(outlines.GetOutlineRequest(job_id=job_id), timeout=10).job


def delete(pair: Pair, job_id: str) -> None:
    pair.outline.DeleteOutline(outlines.DeleteOutlineRequest(job_id=job_id), timeout=10)


def test_a_queued_job_is_cancelled_at_once_and_never_starts(stack: LocalStack, pair: Pair) -> None:
    with stopped(stack, "outline-worker"):
        job_id = pair.make_outline("heat").id
        assert get(pair, job_id).state == Job.STATE_QUEUED
        assert cancel(pair, job_id).state == Job.STATE_CANCELLED
        assert cancel(pair, job_id).state == Job.STATE_CANCELLED
    time.sleep(2)
    events = pair.outline_events(job_id)
    assert [event.WhichOneof("payload") for event in events] == ["queued", "cancelled"]


def test_a_queued_job_waits_for_a_worker_and_its_message_may_be_lost(
    stack: LocalStack, pair: Pair, store: Redis
) -> None:
    with stopped(stack, "outline-worker"):
        job_id = pair.make_outline("heat").id
        time.sleep(0.3)
        for key in store.scan_iter(match="quire.outline*"):
            store.delete(key)
    assert pair.outline_events(job_id)[-1].HasField("completed")


def test_delete_removes_every_key_and_refuses_a_live_job(
    stack: LocalStack, pair: Pair, store: Redis
) -> None:
    with stopped(stack, "outline-worker"):
        job_id = pair.make_outline("heat").id
        with pytest.raises(grpc.RpcError) as caught:
            delete(pair, job_id)
        assert caught.value.code() == grpc.StatusCode.FAILED_PRECONDITION
        assert error_info(caught.value).reason == "JOB_ACTIVE"
    pair.outline_events(job_id)
    assert list(store.scan_iter(match=f"*{job_id}*"))
    delete(pair, job_id)
    assert list(store.scan_iter(match=f"*{job_id}*")) == []
    with pytest.raises(grpc.RpcError) as caught:
        get(pair, job_id)
    assert error_info(caught.value).reason == "JOB_NOT_FOUND"
    assert pair.make_outline("another life", job_id=job_id).id == job_id


def test_a_retry_is_a_new_job_with_the_same_request(stack: LocalStack, pair: Pair) -> None:
    files = context_files(*ENGLISH)
    with stopped(stack, "outline-worker"):
        first = pair.make_outline("heat", files).id
        cancel(pair, first)
    request = outlines.RetryOutlineRequest(job_id=first, new_job_id=unique_id())
    again = pair.outline.RetryOutline(request, timeout=10).job
    assert again.id == request.new_job_id
    assert again.retry_of == first
    assert pair.outline.RetryOutline(request, timeout=10).job.uid == again.uid
    assert pair.outline_events(again.id)[-1].HasField("completed")
    assert set(pair.source_texts(again.id)) == {f"s{n}" for n in range(1, len(files) + 1)}
    with pytest.raises(grpc.RpcError) as caught:
        pair.outline.RetryOutline(outlines.RetryOutlineRequest(job_id=again.id), timeout=10)
    assert caught.value.code() == grpc.StatusCode.FAILED_PRECONDITION
    assert error_info(caught.value).reason == "JOB_NOT_RETRYABLE"


def test_a_repeat_may_name_another_deadline(pair: Pair) -> None:
    def submit(seconds: int) -> Job:
        options = job_pb2.JobOptions(deadline=Timestamp(seconds=int(time.time()) + seconds))
        request = outlines.GenerateOutlineRequest(job_id=job_id, query="heat", options=options)
        return pair.outline.GenerateOutline(request, timeout=10).job

    job_id = unique_id()
    assert submit(60).uid == submit(90).uid


def test_lists_are_paged_filtered_and_newest_first(pair: Pair) -> None:
    label = unique_id()
    ids = []
    for _ in range(5):
        request = outlines.GenerateOutlineRequest(
            query="heat", options=job_pb2.JobOptions(labels={"batch": label})
        )
        ids.append(pair.outline.GenerateOutline(request, timeout=10).job.id)
        pair.outline_events(ids[-1])
    assert all(job_id.startswith("o-") for job_id in ids)
    listed: list[str] = []
    token = ""
    while True:
        page = pair.outline.ListOutlines(
            outlines.ListOutlinesRequest(
                page_size=2, page_token=token, labels={"batch": label},
                states=[Job.STATE_SUCCEEDED],
            ),
            timeout=10,
        )  # fmt: skip
        assert len(page.jobs) <= 2
        listed += [job.id for job in page.jobs]
        token = page.next_page_token
        if not token:
            break
    assert listed == ids[::-1]
    none = pair.outline.ListOutlines(
        outlines.ListOutlinesRequest(labels={"batch": label}, states=[Job.STATE_FAILED]), timeout=10
    )
    assert not none.jobs


def test_each_service_works_without_the_other(stack: LocalStack, pair: Pair) -> None:
    outline_id, outline = pair.finished_outline("heat", context_files(*ENGLISH))
    texts = pair.source_texts(outline_id)
    with stopped(stack, "document-server"), stopped(stack, "document-worker"):
        pair.finished_outline("heat", context_files(*ENGLISH))
    with stopped(stack, "outline-server"), stopped(stack, "outline-worker"):
        content = pair.finished_document(outline=outline, texts=texts)
        assert content.citations
        with pytest.raises(grpc.RpcError) as caught:
            pair.make_document(outline_job_id=outline_id)
        assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
        assert error_info(caught.value).reason == "OUTLINE_SERVICE_UNAVAILABLE"


def test_an_outline_that_is_not_there_to_write_from(stack: LocalStack, pair: Pair) -> None:
    with stopped(stack, "outline-worker"):
        waiting = pair.make_outline("heat").id
        cancelled = pair.make_outline("heat").id
        cancel(pair, cancelled)
        for job_id, reason in (
            (waiting, "OUTLINE_NOT_FINISHED"),
            (cancelled, "OUTLINE_FAILED"),
        ):
            with pytest.raises(grpc.RpcError) as caught:
                pair.make_document(outline_job_id=job_id)
            assert caught.value.code() == grpc.StatusCode.FAILED_PRECONDITION
            assert error_info(caught.value).reason == reason


def test_a_watcher_survives_a_restart_of_the_server(stack: LocalStack, pair: Pair) -> None:
    with stopped(stack, "outline-worker"):
        job_id = pair.make_outline("heat").id
        stream = pair.outline.WatchOutline(outlines.WatchOutlineRequest(job_id=job_id), timeout=30)
        first = next(stream).event
        with stopped(stack, "outline-server"), pytest.raises(grpc.RpcError) as caught:
            next(stream)
        assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
        assert error_info(caught.value).reason == "DRAINING"
    rest = pair.outline_events(job_id, first.sequence)
    assert [event.sequence for event in rest] == list(range(2, len(rest) + 2))
    assert rest[-1].terminal


def big_files() -> list[outline_pb2.ContextFile]:
    """Files that keep a worker busy for some seconds."""
    paragraph = ENGLISH[0].read_text() if ENGLISH[0].suffix == ".md" else "Heat rises. "
    return [
        outline_pb2.ContextFile(
            name=f"f{n}.md",
            content="\n\n".join(
                f"# Part {n}.{m}\n\n{paragraph.replace('heat', f'heat{m}')}" for m in range(40)
            ).encode(),
        )
        for n in range(20)
    ]


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_job_outlives_its_worker(stack: LocalStack, pair: Pair, end: str) -> None:
    job_id = pair.make_outline("heat", big_files()).id
    stream = pair.outline.WatchOutline(outlines.WatchOutlineRequest(job_id=job_id), timeout=90)
    events = []
    for item in stream:
        events.append(item.event)
        if item.event.HasField("progress") and item.event.progress.fraction > 0.05:
            break
    if end == "stop":
        assert stack.stop_part("outline-worker"), "the worker had to be killed"
    else:
        stack.kill_part("outline-worker")
    stack.start_part("outline-worker")
    events += [item.event for item in stream if item.HasField("event")]
    assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    assert events[-1].HasField("completed")
    again = [event.queued.cause for event in events if event.HasField("queued")]
    job = get(pair, job_id)
    if end == "stop":
        assert again[-1] == 3, "handed back: CAUSE_DRAINED"
        assert job.attempt == 1, "handing back costs no attempt"
    else:
        assert again[-1] == 2, "lease lost: CAUSE_LEASE_LOST"
        assert job.attempt == 2


def test_a_running_job_is_cancelled(pair: Pair) -> None:
    job_id = pair.make_outline("heat", big_files()).id
    stream = pair.outline.WatchOutline(outlines.WatchOutlineRequest(job_id=job_id), timeout=60)
    for item in stream:
        if item.event.HasField("progress"):
            break
    began = time.monotonic()
    assert cancel(pair, job_id).state in (Job.STATE_CANCELLING, Job.STATE_CANCELLED)
    last = [item.event for item in stream][-1]
    assert last.HasField("cancelled")
    assert time.monotonic() - began < 10
    assert get(pair, job_id).state == Job.STATE_CANCELLED


def test_redis_down_at_submit_leaves_nothing_half_done(stack: LocalStack, pair: Pair) -> None:
    job_id = unique_id()
    with stopped(stack, "valkey"):
        with pytest.raises(grpc.RpcError) as caught:
            pair.make_outline("heat", job_id=job_id)
        assert caught.value.code() == grpc.StatusCode.UNAVAILABLE
        assert error_info(caught.value).reason == "STORE_UNAVAILABLE"
    deadline = time.monotonic() + 30
    while True:
        try:
            get(pair, job_id)
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.NOT_FOUND:
                break
            assert error.code() == grpc.StatusCode.UNAVAILABLE
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert pair.make_outline("heat", job_id=job_id).id == job_id
    assert pair.outline_events(job_id)[-1].HasField("completed")
