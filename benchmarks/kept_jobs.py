"""Whether jobs that have ended slow down those that have not.

Two stores run side by side, one of them with many finished jobs in it, and take turns, so
that whatever else the machine does meets both alike. The load is the engine itself, in this
process.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from benchmarks.load.resp import RawRedis, command
from benchmarks.processes import store
from benchmarks.progress import head, say
from benchmarks.result import Row, compare
from benchmarks.size import Size
from deploy.local.valkey import ValkeyProcess
from outline_service.convert import outline_codec
from shared.authoring.model import Outline
from shared.events.payloads import Progress
from shared.jobs.attempt import Attempt
from shared.jobs.attempts import Attempts
from shared.jobs.keys import Keys
from shared.jobs.model import JobRequest, JobResult, Kind, NewJob, Priority
from shared.jobs.policy import JobPolicy
from shared.jobs.reaper import Reaper
from shared.jobs.store import JobStore
from shared.redis import make_redis

_ROUNDS = 60
_JOBS, _EVENTS, _REAPS = 25, 4, 10
"""Of one round: jobs, events of each, rounds of the reaper."""

_BATCH = 500
_PROGRESS = Progress(step="research", message="m" * 100, fraction=0.5)


class _NoDoorbell:
    async def ring(self, job_id: str, uid: str, priority: Priority) -> None:
        """Ring for nobody: this process takes each job itself."""


class _Side:
    """The engine over one store; times are in seconds a call, by what is called."""

    def __init__(self, valkey: ValkeyProcess) -> None:
        self._redis = make_redis(valkey.url, name="bench")
        self.port = valkey.port
        self.keys, codec, policy = Keys(Kind.OUTLINE), outline_codec(), JobPolicy()
        self._store = JobStore(self._redis, self.keys, codec, policy)
        self._attempts = Attempts(self._redis, self.keys, codec, policy)
        self._reaper = Reaper(self._redis, self.keys, codec, policy, _NoDoorbell())
        self._count = 0
        self._process = psutil.Process(valkey.pid)
        self.times: dict[str, list[float]] = {"submit": [], "emit": [], "reaper": []}
        self.store_seconds = dict.fromkeys(self.times, 0.0)

    async def round(self) -> None:
        """Submit some jobs, let each write some events, and end it; let the reaper look."""
        names = [f"turn-{self._count + place}" for place in range(_JOBS)]
        self._count += _JOBS
        await self._timed("submit", _JOBS, lambda: self._each(names, self.submit))
        attempts = [await self._claim(name) for name in names]
        await self._timed("emit", _JOBS * _EVENTS, lambda: _emit(attempts))
        await self._timed("reaper", _REAPS, self._reap)
        for attempt in attempts:
            await _finish(attempt)

    async def finished(self, name: str) -> None:
        """Do a job from its submit to its end."""
        await self.submit(name)
        attempt = await self._claim(name)
        await _emit([attempt])
        await _finish(attempt)

    async def submit(self, name: str) -> None:
        """Record a job."""
        request = JobRequest(body=b'{"files":[],"query":"Anything"}')
        await self._store.submit(NewJob(name, "anonymous", request, {"query": "f" * 64}))

    async def dump(self, name: str) -> list[tuple[str, bytes, int]]:
        """Return a job's keys as ``DUMP`` tells them, each with its ms to live."""
        keys = (*self.keys.of_job(name), self.keys.past(name))
        dumped = [(key, await self._redis.dump(key), await self._redis.pttl(key)) for key in keys]
        return [(key, value, ttl) for key, value, ttl in dumped if value]

    async def memory(self) -> int:
        """Return the bytes that the store holds."""
        return int((await self._redis.info("memory"))["used_memory"])

    def cpu_seconds(self) -> float:
        """Return the processor time that the store has used."""
        times = self._process.cpu_times()
        return times.user + times.system

    def forget(self) -> None:
        """Begin anew: what the first calls bring in is not of interest."""
        for name, times in self.times.items():
            times.clear()
            self.store_seconds[name] = 0.0

    async def close(self) -> None:
        """Close the client."""
        await self._redis.aclose()

    async def _claim(self, name: str) -> Attempt:
        claim = await self._attempts.claim(name)
        assert claim.record is not None
        return Attempt(self._attempts, claim.record, claim.token, claim.now_ms)

    async def _reap(self) -> None:
        for _ in range(_REAPS):
            await self._reaper.round()

    async def _timed(self, name: str, calls: int, work: Callable[[], Awaitable[None]]) -> None:
        began, cpu = time.perf_counter(), self.cpu_seconds()
        await work()
        self.times[name].append((time.perf_counter() - began) / calls)
        self.store_seconds[name] += (self.cpu_seconds() - cpu) / calls

    @staticmethod
    async def _each(names: list[str], work: Callable[[str], Awaitable[None]]) -> None:
        for name in names:
            await work(name)


def kept_jobs(size: Size) -> list[Row]:
    """Measure submit, emit and reaper with and without many finished jobs in the store."""
    count = size.count(100_000)
    head("kept_jobs", f"submit, emit and reaper with {count:,} finished jobs in the store")
    with (
        tempfile.TemporaryDirectory() as folder,
        store(Path(folder)) as empty,
        store(Path(folder)) as full,
    ):
        return asyncio.run(_measure(empty, full, count, size.count(_ROUNDS)))


async def _measure(empty: ValkeyProcess, full: ValkeyProcess, count: int, turns: int) -> list[Row]:
    kept, none = sides = (_Side(full), _Side(empty))
    say(f"{count:,} finished jobs are put into one of two stores")
    await kept.finished("pattern")
    before = await kept.memory()
    pattern = await kept.dump("pattern")
    await asyncio.to_thread(_copies, kept.keys, full.port, pattern, count)
    bytes_a_job = (await kept.memory() - before) / count
    for side in sides:
        await side.round()
        side.forget()
    say(f"{turns} turns of {_JOBS} jobs each")
    for turn in range(turns):
        for side in sides if turn % 2 else reversed(sides):
            await side.round()
    for side in sides:
        await side.close()
    return [
        *(_compared(name, kept.times[name], none.times[name]) for name in kept.times),
        *(
            Row("kept_jobs", f"store CPU, {name}", kept.store_seconds[name] / turns * 1e6, "µs")
            for name in ("submit", "emit")
        ),
        Row("kept_jobs", "store memory, a finished job", bytes_a_job / 1000, "KB"),
    ]


def _compared(name: str, kept: list[float], none: list[float]) -> Row:
    own, other = statistics.median(kept) * 1e6, statistics.median(none) * 1e6
    return compare(
        "kept_jobs", name, own, "µs", baseline="empty store", baseline_value=other,
        goal="at most 1.05×", met=own <= 1.05 * other,
    )  # fmt: skip


def _copies(keys: Keys, port: int, pattern: list[tuple[str, bytes, int]], count: int) -> None:
    """Put copies of a finished job into a store, with their entries in the indexes."""
    raw = RawRedis(port)
    now = time.time()
    expire = b"%d" % int((now + JobPolicy().retention_seconds) * 1000)
    ended, owner = keys.ended.encode(), keys.owner("anonymous").encode()
    for start in range(0, count, _BATCH):
        batch = []
        for number in range(start, min(count, start + _BATCH)):
            name = f"kept-{number}"
            for key, value, ttl in pattern:
                copy = key.replace("pattern", name).encode()
                batch.append(command(b"RESTORE", copy, b"%d" % ttl, value))
            member = f"{name}/anonymous".encode()
            batch.append(command(b"ZADD", ended, expire, member))
            batch.append(command(b"ZADD", owner, b"%d" % int(now * 1e6 + number), name.encode()))
        raw.run(b"".join(batch), lines=len(batch))
    raw.close()


async def _emit(attempts: list[Attempt]) -> None:
    for attempt in attempts:
        for _ in range(_EVENTS):
            await attempt.emit(_PROGRESS)


async def _finish(attempt: Attempt) -> None:
    await attempt.finish(JobResult(json=Outline(title="Kept").model_dump_json().encode()))
