"""Tokens and owners, with servers that demand them."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import grpc
import pytest
from quire.document.v1 import document_service_pb2 as documents
from quire.outline.v1 import outline_service_pb2 as outlines

from deploy.local.stack import LocalStack
from tests.e2e.test_whole_way import ENGLISH
from tests.support.command import COMMAND, environment
from tests.support.pair import Pair, context_files, error_info

ALICE, BOB = "alice-secret-0123456789", "bob-secret-0123456789"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    env = {"QUIRE_TOKENS": f"alice={ALICE},bob={BOB}"}
    with LocalStack(tmp_path_factory.mktemp("guarded"), env=env) as running:
        yield running


@pytest.fixture(scope="module")
def channels(guarded: LocalStack) -> Iterator[tuple[grpc.Channel, grpc.Channel]]:
    with (
        grpc.insecure_channel(guarded.outline_address) as outline,
        grpc.insecure_channel(guarded.document_address) as document,
    ):
        yield outline, document


@pytest.mark.parametrize("token", ["", "wrong-secret-0123456789", ALICE[:-1]])
def test_a_wrong_token_is_refused(channels: tuple[grpc.Channel, grpc.Channel], token: str) -> None:
    pair = Pair(*channels, token)
    calls: tuple[Callable[[], object], ...] = (
        lambda: pair.make_outline("heat"),
        lambda: list(
            pair.outline.WatchOutline(
                outlines.WatchOutlineRequest(job_id="x"), timeout=9, metadata=pair.metadata
            )
        ),
        lambda: pair.make_document(outline_job_id="x"),
        lambda: pair.outline.GetQueue(
            outlines.GetQueueRequest(), timeout=9, metadata=pair.metadata
        ),
    )
    for call in calls:
        with pytest.raises(grpc.RpcError) as caught:
            call()
        assert caught.value.code() == grpc.StatusCode.UNAUTHENTICATED
        assert error_info(caught.value).reason == "UNAUTHENTICATED"


def test_an_owner_sees_only_its_own(
    channels: tuple[grpc.Channel, grpc.Channel], guarded: LocalStack
) -> None:
    alice, bob = Pair(*channels, ALICE), Pair(*channels, BOB)
    outline_id, _ = alice.finished_outline("heat", context_files(*ENGLISH))
    content = alice.finished_document(outline_job_id=outline_id)
    assert content.citations

    calls: dict[str, Callable[[], object]] = {
        "get": lambda: bob.outline.GetOutline(
            outlines.GetOutlineRequest(job_id=outline_id), timeout=9, metadata=bob.metadata
        ),
        "watch": lambda: bob.outline_events(outline_id),
        "read": lambda: bob.source_texts(outline_id),
        "cancel": lambda: bob.outline.CancelOutline(
            outlines.CancelOutlineRequest(job_id=outline_id), timeout=9, metadata=bob.metadata
        ),
        "delete": lambda: bob.outline.DeleteOutline(
            outlines.DeleteOutlineRequest(job_id=outline_id), timeout=9, metadata=bob.metadata
        ),
    }
    for name, call in calls.items():
        with pytest.raises(grpc.RpcError) as caught:
            call()
        assert caught.value.code() == grpc.StatusCode.NOT_FOUND, name
        assert error_info(caught.value).reason == "JOB_OF_ANOTHER_OWNER", name
    with pytest.raises(grpc.RpcError) as caught:
        bob.make_document(outline_job_id=outline_id)
    assert error_info(caught.value).reason == "OUTLINE_FORBIDDEN"
    with pytest.raises(grpc.RpcError) as caught:
        bob.make_outline("heat", job_id=outline_id)
    assert error_info(caught.value).reason == "JOB_EXISTS"
    assert "field" not in error_info(caught.value).metadata
    listed = bob.document.ListDocuments(
        documents.ListDocumentsRequest(), timeout=9, metadata=bob.metadata
    )
    assert not listed.jobs
    logs = "".join(guarded.log(name) for name in guarded.parts)
    assert ALICE not in logs
    assert BOB not in logs
    assert "extreme heat" not in logs.lower()


def test_monitors_see_queues_and_workers_but_no_jobs_of_others(
    guarded: LocalStack, channels: tuple[grpc.Channel, grpc.Channel]
) -> None:
    job = Pair(*channels, ALICE).make_outline("heat", context_files(ENGLISH[0]))
    seen = {token: monitored(guarded, token) for token in (ALICE, BOB)}
    assert job.id in {one["id"] for one in seen[ALICE]["jobs"]}
    assert seen[BOB]["jobs"] == []
    assert job.id not in json.dumps(seen[BOB])


def monitored(guarded: LocalStack, token: str) -> dict[str, Any]:
    """Return what a caller sees of the outline service, once its worker has started."""
    give_up = time.monotonic() + 30
    while True:
        done = subprocess.run(
            [COMMAND, "top", "--json"],
            env=environment(guarded.client_env | {"QUIRE_TOKEN": token}),
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        seen: dict[str, Any] = json.loads(done.stdout)["services"][0]
        if seen["queue"]["workers"]:
            assert [worker["slots"] for worker in seen["queue"]["workers"]] == [4]
            return seen
        assert time.monotonic() < give_up
