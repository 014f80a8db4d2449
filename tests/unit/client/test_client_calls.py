"""Submits, gets, lists, reads, cancels, deletes; what is refused; what is away."""

import hashlib
import time
from collections import deque

import grpc
import pytest
import quire_client
from quire.job.v1.job_pb2 import Job
from quire.outline.v1.outline_pb2 import ContextFile
from quire.outline.v1.outline_service_pb2 import GenerateOutlineRequest
from quire_client import (
    ConfigurationError,
    DigestError,
    Endpoint,
    FieldViolation,
    OutlineClient,
    Patience,
    QuireCallError,
    QuireClient,
    ServiceUnreachableError,
)
from quire_client.channel import is_loopback

from deploy.local.ports import free_ports
from tests.support import fake_jobs
from tests.support.fake_pair import FakePair
from tests.support.fake_service import Refusal

UNAVAILABLE = Refusal(grpc.StatusCode.UNAVAILABLE, reason="STORE_UNAVAILABLE", retry_after=0.01)


async def finished(pair: FakePair) -> None:
    await pair.outlines.add("o-1").advance()
    await pair.documents.add("d-1").advance()


async def test_submit_of_an_outline(pair: FakePair, client: QuireClient) -> None:
    file = ContextFile(name="潮汐.md", content="潮汐".encode())

    job = await client.outlines.submit("How?", [file], job_id="mine")

    assert (job.id, job.kind) == ("mine", Job.KIND_OUTLINE)
    request = pair.outlines.requests[0]
    assert isinstance(request, GenerateOutlineRequest)
    assert (request.query, list(request.files)) == ("How?", [file])


async def test_an_id_is_made_so_that_a_lost_answer_is_harmless(
    pair: FakePair, client: QuireClient
) -> None:
    """The first try is recorded, its answer lost; the second one names the same job."""
    pair.outlines.refusals_after["GenerateOutline"] = deque([UNAVAILABLE])

    job = await client.outlines.submit("How?")

    assert job.id.startswith("o-")
    assert list(pair.outlines.jobs) == [job.id]
    assert len(pair.outlines.requests) == 2
    assert pair.outlines.requests[0] == pair.outlines.requests[1]


async def test_get_has_the_outline_once_it_is_done(pair: FakePair, client: QuireClient) -> None:
    job = pair.outlines.add("o-1")
    assert not (await client.outlines.get("o-1")).HasField("outline")
    await job.advance()
    assert (await client.outlines.get("o-1")).outline == fake_jobs.OUTLINE


async def test_list_goes_over_all_pages(pair: FakePair, client: QuireClient) -> None:
    for number in range(5):
        await pair.outlines.add(f"o-{number}").advance()
    pair.outlines.add("o-waiting")

    every = [job.id async for job in client.outlines.list()]
    done = [job.id async for job in client.outlines.list([Job.STATE_SUCCEEDED])]

    assert every == ["o-waiting", "o-4", "o-3", "o-2", "o-1", "o-0"]
    assert done == ["o-4", "o-3", "o-2", "o-1", "o-0"]


async def test_read_puts_the_pieces_of_sources_together(
    pair: FakePair, client: QuireClient
) -> None:
    await finished(pair)

    whole = await client.outlines.read("o-1")

    assert whole.outline == fake_jobs.OUTLINE
    assert {text.source_id: text.text for text in whole.source_texts} == fake_jobs.TEXTS


async def test_read_puts_the_pieces_of_a_document_together(
    pair: FakePair, client: QuireClient
) -> None:
    await finished(pair)

    content = await client.documents.read("d-1")

    assert content.text == fake_jobs.TEXT
    assert hashlib.sha256(content.text.encode()).hexdigest() == content.document.text_sha256
    assert list(content.citations) == fake_jobs.CITATIONS


async def test_a_damaged_text_is_an_error(pair: FakePair, client: QuireClient) -> None:
    await finished(pair)
    pair.outlines.texts["s2"] += "!"
    pair.documents.texts["document"] += "!"

    with pytest.raises(DigestError, match="s2"):
        await client.outlines.read("o-1")
    with pytest.raises(DigestError, match="d-1"):
        await client.documents.read("d-1")


async def test_cancel_and_delete(pair: FakePair, client: QuireClient) -> None:
    pair.outlines.add("o-1", fake_jobs.outline_plan("o-1")[:2])
    await pair.outlines.jobs["o-1"].advance()
    await pair.documents.add("d-1").advance()

    assert (await client.outlines.cancel("o-1")).state == Job.STATE_CANCELLED
    assert (await client.documents.cancel("d-1")).state == Job.STATE_SUCCEEDED
    await client.outlines.delete("o-1")
    await client.documents.delete("d-1")
    assert (pair.outlines.deleted, pair.documents.deleted) == (["o-1"], ["d-1"])


async def test_an_error_bears_all_that_the_service_said(
    pair: FakePair, client: QuireClient
) -> None:
    pair.outlines.refusals["GenerateOutline"] = deque(
        [
            Refusal(
                grpc.StatusCode.INVALID_ARGUMENT,
                "the request breaks rules",
                "INVALID_REQUEST",
                {"field": "query"},
                [("query", "is empty"), ("files[0].name", "is empty")],
            )
        ]
    )

    with pytest.raises(QuireCallError) as caught:
        await client.outlines.submit("")

    error = caught.value
    assert (error.service, error.code) == ("outline", grpc.StatusCode.INVALID_ARGUMENT)
    assert (error.reason, error.message) == ("INVALID_REQUEST", "the request breaks rules")
    assert error.metadata == {"field": "query"}
    assert error.violations == (
        FieldViolation("query", "is empty"),
        FieldViolation("files[0].name", "is empty"),
    )
    assert len(pair.outlines.requests) == 1


async def test_a_call_is_repeated_while_the_service_asks_for_it(
    pair: FakePair, client: QuireClient
) -> None:
    await finished(pair)
    pair.documents.refusals["ReadDocument"] = deque([UNAVAILABLE, UNAVAILABLE])

    assert (await client.documents.read("d-1")).text == fake_jobs.TEXT


async def test_at_the_end_of_patience_the_reason_of_the_service_is_raised(pair: FakePair) -> None:
    pair.outlines.refusals["GetOutline"] = deque([UNAVAILABLE] * 50)
    client = OutlineClient(Endpoint(pair.outline_address), patience=Patience(connect=0.3))

    with pytest.raises(QuireCallError) as caught:
        await client.get("o-1")
    await client.close()

    assert caught.value.reason == "STORE_UNAVAILABLE"
    assert not isinstance(caught.value, ServiceUnreachableError)


async def test_where_nothing_listens_it_is_said_within_the_time_allowed() -> None:
    address = f"127.0.0.1:{free_ports(1)[0]}"
    client = OutlineClient(Endpoint(address), patience=Patience(connect=0.5))
    began = time.monotonic()

    with pytest.raises(ServiceUnreachableError, match="nothing listens there") as caught:
        await client.get("o-1")
    await client.close()

    assert caught.value.address == address
    assert time.monotonic() - began < 3


async def test_the_token_is_sent_with_every_call(pair: FakePair) -> None:
    await finished(pair)
    client = OutlineClient(Endpoint(pair.outline_address, token="t" * 16))

    await client.read("o-1")
    [event async for event in client.watch("o-1")]
    await client.close()

    assert len(pair.outlines.metadata) == 3
    assert {seen["authorization"] for seen in pair.outlines.metadata} == {f"Bearer {'t' * 16}"}


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1:50051", True),
        ("127.9.9.9:1", True),
        ("localhost:50051", True),
        ("[::1]:50051", True),
        ("unix:/run/quire", True),
        ("10.0.0.1:50051", False),
        ("quire.example:50051", False),
        ("localhost.example:50051", False),
        ("dns:///localhost.example:50051", False),
        ("0.0.0.0:50051", False),
    ],
)
async def test_a_token_does_not_travel_in_the_clear(address: str, loopback: bool) -> None:
    assert is_loopback(address) is loopback
    if loopback:
        await OutlineClient(Endpoint(address, token="secret")).close()
        return
    with pytest.raises(ConfigurationError) as caught:
        OutlineClient(Endpoint(address, token="secret"))
    assert "secret" not in str(caught.value)
    await OutlineClient(Endpoint(address, token="secret", insecure=True)).close()
    await OutlineClient(Endpoint(address)).close()


def test_a_token_is_not_shown() -> None:
    assert "secret" not in repr(Endpoint("127.0.0.1:1", token="secret"))


def test_every_public_name_is_there() -> None:
    for name in quire_client._MODULES:
        assert getattr(quire_client, name).__name__ == name
    with pytest.raises(AttributeError):
        quire_client.__getattr__("Nothing")
