"""What callers may ask of the store, and what it refuses."""

import dataclasses

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.payloads import Progress
from shared.jobs.keys import Keys
from shared.jobs.model import Kind, State
from shared.reasons import Reason
from tests.integration.jobs.engine import OWNER, QUICK, Engine, make_engine, new_job, result


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


async def refusal(awaitable: object) -> QuireError:
    with pytest.raises(QuireError) as caught:
        await awaitable  # type: ignore[misc]
    return caught.value


async def every_key(engine: Engine) -> list[bytes]:
    return [key async for key in engine.redis.scan_iter(match=f"{engine.keys.prefix}*")]


async def test_an_id_belongs_to_one_request(engine: Engine, redis: Redis) -> None:
    first = await engine.submit()
    again, made = await engine.store.submit(new_job())
    assert (again.uid, made) == (first.uid, False)
    other = await refusal(engine.store.submit(new_job(query="another")))
    assert (other.reason, other.metadata["field"]) == (Reason.JOB_EXISTS, "query")
    stranger = await refusal(engine.store.submit(new_job(owner="bob")))
    assert stranger.reason is Reason.JOB_EXISTS
    assert "field" not in stranger.metadata
    document = make_engine(redis, engine.url, engine.keys.prefix, Kind.DOCUMENT)
    kind = await refusal(document.store.submit(new_job()))
    assert kind.reason is Reason.JOB_EXISTS
    assert "field" not in kind.metadata
    assert await engine.kinds() == ["queued"]


async def test_finding_the_same(engine: Engine) -> None:
    assert await engine.store.find_same("j", OWNER, {"query": "q"}) is None
    record = await engine.submit()
    assert await engine.store.find_same("j", OWNER, {"query": "q"}) == record
    other = await refusal(engine.store.find_same("j", OWNER, {"query": "x"}))
    assert (other.reason, other.metadata["field"]) == (Reason.JOB_EXISTS, "query")


async def test_who_sees_a_job(engine: Engine, redis: Redis) -> None:
    await engine.submit()
    for act in (engine.store.get, engine.store.result, engine.store.cancel, engine.store.delete):
        assert (await refusal(act("j", "bob"))).reason is Reason.JOB_OF_ANOTHER_OWNER
        assert (await refusal(act("nope", OWNER))).reason is Reason.JOB_NOT_FOUND
    document = make_engine(redis, engine.url, engine.keys.prefix, Kind.DOCUMENT)
    assert (await refusal(document.store.get("j", OWNER))).reason is Reason.JOB_NOT_FOUND


async def test_results(engine: Engine) -> None:
    await engine.submit()
    assert (await refusal(engine.store.result("j", OWNER))).reason is Reason.JOB_NOT_FINISHED
    await engine.store.cancel("j", OWNER)
    assert (await refusal(engine.store.result("j", OWNER))).reason is Reason.JOB_HAS_NO_RESULT


async def test_delete_leaves_no_key(engine: Engine) -> None:
    await engine.submit()
    attempt = await engine.claimed()
    assert (await refusal(engine.store.delete("j", OWNER))).reason is Reason.JOB_ACTIVE
    await attempt.keep_step("a|b", b"kept", None)
    await attempt.finish(result())
    assert len(await every_key(engine)) > 5
    await engine.store.delete("j", OWNER)
    assert await every_key(engine) == []
    assert (await refusal(engine.store.get("j", OWNER))).reason is Reason.JOB_NOT_FOUND
    assert (await engine.submit()).last_sequence == 1


async def test_a_job_expires_as_a_whole_and_is_remembered(engine: Engine) -> None:
    await engine.submit()
    attempt = await engine.claimed()
    await attempt.keep_step("a|b", b"kept", None)
    await attempt.finish(result())
    keys = engine.keys
    ends = {await engine.redis.pexpiretime(key) for key in keys.of_job("j")[:4]}
    assert len(ends) == 1
    assert await engine.redis.ttl(keys.result("j")) <= 3600
    assert await engine.redis.ttl(keys.past("j")) > 24 * 3600
    for key in keys.of_job("j"):
        await engine.redis.delete(key)
    assert (await refusal(engine.store.get("j", OWNER))).reason is Reason.RESULT_EXPIRED
    assert (await refusal(engine.store.get("j", "bob"))).reason is Reason.JOB_NOT_FOUND
    await engine.redis.zadd(keys.ended, {f"j/{OWNER}": 1})
    await engine.reaper.round()
    assert await engine.redis.zcard(keys.ended) == 0
    assert await engine.redis.zcard(keys.owner(OWNER)) == 0
    await engine.submit()
    assert (await engine.store.get("j", OWNER)).state is State.QUEUED
    assert not await engine.redis.exists(keys.past("j"))


async def test_lists(engine: Engine) -> None:
    for number in range(7):
        await engine.submit(f"j{number}", labels={"team": "a" if number % 2 else "b"})
    await engine.store.cancel("j3", OWNER)
    await engine.store.submit(new_job("strange", owner="bob"))
    pages, token = [], ""
    while True:
        page = await engine.store.list(OWNER, page_size=3, page_token=token)
        pages.append([record.job_id for record in page.jobs])
        token = page.next_page_token
        if not token:
            break
    assert pages == [["j6", "j5", "j4"], ["j3", "j2", "j1"], ["j0"]]
    cancelled = await engine.store.list(OWNER, states=[State.CANCELLED])
    assert [record.job_id for record in cancelled.jobs] == ["j3"]
    labelled = await engine.store.list(OWNER, labels={"team": "a"})
    assert [record.job_id for record in labelled.jobs] == ["j5", "j3", "j1"]
    first = await engine.store.list(OWNER, page_size=3)
    foreign = engine.store.list("bob", page_size=3, page_token=first.next_page_token)
    assert (await refusal(foreign)).reason is Reason.INVALID_PAGE_TOKEN


def test_the_keys_are_those_of_the_specification() -> None:
    keys = Keys(Kind.OUTLINE)
    assert (keys.events("x"), keys.result("x")) == ("job_events:x", "job_result:x")


async def test_of_a_long_stream_a_whole_prefix_is_dropped(
    redis: Redis, valkey: ValkeyProcess, prefix: str
) -> None:
    policy = dataclasses.replace(QUICK, max_events=100)
    engine = Engine(redis, valkey.url, make_engine(redis, valkey.url, prefix).keys, policy)
    await engine.submit()
    attempt = await engine.claimed()
    for number in range(400):
        await attempt.emit(Progress("s", "m", number / 1000))
    sequences = [event.sequence for event in await engine.events()]
    assert sequences == list(range(sequences[0], 402))
    assert 100 <= len(sequences) < 164
    assert (await engine.store.get("j", OWNER)).last_sequence == 401
