"""How long things may take and how often they are tried."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.jobs.model import Priority

SPEC_RESULT_SECONDS = 3600
"""A result is never kept longer than this; the rest of a job may be."""


@dataclass(frozen=True, slots=True)
class JobPolicy:
    """Times in seconds, sizes in bytes.

    Args:
        lease_seconds: a worker not heard of for so long has lost its job, once the
            reaper has confirmed it (``confirm_seconds``).
        aging_seconds: how much longer than a job of the next higher priority a job
            waits; a steady stream of HIGH jobs holds LOW ones up for twice as long.
        limits: how many jobs of one group may run at once, by the group's name; see
            ``group_names``.
        run_seconds: how long after its first start a job may run; 0 for as long as it likes.
        max_attempts: attempts of a job before it fails; one handed back is not counted.
        retention_seconds: how long an ended job is kept, all of it together.
        backoff_base_seconds: upper bound of the wait before the second attempt;
            doubles with each further one.
        backoff_cap_seconds: upper bound of any such wait.
        ring_first_seconds: a job that nobody claims is rung for again after this;
            the time doubles with each ring.
        ring_cap_seconds: upper bound of that time.
        max_events: how many events of a job are kept at least; up to 63 more may be.
        max_steps_bytes: size of a job's step journal, as stored.
        patience_seconds: how long an attempt goes on trying to write when the store
            does not answer or is full.
        stop_seconds: how long a handler may take to end after it was cancelled; then
            its job is ended or handed back without it, which fences it.
        reap_interval_seconds: time between two rounds of a reaper.
        reap_batch: jobs of each sort that a round takes at most.

    """

    lease_seconds: float = 15.0
    aging_seconds: float = 300.0
    limits: Mapping[str, int] = field(default_factory=dict)
    run_seconds: float = 0.0
    max_attempts: int = 3
    retention_seconds: int = 3600
    backoff_base_seconds: float = 2.0
    backoff_cap_seconds: float = 60.0
    ring_first_seconds: float = 3.0
    ring_cap_seconds: float = 60.0
    max_events: int = 20_000
    max_steps_bytes: int = 64 * 1024 * 1024
    patience_seconds: float = 60.0
    stop_seconds: float = 5.0
    reap_interval_seconds: float = 1.0
    reap_batch: int = 100

    @property
    def lease_ms(self) -> int:
        """The lease in milliseconds."""
        return round(self.lease_seconds * 1000)

    @property
    def heartbeat_seconds(self) -> float:
        """Time between two heartbeats: two may be lost before the lease is."""
        return self.lease_seconds / 3

    @property
    def confirm_seconds(self) -> float:
        """How long a reaper must see a lease overdue before it takes the job away.

        Longer than a heartbeat, so that after a pause of the store every living
        worker is heard before it is judged.
        """
        return self.lease_seconds * 8 / 15

    @property
    def result_seconds(self) -> int:
        """How long a result is kept."""
        return min(self.retention_seconds, SPEC_RESULT_SECONDS)

    def rank_ms(self, priority: Priority) -> int:
        """Return what a priority adds to the time by which waiting jobs are taken (ms)."""
        return round((Priority.HIGH - priority) * self.aging_seconds * 1000)

    def backoff(self, attempt: int) -> float:
        """Return a random wait after the attempt of that number failed.

        Full jitter over an exponential bound (AWS Architecture Blog, "Exponential
        Backoff And Jitter").
        """
        bound = self.backoff_base_seconds * 2.0 ** min(attempt - 1, 32)
        return random.uniform(0, min(self.backoff_cap_seconds, bound))  # noqa: S311  not a secret
