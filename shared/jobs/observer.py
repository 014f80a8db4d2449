"""Who is told of what the job engine does, so that it can be counted."""

from enum import StrEnum

from shared.events.payloads import Cancelled, Completed, Failed, Failure, Payload, Retrying
from shared.jobs.model import JobRecord, State
from shared.reasons import Reason


class ReaperAction(StrEnum):
    """What a reaper puts right."""

    LAPSE = "lapse"  # a lost lease: the job was queued again, or ended
    REQUEUE = "requeue"  # the next attempt is due
    RING = "ring"  # nobody has claimed the job
    OVERDUE = "overdue"  # the deadline of a waiting job has passed
    FORGET = "forget"  # an ended job has expired


class JobObserver:
    """Is told of each thing once, by the process that did it; takes no notice itself.

    What overrides a method is called on the event loop or in the thread of the heartbeat:
    it is quick, does not block and does not raise. Durations are in seconds.
    """

    def submitted(self, record: JobRecord) -> None:
        """A job was recorded; a repeat of a submit is not told."""

    def cancel_asked(self, record: JobRecord) -> None:
        """The caller wants a job that has not ended to be cancelled."""

    def started(self, record: JobRecord) -> None:
        """An attempt begins; ``record`` is as it was claimed."""

    def stopped(self, record: JobRecord, state: State | None) -> None:
        """An attempt is over. ``state`` is that of the job then, ``None`` if it lost the job."""

    def retried(self, record: JobRecord, failure: Failure) -> None:
        """An attempt failed and another one will follow."""

    def ended(self, record: JobRecord, end: Completed | Failed | Cancelled) -> None:
        """A job has ended; its last event says how."""

    def step_done(self, name: str, seconds: float) -> None:
        """A step was done and is kept."""

    def step_reused(self, name: str) -> None:
        """The output of a step was taken from the journal."""

    def lease_lost(self, record: JobRecord) -> None:
        """A job was taken from a worker that is not heard of any more."""

    def reaped(self, action: ReaperAction) -> None:
        """The reaper of this process has acted on a job."""

    def doorbell_sent(self) -> None:
        """The broker has taken a doorbell."""

    def doorbell_failed(self) -> None:
        """The broker has not taken a doorbell."""

    def doorbell_dropped(self) -> None:
        """A worker heard a doorbell and found nothing to do."""

    def handed_over(self, lag: float) -> None:
        """A watcher gets an event that was appended so long ago, while it watched."""

    def store_failed(self, reason: Reason) -> None:
        """A command of the store was not answered (STORE_UNAVAILABLE) or refused (STORE_FULL)."""


UNOBSERVED = JobObserver()
"""The default; it has no state, so one serves all."""


def tell(observer: JobObserver, record: JobRecord, event: Payload | None) -> None:
    """Tell an observer of a transition that was made, by the event that it has appended."""
    match event:
        case Completed() | Failed() | Cancelled():
            observer.ended(record, event)
        case Retrying():
            observer.retried(record, event.failure)
        case _:
            pass
