"""The load of the benchmarks is the engine's own, and its watchers see what there is."""

from pathlib import Path
from typing import cast

import pytest
from quire.outline.v1 import outline_pb2
from redis.asyncio import Redis

from benchmarks.load.events import end_job, job_id, make_jobs, progress_writer
from benchmarks.load.resp import RawRedis, command
from benchmarks.load.writer import WriterPlan, write
from benchmarks.processes import store
from benchmarks.watching import Shape, measure, measure_memory, quire
from outline_service.convert import outline_codec
from shared.events.payloads import Progress
from shared.jobs.attempt import Attempt
from shared.jobs.attempts import Attempts
from shared.jobs.keys import Keys
from shared.jobs.model import JobRequest, Kind, NewJob
from shared.jobs.policy import JobPolicy
from shared.jobs.store import JobStore
from shared.redis import make_redis

KEYS = Keys(Kind.OUTLINE)


async def _real(redis: Redis) -> dict[bytes, bytes]:
    """Return the fields of a progress event as the engine writes it."""
    codec, policy = outline_codec(), JobPolicy()
    jobs = JobStore(redis, KEYS, codec, policy)
    attempts = Attempts(redis, KEYS, codec, policy)
    await jobs.submit(NewJob("real", "anonymous", JobRequest(b"{}"), {"query": "x"}))
    claim = await attempts.claim("real")
    assert claim.record is not None
    attempt = Attempt(attempts, claim.record, claim.token, claim.now_ms)
    await attempt.emit(Progress(step="chapters", message="m" * 20, fraction=0.5))
    _, fields = await _last(redis, "real")
    return fields


async def _last(redis: Redis, name: str) -> tuple[bytes, dict[bytes, bytes]]:
    """Return the newest entry of a job's stream."""
    entries = await redis.xrevrange(KEYS.events(name), count=1)
    return cast("tuple[bytes, dict[bytes, bytes]]", (entries or [])[0])


async def test_events_have_the_form_of_the_engines_own(tmp_path: Path) -> None:
    with store(tmp_path) as valkey:
        redis = make_redis(valkey.url, name="test")
        real = await _real(redis)
        make_jobs(valkey.port, 1)
        raw = RawRedis(valkey.port)
        raw.run(progress_writer(0, 20).event(2, 1_700_000_000.25), lines=4)
        raw.close()
        number, fields = await _last(redis, job_id(0))
        assert number == b"2-0"
        assert list(fields) == list(real)
        assert await redis.hget(KEYS.record(job_id(0)), "seq") == b"2"
        ours = outline_pb2.OutlineEvent.FromString(fields[b"data"])
        theirs = outline_pb2.OutlineEvent.FromString(real[b"data"])
        assert ours.sequence == 2
        assert ours.time.ToNanoseconds() == 1_700_000_000_250_000_000
        assert ours.progress == theirs.progress
        assert [f.name for f, _ in ours.ListFields()] == [f.name for f, _ in theirs.ListFields()]
        await redis.aclose()


async def test_the_writer_writes_to_each_job_in_turn(tmp_path: Path) -> None:
    with store(tmp_path) as valkey:
        make_jobs(valkey.port, 3)
        written = write(WriterPlan(valkey.port, 3, rate=2_000, seconds=0.1))
        assert written.events == 200
        end_job(valkey.port, 0, 69)
        redis = make_redis(valkey.url, name="test")
        lengths = [await redis.xlen(KEYS.events(job_id(number))) for number in range(3)]
        assert lengths == [69, 68, 67]
        await redis.aclose()


def test_a_refusal_of_the_store_is_an_error(tmp_path: Path) -> None:
    with store(tmp_path) as valkey:
        raw = RawRedis(valkey.port)
        batch = command(b"SET", b"a", b"1") + command(b"LPUSH", b"a", b"1")
        with pytest.raises(RuntimeError, match="WRONGTYPE"):
            raw.run(batch, lines=2)
        raw.close()


@pytest.mark.slow
def test_watchers_without_a_client_library_see_every_event(tmp_path: Path) -> None:
    shape = Shape(watchers=150, jobs=7, rate=140, seconds=3, deaf=2, message_bytes=3_000)
    measured = measure(quire, shape, tmp_path)
    assert measured.received.exact
    assert measured.received.delivered == 150 + sum(420 // 7 for _ in range(150))
    assert 0 < measured.received.latencies["p50"] < 5_000
    assert 0 < measured.connections <= 24


@pytest.mark.slow
def test_the_bare_stream_is_measured_alike(tmp_path: Path) -> None:
    measured = measure_memory(Shape(watchers=20, jobs=1, rate=20, seconds=2), tmp_path)
    assert measured.received.exact
    assert measured.received.delivered == 20 * 41
