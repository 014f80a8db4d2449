"""Watching beside its alternatives: many jobs, many watchers of one, and what an event costs."""

import tempfile
from pathlib import Path

from benchmarks.progress import head
from benchmarks.result import Row, compare
from benchmarks.size import Size
from benchmarks.watching import (
    Measured,
    Shape,
    connection_each,
    measure,
    measure_memory,
    quire,
    sse,
)

_EACH, _SSE, _BARE = "connection each", "FastAPI SSE", "bare stream"
_KB_OF_KIB = 1.024
_BUSY = 5_000
"""Events a second at which a core is nearly filled by a connection for each watcher."""


def watch_5k_p99(size: Size) -> list[Row]:
    """5,000 watchers of 5,000 jobs, also at the rate that a fast machine needs to feel it."""
    name = "watch_5k_p99"
    head(name, f"5,000 watchers of 5,000 jobs at 2,000 events/s, and at {_BUSY:,}")
    watchers, seconds = size.count(5_000), size.seconds(25)
    shape = Shape(watchers, watchers, 2_000 * size.share, seconds)
    busy = Shape(watchers, watchers, _BUSY * size.share, seconds)
    goal = "at most 1/4, aim 1/10"
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        ours = measure(quire, shape, data)
        each = measure(connection_each, shape, data)
        events = measure(sse, shape, data)
        ours_busy = measure(quire, busy, data)
        each_busy = measure(connection_each, busy, data)
    return [
        _p99(name, ours, _EACH, each, goal=goal, most=1 / 4),
        _p99(name, ours_busy, _EACH, each_busy, goal=goal, most=1 / 4, rate=_BUSY),
        _p99(name, ours, _SSE, events),
        *_costs(name, ours, _EACH, each),
    ]


def watch_10k(size: Size) -> list[Row]:
    """10,000 watchers of 10,000 jobs."""
    name = "watch_10k"
    head(name, "10,000 watchers of 10,000 jobs at 2,000 events/s")
    shape = Shape(size.count(10_000), size.count(10_000), 2_000 * size.share, size.seconds(30))
    with tempfile.TemporaryDirectory() as folder:
        ours = measure(quire, shape, Path(folder))
    received = ours.received
    wrong = received.missing + received.duplicates + received.gaps
    p99, size_kb = received.latencies["p99"], ours.rss_kib * _KB_OF_KIB
    return [
        Row(
            name, f"of {received.delivered:,}: missing, twice or out of order", wrong, "events",
            goal="0", met=wrong == 0,
        ),
        Row(name, "p99", p99, "ms", goal="at most 200 ms, aim 100", met=p99 <= 200),
        Row(name, "p50", received.latencies["p50"], "ms"),
        Row(
            name, "connections to Redis", ours.connections, "",
            goal="at most 24", met=ours.connections <= 24,
        ),
        Row(
            name, "memory a watcher", size_kb, "KB",
            goal="at most 25 KB, aim 20", met=size_kb <= 25,
        ),
        Row(name, "server CPU an event", ours.cpu_us, "µs"),
    ]  # fmt: skip


def watch_fanout_p99(size: Size) -> list[Row]:
    """1,000 watchers of one job."""
    name = "watch_fanout_p99"
    head(name, "1,000 watchers of one job at 20 events/s")
    shape = Shape(size.count(1_000), 1, 20, size.seconds(20))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        ours = measure(quire, shape, data)
        each = measure(connection_each, shape, data)
        events = measure(sse, shape, data)
    return [
        _p99(name, ours, _EACH, each, goal="at most 1/2, aim 1/4", most=1 / 2),
        _p99(name, ours, _SSE, events),
        *_costs(name, ours, _EACH, each),
    ]


def watch_cpu_per_event(size: Size) -> list[Row]:
    """1,000 watchers of one job, and of one job each."""
    name = "watch_cpu_per_event"
    head(name, "what an event costs the server, beside gRPC alone")
    watchers = size.count(1_000)
    one = Shape(watchers, 1, 10, size.seconds(20))
    many = Shape(watchers, watchers, 2 * watchers, size.seconds(20))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        ours_one = measure(quire, one, data)
        bare_one = measure_memory(one, data)
        ours_many = measure(quire, many, data)
        bare_many = measure_memory(many, data)
    return [
        compare(
            name, f"{watchers:,} watchers of one job", ours_one.cpu_us, "µs",
            baseline=_BARE, baseline_value=bare_one.cpu_us,
            goal="at most 1.5×, aim 1.2×", met=ours_one.cpu_us <= 1.5 * bare_one.cpu_us,
        ),
        compare(
            name, "one watcher a job", ours_many.cpu_us, "µs",
            baseline=_BARE, baseline_value=bare_many.cpu_us, goal="aim 2×",
        ),
        compare(
            name, "memory a watcher, one a job", ours_many.rss_kib * _KB_OF_KIB, "KB",
            baseline=_BARE, baseline_value=bare_many.rss_kib * _KB_OF_KIB,
        ),
    ]  # fmt: skip


def _p99(
    name: str,
    ours: Measured,
    baseline: str,
    theirs: Measured,
    *,
    goal: str = "",
    most: float = 0,
    rate: int = 0,
) -> Row:
    """Compare two tails, at a rate to be named if it is not 0.

    A baseline that lost events or watchers counts as it is, and says so.
    """
    own, other = ours.received.latencies["p99"], theirs.received.latencies["p99"]
    lost = "" if theirs.received.exact else f", {theirs.received.missing:,} events missing"
    return compare(
        name, f"p99 at {rate:,} events/s" if rate else "p99", own, "ms",
        baseline=baseline + lost, baseline_value=other, goal=goal,
        met=ours.received.exact and own <= most * other if goal else None,
    )  # fmt: skip


def _costs(name: str, ours: Measured, baseline: str, theirs: Measured) -> list[Row]:
    """Compare what a watcher and an event cost the server."""
    return [
        compare(
            name, "server CPU an event", ours.cpu_us, "µs",
            baseline=baseline, baseline_value=theirs.cpu_us,
        ),
        compare(
            name, "memory a watcher", ours.rss_kib * _KB_OF_KIB, "KB",
            baseline=baseline, baseline_value=theirs.rss_kib * _KB_OF_KIB,
        ),
        compare(
            name, "connections to Redis", ours.connections, "",
            baseline=baseline, baseline_value=theirs.connections,
        ),
    ]  # fmt: skip
