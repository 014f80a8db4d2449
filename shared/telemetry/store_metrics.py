"""Metrics that are read from the store when they are asked for: its queue and its memory."""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import structlog
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from redis import Redis as SyncRedis
from redis.exceptions import RedisError

from shared.jobs.keys import Keys
from shared.jobs.model import Priority
from shared.jobs.waiting import FIELDS, KnownWaiting, WaitingJobs

LOOKED_AT: Final = 10_000
"""Waiting jobs whose priority is looked at; the rest is told as ``other``."""

_BATCH: Final = 500
_FRESH_SECONDS: Final = 1.0

_log = structlog.get_logger("quire.telemetry")


@dataclass(frozen=True, slots=True)
class _Look:
    """What the store has told. Times in Unix ms, memory in bytes."""

    now_ms: int
    waiting: tuple[WaitingJobs, ...]
    waiting_others: int
    running: int
    retrying: int
    memory_used: int
    memory_max: int


class StoreMetrics(Collector):
    """Looks into the store at a scrape, in the thread of the scrape, at most once a second.

    Every server of a service tells the same, so queries take the greatest, not the sum.
    When the store does not answer, ``quire_store_up`` is 0 and the others are missing.

    Args:
        redis: a client for threads that answers in bytes, with a short timeout.
        keys: names of the service's keys.
    """

    def __init__(self, redis: SyncRedis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._kind = [keys.kind.value]
        self._lock = threading.Lock()
        self._known = KnownWaiting()
        self._look: _Look | None = None
        self._looked_at = float("-inf")

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Return the families without values, so that registering asks nothing of the store."""
        return _Families().all

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges."""
        with self._lock:
            if time.monotonic() - self._looked_at >= _FRESH_SECONDS:
                self._look = self._try_to_look()
                self._looked_at = time.monotonic()
            look = self._look
        families = _Families()
        families.up.add_metric(self._kind, 1.0 if look else 0.0)
        if look is not None:
            self._fill(families, look)
        yield from families.all

    def _fill(self, families: "_Families", look: _Look) -> None:
        for of in look.waiting:
            labels = [*self._kind, of.priority.name.lower()]
            age = max(0, look.now_ms - of.oldest_ms) / 1000 if of.jobs else 0.0
            families.waiting.add_metric(labels, of.jobs)
            families.oldest.add_metric(labels, age)
        families.waiting.add_metric([*self._kind, "other"], look.waiting_others)
        families.running.add_metric(self._kind, look.running)
        families.retrying.add_metric(self._kind, look.retrying)
        families.memory_used.add_metric(self._kind, look.memory_used)
        families.memory_max.add_metric(self._kind, look.memory_max)

    def _try_to_look(self) -> _Look | None:
        try:
            return self._look_now()
        except (RedisError, OSError) as error:
            _log.debug("the store tells nothing", cause=type(error).__name__)
            return None

    def _look_now(self) -> _Look:
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.zrange(self._keys.waiting, 0, LOOKED_AT - 1, withscores=True)
        pipeline.zcard(self._keys.waiting)
        pipeline.zcard(self._keys.leases)
        pipeline.zcard(self._keys.retries)
        pipeline.info("memory")
        pipeline.time()
        rows, waiting, running, retrying, memory, (seconds, micros) = pipeline.execute()
        self._know(dict(rows))
        return _Look(
            now_ms=seconds * 1000 + micros // 1000,
            waiting=tuple(self._known.of(priority) for priority in Priority),
            waiting_others=waiting - len(rows),
            running=running,
            retrying=retrying,
            memory_used=int(memory["used_memory"]),
            memory_max=int(memory["maxmemory"]),
        )

    def _know(self, scores: dict[bytes, float]) -> None:
        """Keep what is known of those that still wait, and read what is not known yet."""
        unknown = self._known.new(scores)
        for start in range(0, len(unknown), _BATCH):
            batch = unknown[start : start + _BATCH]
            pipeline = self._redis.pipeline(transaction=False)
            for job_id in batch:
                pipeline.hmget(self._keys.record(job_id.decode()), *FIELDS)
            for job_id, row in zip(batch, pipeline.execute(), strict=True):
                self._known.learn(job_id, scores[job_id], row)


class _Families:
    """The gauges of one scrape."""

    def __init__(self) -> None:
        def gauge(name: str, meaning: str, *labels: str) -> GaugeMetricFamily:
            return GaugeMetricFamily(f"quire_{name}", meaning, labels=["kind", *labels])

        self.up = gauge("store_up", "Whether the store has answered")
        self.waiting = gauge("jobs_waiting", "Jobs that wait for a worker", "priority")
        self.oldest = gauge(
            "jobs_oldest_waiting_seconds", "Since the submit of the oldest of them", "priority"
        )
        self.running = gauge("jobs_running", "Jobs that a worker holds")
        self.retrying = gauge("jobs_retrying", "Jobs between two attempts")
        self.memory_used = gauge("store_memory_used_bytes", "Memory that the store uses")
        self.memory_max = gauge("store_memory_max_bytes", "Memory that it may use; 0 for no limit")
        self.all = (
            self.up,
            self.waiting,
            self.oldest,
            self.running,
            self.retrying,
            self.memory_used,
            self.memory_max,
        )
