"""The client without asyncio: the same calls and the same watch, in threads."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
import pytest_asyncio
from quire.job.v1.job_pb2 import Job
from quire_client import (
    Away,
    DigestError,
    DocumentClient,
    Endpoint,
    OutlineClient,
    Patience,
    QuireCallError,
    ServiceUnreachableError,
    SyncDocumentClient,
    SyncOutlineClient,
    SyncQuireClient,
)

from deploy.local.ports import free_ports
from tests.support import fake_jobs
from tests.support.fake_pair import FakePair
from tests.support.fake_service import HOLD, Refusal

UNAVAILABLE = Refusal(grpc.StatusCode.UNAVAILABLE, reason="STORE_UNAVAILABLE", retry_after=0.01)
PATIENCE = Patience(connect=3.0, reconnect=3.0, answer=3.0)


@pytest_asyncio.fixture
async def quire(pair: FakePair) -> AsyncIterator[SyncQuireClient]:
    outline, document = Endpoint(pair.outline_address), Endpoint(pair.document_address)
    client = SyncQuireClient(outline, document, patience=PATIENCE)
    yield client
    await asyncio.to_thread(client.close)


async def test_a_job_from_submit_to_result(pair: FakePair, quire: SyncQuireClient) -> None:
    def work() -> tuple[Job, list[int], str]:
        job = quire.outlines.submit("How?")
        sequences = [event.sequence for event in quire.outlines.watch(job.id)]
        document = quire.documents.submit(job.id, job_id="d-1")
        list(quire.documents.watch(document.id))
        return quire.outlines.get(job.id).job, sequences, quire.documents.read("d-1").text

    job, sequences, text = await asyncio.to_thread(work)

    assert job.id.startswith("o-")
    assert job.state == Job.STATE_SUCCEEDED
    assert sequences == [1, 2, 3, 4, 5]
    assert text == fake_jobs.TEXT


async def test_list_read_cancel_and_delete(pair: FakePair, quire: SyncQuireClient) -> None:
    for number in range(3):
        await pair.outlines.add(f"o-{number}").advance()

    def work() -> tuple[list[str], dict[str, str], Job]:
        ids = [job.id for job in quire.outlines.list()]
        texts = quire.outlines.read("o-0").source_texts
        cancelled = quire.outlines.cancel("o-1")
        quire.outlines.delete("o-2")
        return ids, {text.source_id: text.text for text in texts}, cancelled

    ids, texts, cancelled = await asyncio.to_thread(work)

    assert ids == ["o-2", "o-1", "o-0"]
    assert texts == fake_jobs.TEXTS
    assert cancelled.state == Job.STATE_SUCCEEDED
    assert pair.outlines.deleted == ["o-2"]


async def test_a_damaged_text_is_an_error(pair: FakePair, quire: SyncQuireClient) -> None:
    await pair.documents.add("d-1").advance()
    pair.documents.texts["document"] += "!"

    with pytest.raises(DigestError, match="d-1"):
        await asyncio.to_thread(quire.documents.read, "d-1")


async def test_a_call_is_repeated_while_the_service_asks_for_it(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()
    pair.outlines.refusals["GetOutline"] = deque([UNAVAILABLE, UNAVAILABLE])
    seen: list[Away] = []
    client = SyncOutlineClient(Endpoint(pair.outline_address), on_away=seen.append)

    response = await asyncio.to_thread(client.get, "o-1")
    await asyncio.to_thread(client.close)

    assert response.job.id == "o-1"
    assert [away.error.reason for away in seen] == ["STORE_UNAVAILABLE"] * 2


async def test_a_refusal_is_raised_with_all_that_was_said(quire: SyncQuireClient) -> None:
    with pytest.raises(QuireCallError) as caught:
        await asyncio.to_thread(quire.outlines.get, "nothing")
    assert (caught.value.code, caught.value.reason) == (
        grpc.StatusCode.NOT_FOUND,
        "JOB_NOT_FOUND",
    )


def test_where_nothing_listens_it_is_said_within_the_time_allowed() -> None:
    address = f"127.0.0.1:{free_ports(1)[0]}"
    client = SyncOutlineClient(Endpoint(address), patience=Patience(connect=0.5))
    began = time.monotonic()

    with pytest.raises(ServiceUnreachableError, match="nothing listens there"):
        client.get("o-1")
    with pytest.raises(ServiceUnreachableError, match="nothing listens there"):
        next(client.watch("o-1"))
    client.close()

    assert time.monotonic() - began < 5


async def test_a_watch_may_be_closed_by_another_thread(
    pair: FakePair, quire: SyncQuireClient
) -> None:
    job = pair.outlines.add("o-1", [*fake_jobs.outline_plan("o-1")[:2], HOLD])
    await job.advance()
    watch = quire.outlines.watch("o-1")

    with ThreadPoolExecutor(1) as pool:
        following = asyncio.get_running_loop().run_in_executor(pool, list, watch)
        await job.until(lambda: job.watching == 1)
        watch.close()
        with pytest.raises(QuireCallError) as caught:
            await following

    assert caught.value.code is grpc.StatusCode.CANCELLED
    await job.until(lambda: job.watching == 0)


async def test_a_watch_that_is_forgotten_leaves_no_stream(
    pair: FakePair, quire: SyncQuireClient
) -> None:
    job = pair.outlines.add("o-1", [*fake_jobs.outline_plan("o-1")[:2], HOLD])
    await job.advance()

    def work() -> int:
        for event in quire.outlines.watch("o-1"):
            return event.sequence
        raise AssertionError("nothing came")

    assert await asyncio.to_thread(work) == 1
    await job.until(lambda: job.watching == 0)


def test_it_has_the_methods_of_the_asynchronous_client() -> None:
    assert _methods(SyncOutlineClient) == _methods(OutlineClient)
    assert _methods(SyncDocumentClient) == _methods(DocumentClient)


def _methods(client: type) -> set[str]:
    return {name for name in vars(client) if not name.startswith("_")}
