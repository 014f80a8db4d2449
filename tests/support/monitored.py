"""Queues, workers and jobs for ``quire top`` to show."""

from quire.job.v1.job_pb2 import PRIORITY_HIGH, PRIORITY_LOW, PRIORITY_NORMAL, Job
from quire.job.v1.queue_pb2 import Queue, WaitingJobs, Worker

NOW = 1_700_000_000
"""Unix time of the store, in seconds."""

WORDS = "月球的引力如何使海水每天涨落两次以及沿岸居民怎样利用潮汐"


def queue(high: int = 0, normal: int = 0, low: int = 0, *, running: int = 0) -> Queue:
    """Return a queue with one worker, whose oldest jobs were recorded 245 s ago."""
    full = Queue(running=running)
    full.time.seconds = NOW
    for priority, jobs in ((PRIORITY_HIGH, high), (PRIORITY_NORMAL, normal), (PRIORITY_LOW, low)):
        waiting = WaitingJobs(priority=priority, jobs=jobs)
        if jobs:
            waiting.oldest_create_time.seconds = NOW - 245
        full.waiting.append(waiting)
    worker = Worker(name="host-1/4711", version="0.1.0", slots=4, running=running)
    worker.start_time.seconds = NOW - 4000
    full.workers.append(worker)
    return full


def set_up(job: Job, state: "Job.State.ValueType", *, place: int = 0) -> Job:
    """Make a job, recorded 300 s ago, look as in a state.

    Args:
        place: in the queue.
    """
    job.state = state
    job.create_time.FromSeconds(NOW - 300)
    job.max_attempts = 3
    if state == Job.STATE_QUEUED:
        job.queue_position = place
        return job
    job.attempt, job.fraction, job.step, job.message = 2, 0.4, "chapters", WORDS
    job.start_time.FromSeconds(NOW - 100)
    if state in (Job.STATE_SUCCEEDED, Job.STATE_FAILED, Job.STATE_CANCELLED):
        job.end_time.FromSeconds(NOW - 20 - place)
    if state == Job.STATE_FAILED:
        job.failure.message = "ValueError in step chapters"
    return job
