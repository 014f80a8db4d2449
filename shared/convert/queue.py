"""The queue of a service as a message of ``quire.job.v1``."""

from quire.job.v1 import queue_pb2

from shared.convert.job import priority_value, timestamp
from shared.jobs.presence import Worker
from shared.jobs.queue import Queue
from shared.jobs.waiting import WaitingJobs


def queue_message(queue: Queue) -> queue_pb2.Queue:
    """Return the queue as monitors see it."""
    return queue_pb2.Queue(
        time=timestamp(queue.now_ms),
        waiting=[_waiting(one) for one in queue.waiting],
        waiting_others=queue.waiting_others,
        running=queue.running,
        retrying=queue.retrying,
        workers=[_worker(one) for one in queue.workers],
    )


def _waiting(waiting: WaitingJobs) -> queue_pb2.WaitingJobs:
    return queue_pb2.WaitingJobs(
        priority=priority_value(waiting.priority),
        jobs=waiting.jobs,
        oldest_create_time=timestamp(waiting.oldest_ms) if waiting.jobs else None,
    )


def _worker(worker: Worker) -> queue_pb2.Worker:
    return queue_pb2.Worker(
        name=worker.name,
        version=worker.version,
        slots=worker.slots,
        running=worker.running,
        start_time=timestamp(worker.start_ms),
        stopping=worker.stopping,
    )
