"""What the processes of Quire tell, without running them."""

import re

from prometheus_client.core import Metric
from redis import Redis

from shared.jobs.keys import Keys
from shared.jobs.model import Kind
from shared.telemetry.metrics import JobMetrics, make_registry, tell_slots, tell_watchers
from shared.telemetry.store_metrics import StoreMetrics

_SUFFIXES = {
    "counter": ("_total",),
    "gauge": ("",),
    "histogram": ("_bucket", "_sum", "_count"),
}


def families() -> list[Metric]:
    """Return every metric that a server or a worker tells; nobody asks the store."""
    registry = make_registry()
    JobMetrics(registry, Kind.OUTLINE)
    tell_watchers(registry, Kind.OUTLINE, lambda: 0)
    tell_slots(registry, Kind.OUTLINE, 4)
    store = StoreMetrics(Redis(), Keys(Kind.OUTLINE))
    return [*registry.collect(), *store.describe()]


def series_names() -> set[str]:
    """Return the names by which PromQL finds them."""
    return {family.name + suffix for family in families() for suffix in _SUFFIXES[family.type]}


def names_in(expression: str) -> set[str]:
    """Return the metrics that a PromQL expression names: what is neither label nor function."""
    bare = re.sub(r'"[^"]*"', "", expression)
    return set(re.findall(r"\b(?:quire|process)_\w+|\bup\b|\bALERTS\b", bare))
