"""What ``quire top`` says in the columns of its tables, on a terminal and through a pipe."""

from quire.job.v1.job_pb2 import PRIORITY_HIGH, PRIORITY_LOW, PRIORITY_NORMAL, Job
from quire.job.v1.queue_pb2 import Queue, Worker

from quire_client.cli.counting import age_text, duration_text
from quire_client.cli.jobs import state_of
from quire_client.cli.view import failure_text

PRIORITIES = (PRIORITY_HIGH, PRIORITY_NORMAL, PRIORITY_LOW)

QUEUE_COLUMNS = (
    "SERVICE", "WAITING", "HIGH", "NORMAL", "LOW", "OLDEST", "RUNNING", "SLOTS", "RETRYING",
)  # fmt: skip
WORKER_COLUMNS = ("WORKER", "SERVICE", "RUNNING", "SLOTS", "UP", "VERSION", "STATE")
LIVE_COLUMNS = ("JOB", "KIND", "STATE", "TRY", "DONE", "TIME", "STEP", "LAST SAID")
ENDED_COLUMNS = ("ENDED", "KIND", "STATE", "TRY", "TOOK", "AGO", "LAST SAID")


def queue_cells(kind: str, queue: Queue) -> tuple[str, ...]:
    """Return what waits by priority, since when, what runs, and in how many slots.

    ``+`` stands behind counts that do not take in the far end of a long queue.
    """
    by_priority = {one.priority: one for one in queue.waiting}
    more = "+" if queue.waiting_others else ""
    counts = [f"{by_priority[one].jobs if one in by_priority else 0:,}{more}" for one in PRIORITIES]
    waiting = sum(one.jobs for one in queue.waiting) + queue.waiting_others
    times = [one.oldest_create_time.seconds for one in queue.waiting if one.jobs]
    oldest = age_text(queue.time.seconds - min(times)) if times else "-"
    slots = sum(worker.slots for worker in queue.workers)
    return (
        kind,
        f"{waiting:,}",
        *counts,
        oldest,
        f"{queue.running:,}",
        f"{slots:,}",
        f"{queue.retrying:,}",
    )


def worker_cells(kind: str, worker: Worker, queue: Queue) -> tuple[str, ...]:
    """Return name, service, jobs, slots, age, version and what it is doing."""
    state = "stopping" if worker.stopping else "busy" if worker.running else "idle"
    up = age_text(queue.time.seconds - worker.start_time.seconds)
    return (worker.name, kind, f"{worker.running}", f"{worker.slots}", up, worker.version, state)


def live_cells(job: Job, queue: Queue) -> tuple[str, ...]:
    """Return id, kind, state, attempt, share done, time, step and what was last said.

    The time is since the first start, and for a job that has never started, since it
    was recorded.
    """
    since = job.start_time if job.HasField("start_time") else job.create_time
    said = job.message
    if job.state == Job.STATE_QUEUED:
        said = f"{job.queue_position:,} ahead" if job.HasField("queue_position") else "waits"
    return _words(
        job.id,
        kind_of(job),
        state_of(job),
        _attempt(job),
        f"{job.fraction:.0%}" if job.attempt else "-",
        age_text(queue.time.seconds - since.seconds),
        job.step,
        said,
    )


def ended_cells(job: Job, queue: Queue) -> tuple[str, ...]:
    """Return id, kind, state, attempt, how long it took, how long ago, and its last words."""
    return _words(
        job.id,
        kind_of(job),
        state_of(job),
        _attempt(job),
        duration_text((job.end_time.ToNanoseconds() - job.create_time.ToNanoseconds()) / 1e9),
        age_text(queue.time.seconds - job.end_time.seconds),
        failure_text(job.failure) if job.HasField("failure") else job.message,
    )


def kind_of(job: Job) -> str:
    """Return what a job makes."""
    return Job.Kind.Name(job.kind).removeprefix("KIND_").lower()


def _attempt(job: Job) -> str:
    return f"{job.attempt}/{job.max_attempts}" if job.attempt else "-"


def _words(*cells: str) -> tuple[str, ...]:
    """Return the cells, each on one line."""
    return tuple(" ".join(cell.split()) for cell in cells)
