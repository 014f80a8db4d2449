"""CANCELLED that the caller did not cause is a cut; what the caller cancels is not repeated."""

import asyncio
from collections import deque

import grpc
import pytest
from quire_client import Endpoint, Patience, QuireCallError, QuireClient, SyncQuireClient

from tests.support.fake_pair import FakePair
from tests.support.fake_service import HOLD, Refusal

BY_A_PROXY = Refusal(grpc.StatusCode.CANCELLED, "by a proxy")
PATIENCE = Patience(connect=3.0, reconnect=3.0, answer=3.0)


async def test_a_call_that_the_way_cancels_is_repeated(pair: FakePair, client: QuireClient) -> None:
    await pair.outlines.add("o-1").advance()
    pair.outlines.refusals["GetOutline"] = deque([BY_A_PROXY])
    assert (await client.outlines.get("o-1")).job.id == "o-1"

    endpoint = Endpoint(pair.outline_address)
    sync = SyncQuireClient(endpoint, endpoint, patience=PATIENCE)
    pair.outlines.refusals["GetOutline"] = deque([BY_A_PROXY])
    assert (await asyncio.to_thread(sync.outlines.get, "o-1")).job.id == "o-1"
    await asyncio.to_thread(sync.close)


async def test_cancelled_with_a_reason_is_final(pair: FakePair, client: QuireClient) -> None:
    await pair.outlines.add("o-1").advance()
    pair.outlines.refusals["GetOutline"] = deque(
        [Refusal(grpc.StatusCode.CANCELLED, reason="INTERNAL")]
    )
    with pytest.raises(QuireCallError) as caught:
        await client.outlines.get("o-1")
    assert caught.value.code is grpc.StatusCode.CANCELLED


async def test_closing_the_client_ends_its_watches(pair: FakePair) -> None:
    job = pair.outlines.add("o-1")
    job.plays.append([HOLD])
    endpoint = Endpoint(pair.outline_address)
    sync = SyncQuireClient(endpoint, endpoint, patience=PATIENCE)
    watching = asyncio.create_task(asyncio.to_thread(list, sync.outlines.watch("o-1")))
    async with asyncio.timeout(5):
        while not job.watched_after:
            await asyncio.sleep(0.02)
        await asyncio.to_thread(sync.close)
        with pytest.raises(QuireCallError, match="the client was closed") as caught:
            await watching
    assert caught.value.code is grpc.StatusCode.CANCELLED
    assert len(job.watched_after) == 1
