"""The metrics of one process: counted always, told where a setting says so."""

from collections.abc import Callable
from contextlib import ExitStack

import structlog

from shared.jobs.keys import Keys
from shared.jobs.model import Kind
from shared.jobs.observer import JobObserver
from shared.redis import make_sync_redis
from shared.settings import ServiceSettings
from shared.telemetry.exposition import MetricsServer
from shared.telemetry.metrics import JobMetrics, make_registry, tell_slots, tell_watchers
from shared.telemetry.store_metrics import StoreMetrics

_STORE_SECONDS = 2.0
"""How long a scrape waits for an answer of the store."""

_log = structlog.get_logger("quire.telemetry")


class MetricsListenError(Exception):
    """Nobody can listen at ``QUIRE_METRICS_LISTEN``; the message says why."""


class ProcessMetrics:
    """What a process counts.

    Args:
        kind: what the service's jobs make.

    Attributes:
        observer: counts what the job engine does.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._registry = make_registry()
        self._stack = ExitStack()
        self.observer: JobObserver = JobMetrics(self._registry, kind)

    def of_server(self, settings: ServiceSettings, keys: Keys, watchers: Callable[[], int]) -> None:
        """Also tell of the queue, the store and those who watch at the moment."""
        redis = make_sync_redis(
            settings.store_url,
            name=f"quire-{self._kind}-metrics",
            connections=1,
            timeout=_STORE_SECONDS,
            retries=0,
        )
        self._stack.callback(redis.close)
        self._registry.register(StoreMetrics(redis, keys))
        tell_watchers(self._registry, self._kind, watchers)

    def of_worker(self, slots: int) -> None:
        """Also tell of a worker that runs so many jobs at once."""
        tell_slots(self._registry, self._kind, slots)

    def serve(self, listen: str) -> None:
        """Tell whoever asks at ``host:port``, if any is given. Raises MetricsListenError."""
        if not listen:
            return
        try:
            server = MetricsServer(self._registry, listen)
        except OSError as error:
            raise MetricsListenError(
                f"QUIRE_METRICS_LISTEN: cannot listen at {listen}: {error.strerror}"
            ) from error
        _log.info("metrics are told", port=server.port)
        self._stack.callback(server.close)

    def close(self) -> None:
        """Tell no more."""
        self._stack.close()
