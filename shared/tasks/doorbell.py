"""Rings the workers: sends a Celery message that names a job and says no more."""

import asyncio
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from celery import Celery

from shared.jobs.model import JsonValue, Priority
from shared.jobs.observer import UNOBSERVED, JobObserver
from shared.jobs.tracer import UNTRACED, Role, Tracer

UID_HEADER = "quire_uid"
"""Header of a doorbell; a message without it comes from a foreign producer."""

TRACE_HEADER = "traceparent"
"""Header that names the span in which a message was sent; not all have it."""

MOST_WAITING = 1000
"""Messages that may wait for the broker at once; the reaper rings for the others later."""

_CELERY_PRIORITY = {Priority.HIGH: 0, Priority.NORMAL: 3, Priority.LOW: 6}


class DoorbellBusy(Exception):  # noqa: N818  it will be free again
    """Too many messages wait for the broker."""


class CeleryDoorbell:
    """``Doorbell`` and ``Queue`` of ``shared.jobs.ports`` over a service's Celery application.

    Args:
        task: name of the task.
        placeholders: values for the task's parameters other than ``job_id``; the
            record decides what the job is.
        observer: is told of doorbells, in the thread that sends them.
        tracer: is told of those that are rung in the course of something traced.
    """

    def __init__(
        self,
        app: Celery,
        task: str,
        placeholders: Mapping[str, JsonValue],
        observer: JobObserver = UNOBSERVED,
        tracer: Tracer = UNTRACED,
    ) -> None:
        self._observer = observer
        self._tracer = tracer
        self._app = app
        self._task = task
        self._placeholders = dict(placeholders)
        # Celery's producer blocks, so it has a thread of its own; one, so that
        # doorbells keep their order and one connection is enough.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="doorbell")
        self._room = threading.BoundedSemaphore(MOST_WAITING)

    async def ring(self, job_id: str, uid: str, priority: Priority) -> None:
        """Send the message.

        Raises DoorbellBusy when a broker that does not answer has let too many pile
        up, and whatever the broker raises.
        """
        if not self._room.acquire(blocking=False):
            self._observer.doorbell_failed()
            raise DoorbellBusy
        queue = str(self._app.conf.task_default_queue)
        facts = {"messaging.system": "celery", "messaging.destination.name": queue}
        with self._tracer.span(f"send {queue}", Role.PRODUCER, facts):
            trace = self._tracer.carried()
            ringing = self._thread.submit(self._send, job_id, uid, priority, trace)
            ringing.add_done_callback(self._rung)
            await asyncio.wrap_future(ringing)

    async def length(self) -> int:
        """Return how many messages wait in the queue. Raises whatever the broker raises."""
        return await asyncio.wrap_future(self._thread.submit(self._length))

    def close(self) -> None:
        """End the thread after the message under way; the reaper rings for the others."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _rung(self, ringing: Future[None]) -> None:
        self._room.release()
        if ringing.cancelled() or ringing.exception() is not None:
            self._observer.doorbell_failed()
        else:
            self._observer.doorbell_sent()

    def _send(self, job_id: str, uid: str, priority: Priority, trace: str) -> None:
        headers = {UID_HEADER: uid} | ({TRACE_HEADER: trace} if trace else {})
        self._app.send_task(
            self._task,
            kwargs={"job_id": job_id, **self._placeholders},
            headers=headers,
            priority=_CELERY_PRIORITY[priority],
            retry=False,
        )

    def _length(self) -> int:
        with self._app.pool.acquire(block=True) as connection, connection.channel() as channel:
            # A passive declare would do, but for kombu's EXISTS, which forgets the key prefix,
            # and for an empty queue, which to Redis is none.
            return int(channel._size(self._app.conf.task_default_queue))
