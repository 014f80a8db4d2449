"""The job engine of one process, over the clients that its settings name."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.bootstrap.metrics import ProcessMetrics
from shared.bootstrap.tracing import ProcessTracing
from shared.events.codec import EventCodec
from shared.jobs.keys import Keys
from shared.jobs.model import JsonValue, Kind
from shared.jobs.policy import JobPolicy
from shared.jobs.reaper import Reaper
from shared.jobs.store import JobStore
from shared.redis import make_redis
from shared.settings import ServiceSettings
from shared.tasks.app import make_app
from shared.tasks.doorbell import CeleryDoorbell

STORE_PATIENCE_SECONDS = 60.0
"""How long a process waits at its start for a store that does not answer."""

STORE_SECONDS = 3.0
"""Time for one answer of the store; a call is tried twice, with a new connection if need be."""

EXIT_STORE, EXIT_SERVE = 3, 4
"""Exit codes: the store does not answer; the server cannot listen."""


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """What tells one service from the other.

    Args:
        kind: what its jobs make.
        queue: name of its Celery queue.
        task: name of its Celery task.
        placeholders: what a doorbell says for the task's parameters beside ``job_id``.
        codec: serialises its events.
    """

    kind: Kind
    queue: str
    task: str
    placeholders: Mapping[str, JsonValue]
    codec: EventCodec


class Engine:
    """What servers and workers of a service share.

    Args:
        process: ``server`` or ``worker``; part of the name of its connections.
    """

    def __init__(self, settings: ServiceSettings, spec: ServiceSpec, process: str) -> None:
        self.name = f"quire-{spec.kind}-{process}"
        self.codec = spec.codec
        self.metrics = ProcessMetrics(spec.kind)
        self.tracing = ProcessTracing(self.name)
        observer, tracer = self.metrics.observer, self.tracing.tracer
        self.redis = make_redis(
            settings.store_url, name=self.name, timeout=STORE_SECONDS, retries=1
        )
        self.keys = Keys(spec.kind, settings.key_prefix)
        self.policy = JobPolicy(
            lease_seconds=settings.lease_seconds,
            max_attempts=settings.max_attempts,
            retention_seconds=settings.retention_seconds,
            aging_seconds=settings.aging_seconds,
            limits=settings.limits,
            run_seconds=settings.run_seconds,
            max_events=settings.max_events,
        )
        self.app = make_app(
            f"quire-{spec.kind}", spec.queue, settings.broker_url, key_prefix=settings.key_prefix
        )
        self.doorbell = CeleryDoorbell(self.app, spec.task, spec.placeholders, observer, tracer)
        self.store = JobStore(self.redis, self.keys, spec.codec, self.policy, observer, tracer)
        self.reaper = Reaper(
            self.redis,
            self.keys,
            spec.codec,
            self.policy,
            self.doorbell,
            self.doorbell,
            observer,
        )

    async def close(self) -> None:
        """Close the clients."""
        self.metrics.close()
        self.doorbell.close()
        await self.redis.aclose()
        self.tracing.close()
