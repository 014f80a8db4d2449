"""What watchers received: each event counted, each latency kept."""

import math
import time
from array import array
from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Received:
    """The sum of all watchers.

    Args:
        delivered: events received, first ones included.
        missing: events that were written and never came.
        duplicates: events received once more.
        gaps: events that came although one before them had not.
        latencies: percentiles in ms of the counted events, by name (p50, p99, max).
        timed: how many events these are of.
        errors: how often a stream ended with which status.
        back_at: Unix time when the last watcher that lost its stream had an event again.
        lost: watchers that lost their stream and are not back.
    """

    delivered: int
    missing: int
    duplicates: int
    gaps: int
    timed: int
    latencies: dict[str, float]
    errors: dict[str, int] = field(default_factory=dict)
    back_at: float = 0.0
    lost: int = 0

    @property
    def exact(self) -> bool:
        """Whether each event came exactly once and in order."""
        return not (self.missing or self.duplicates or self.gaps)


class Tally:
    """Counts for watchers by number. A watcher's job is its number modulo the jobs."""

    def __init__(self, watchers: int, jobs: int) -> None:
        self.cursors = array("q", [0]) * watchers
        self.attached = 0
        self.errors: Counter[str] = Counter()
        self._jobs = jobs
        self._latencies = array("d")
        self._timing = False
        self._delivered = self._duplicates = self._gaps = 0
        self._lost: set[int] = set()
        self._back_at = 0.0

    def begin_timing(self) -> None:
        """Keep latencies from now on."""
        self._timing = True

    def received(self, watcher: int, sequence: int, written_at: float) -> None:
        """Note an event and the Unix time at which it was written."""
        now = time.time()
        cursor = self.cursors[watcher]
        self._delivered += 1
        if sequence <= cursor:
            self._duplicates += 1
            return
        if sequence > cursor + 1:
            self._gaps += 1
        if not cursor:
            self.attached += 1
        self.cursors[watcher] = sequence
        if self._timing:
            self._latencies.append(now - written_at)
        if watcher in self._lost:
            self._lost.discard(watcher)
            self._back_at = now

    def lost(self, watcher: int, status: str) -> None:
        """Note that a watcher's stream has ended early."""
        self.errors[status] += 1
        self._lost.add(watcher)

    def last_of(self, watcher: int, events: int) -> int:
        """Return the last sequence of a watcher's job, of that many written in turn."""
        job = watcher % self._jobs
        return 1 + events // self._jobs + (job < events % self._jobs)

    def missing(self, events: int) -> int:
        """Return how many events have not come, of that many written."""
        return sum(
            max(0, self.last_of(watcher, events) - cursor)
            for watcher, cursor in enumerate(self.cursors)
        )

    def result(self, events: int) -> Received:
        """Return the sum."""
        ordered = sorted(self._latencies)
        return Received(
            delivered=self._delivered,
            missing=self.missing(events),
            duplicates=self._duplicates,
            gaps=self._gaps,
            timed=len(ordered),
            latencies={
                name: percentile(ordered, share) * 1000
                for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
            },
            errors=dict(self.errors),
            back_at=self._back_at,
            lost=len(self._lost),
        )


def percentile(ordered: "list[float]", share: float) -> float:
    """Return the least value that ``share`` of the values do not exceed; nan for none."""
    if not ordered:
        return math.nan
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
