"""The hub over jobs that the job store has written, with the events of the contract."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from quire.outline.v1 import outline_pb2
from redis.asyncio import Redis

from outline_service.convert import outline_codec
from shared.errors import QuireError
from shared.events.hub import EventHub
from shared.events.watcher import StoredEvent
from shared.jobs.keys import Keys
from shared.jobs.model import JobRequest, NewJob
from shared.jobs.policy import JobPolicy
from shared.jobs.store import JobStore
from shared.reasons import Reason
from tests.integration.events.conftest import Following
from tests.support.watched import OWNER


@pytest.fixture
def store(redis: Redis, keys: Keys) -> JobStore:
    return JobStore(redis, keys, outline_codec(), JobPolicy())


@pytest_asyncio.fixture
async def real_hub(hub_redis: Redis, keys: Keys) -> AsyncIterator[EventHub]:
    async with EventHub(hub_redis, keys, outline_codec(), audit_seconds=60) as hub:
        yield hub


async def test_a_job_from_its_submit_to_its_end_and_beyond(
    real_hub: EventHub, store: JobStore
) -> None:
    job = NewJob("real", OWNER, JobRequest(b"{}"), fingerprint={"query": "0"})
    record, _ = await store.submit(job)
    watches = [Following(real_hub, "real", 0, uid=record.uid) for _ in range(3)]
    for watch in watches:
        await watch.until(1)
    await store.cancel("real", OWNER)
    assert [await watch.done() for watch in watches] == [[1, 2]] * 3
    events = [
        outline_pb2.OutlineEvent.FromString(item.data)
        for item in watches[0].items
        if isinstance(item, StoredEvent)
    ]
    assert [event.sequence for event in events] == [1, 2]
    assert [event.WhichOneof("payload") for event in events] == ["queued", "cancelled"]
    assert [event.terminal for event in events] == [False, True]
    assert {(event.job_id, event.job_uid) for event in events} == {("real", record.uid)}
    await store.delete("real", OWNER)
    with pytest.raises(QuireError) as caught:
        await Following(real_hub, "real", 0).done()
    assert caught.value.reason is Reason.JOB_NOT_FOUND
