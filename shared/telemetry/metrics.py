"""The metrics of one process; docs/operations.md lists them.

Names and units follow prometheus.io/docs/practices/naming. Labels have few values, all of
them known beforehand: never the id, the owner or a label of a job.
"""

from collections.abc import Callable
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)

from shared.events.payloads import Cancelled, Completed, Failed, Failure
from shared.jobs.model import JobRecord, Kind, Priority, State
from shared.jobs.observer import JobObserver, ReaperAction
from shared.reasons import Reason

KNOWN_STEPS: Final = frozenset(
    {"source", "web_search", "web_page", "web_robots"}
    | {"research", "outline", "plan", "chapter", "fuse"}
)
"""Steps with a series of their own; any other counts as ``other``."""

WORK_SECONDS: Final = (0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600)
"""Bounds for what takes a worker's time, from a cached step to an hour's document."""

LAG_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Bounds for the way of an event to a watcher."""

_HANDED_BACK, _LOST = "handed_back", "lost"


class JobMetrics(JobObserver):
    """Counts what the job engine of this process does.

    A counter begins at 0 for the ends that every service has: PromQL sees no rise in a
    series whose first value is 1.

    Args:
        registry: where the metrics are kept; one a process.
        kind: what the service's jobs make, the label ``kind`` of every metric.
    """

    def __init__(self, registry: CollectorRegistry, kind: Kind) -> None:
        self._kind = kind.value

        def counter(name: str, meaning: str, *labels: str) -> Counter:
            return Counter(f"quire_{name}", meaning, ("kind", *labels), registry=registry)

        def histogram(name: str, meaning: str, *labels: str) -> Histogram:
            return Histogram(
                f"quire_{name}",
                meaning,
                ("kind", *labels),
                registry=registry,
                buckets=WORK_SECONDS,
            )

        self._submitted = counter("jobs_submitted", "Jobs recorded", "priority")
        self._finished = counter("jobs_finished", "Jobs that have ended", "state", "reason")
        self._duration = histogram("job_duration_seconds", "From submit to end", "state")
        self._waited = histogram("job_wait_seconds", "From submit to first start", "priority")
        self._cancels = counter("job_cancel_requests", "Cancellations asked for")
        self._started = counter("attempts_started", "Attempts begun")
        self._stopped = counter("attempts_ended", "Attempts over", "outcome")
        self._retried = counter("attempts_retried", "Attempts that others follow", "reason")
        self._running = Gauge(
            "quire_attempts_running",
            "Attempts under way in this process",
            ("kind",),
            registry=registry,
        )
        self._step = histogram("step_duration_seconds", "Steps done", "step")
        self._reused = counter("steps_reused", "Steps taken from the journal", "step")
        self._calls = counter("model_calls", "Calls of a model by jobs that have succeeded")
        self._tokens = counter("model_tokens", "Tokens of these calls", "direction")
        self._lost = counter("leases_lost", "Jobs taken from a worker not heard of any more")
        self._reaped = counter("reaper_actions", "What this process has put right", "action")
        self._lag = Histogram(
            "quire_event_lag_seconds",
            "From the time of an event to its hand-over to a watcher",
            ("kind",),
            registry=registry,
            buckets=LAG_SECONDS,
        ).labels(self._kind)
        self._sent = counter("doorbells_sent", "Messages that the broker has taken")
        self._failed = counter("doorbells_failed", "Messages that the broker has not taken")
        self._dropped = counter("doorbells_dropped", "Messages heard with nothing to do")
        self._store = counter("store_errors", "Commands not answered or refused", "reason")
        self._begin_at_zero()

    def submitted(self, record: JobRecord) -> None:
        self._submitted.labels(self._kind, _name(record.priority)).inc()

    def cancel_asked(self, record: JobRecord) -> None:
        self._cancels.labels(self._kind).inc()

    def started(self, record: JobRecord) -> None:
        self._started.labels(self._kind).inc()
        self._running.labels(self._kind).inc()
        if record.last_sequence == 1:  # only its submit has been told: its first start
            waited = max(0, record.start_ms - record.create_ms) / 1000
            self._waited.labels(self._kind, _name(record.priority)).observe(waited)

    def stopped(self, record: JobRecord, state: State | None) -> None:
        self._running.labels(self._kind).dec()
        self._stopped.labels(self._kind, _outcome(state)).inc()

    def retried(self, record: JobRecord, failure: Failure) -> None:
        self._retried.labels(self._kind, failure.reason.value).inc()

    def ended(self, record: JobRecord, end: Completed | Failed | Cancelled) -> None:
        match end:
            case Completed():
                state, reason = State.SUCCEEDED, ""
                self._calls.labels(self._kind).inc(end.usage.model_calls)
                self._tokens.labels(self._kind, "input").inc(end.usage.input_tokens)
                self._tokens.labels(self._kind, "output").inc(end.usage.output_tokens)
            case Failed():
                state, reason = State.FAILED, end.failure.reason.value
            case Cancelled():
                state, reason = State.CANCELLED, ""
        self._finished.labels(self._kind, state.value, reason).inc()
        self._duration.labels(self._kind, state.value).observe(end.duration_ms / 1000)

    def step_done(self, name: str, seconds: float) -> None:
        self._step.labels(self._kind, _known(name)).observe(seconds)

    def step_reused(self, name: str) -> None:
        self._reused.labels(self._kind, _known(name)).inc()

    def lease_lost(self, record: JobRecord) -> None:
        self._lost.labels(self._kind).inc()

    def reaped(self, action: ReaperAction) -> None:
        self._reaped.labels(self._kind, action.value).inc()

    def doorbell_sent(self) -> None:
        self._sent.labels(self._kind).inc()

    def doorbell_failed(self) -> None:
        self._failed.labels(self._kind).inc()

    def doorbell_dropped(self) -> None:
        self._dropped.labels(self._kind).inc()

    def handed_over(self, lag: float) -> None:
        self._lag.observe(lag)

    def store_failed(self, reason: Reason) -> None:
        self._store.labels(self._kind, reason.value).inc()

    def _begin_at_zero(self) -> None:
        kind = self._kind
        for plain in (
            self._cancels,
            self._started,
            self._running,
            self._lost,
            self._calls,
            self._sent,
            self._failed,
            self._dropped,
        ):
            plain.labels(kind)
        for priority in Priority:
            self._submitted.labels(kind, _name(priority))
        for outcome in (*(state for state in State if state.final), State.RETRYING, State.QUEUED):
            self._stopped.labels(kind, _outcome(outcome))
        self._stopped.labels(kind, _LOST)
        self._finished.labels(kind, State.SUCCEEDED.value, "")
        self._finished.labels(kind, State.CANCELLED.value, "")
        for reason in (Reason.STEP_FAILED, Reason.ATTEMPTS_EXHAUSTED, Reason.DEADLINE_EXCEEDED):
            self._finished.labels(kind, State.FAILED.value, reason.value)
        for reason in (Reason.STORE_UNAVAILABLE, Reason.STORE_FULL):
            self._store.labels(kind, reason.value)
            self._retried.labels(kind, reason.value)
        for direction in ("input", "output"):
            self._tokens.labels(kind, direction)
        for action in ReaperAction:
            self._reaped.labels(kind, action.value)
        for step in KNOWN_STEPS:
            self._reused.labels(kind, step)


def make_registry() -> CollectorRegistry:
    """Return a registry with what is told of every process: CPU, memory, open files, start."""
    # A series more for each counter, of use to nobody here.
    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    return registry


def tell_slots(registry: CollectorRegistry, kind: Kind, slots: int) -> None:
    """Tell of a worker, by the jobs that it runs at once."""
    Gauge("quire_worker_slots", "Jobs at once in this worker", ("kind",), registry=registry).labels(
        kind.value
    ).set(slots)


def tell_watchers(registry: CollectorRegistry, kind: Kind, count: Callable[[], float]) -> None:
    """Tell of a server, by those who watch."""
    gauge = Gauge("quire_watchers", "Watchers of this process", ("kind",), registry=registry)
    gauge.labels(kind.value).set_function(count)


def _name(priority: Priority) -> str:
    return priority.name.lower()


def _known(step: str) -> str:
    return step if step in KNOWN_STEPS else "other"


def _outcome(state: State | str | None) -> str:
    if state is None:
        return _LOST
    return _HANDED_BACK if state is State.QUEUED else str(state)
