"""Rings the workers: sends a Celery message that names a job and says no more."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from celery import Celery

from shared.jobs.model import JsonValue, Priority

UID_HEADER = "quire_uid"
"""Header of a doorbell; a message without it comes from a foreign producer."""

_CELERY_PRIORITY = {Priority.HIGH: 0, Priority.NORMAL: 3, Priority.LOW: 6}


class CeleryDoorbell:
    """``shared.jobs.ports.Doorbell`` over a service's Celery application.

    Args:
        task: name of the task.
        placeholders: values for the task's parameters other than ``job_id``; the
            record decides what the job is.
    """

    def __init__(self, app: Celery, task: str, placeholders: Mapping[str, JsonValue]) -> None:
        self._app = app
        self._task = task
        self._placeholders = dict(placeholders)
        # Celery's producer blocks, so it has a thread of its own; one, so that
        # doorbells keep their order and one connection is enough.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="doorbell")

    async def ring(self, job_id: str, uid: str, priority: Priority) -> None:
        """Send the message. Raises whatever the broker raises."""
        await asyncio.get_running_loop().run_in_executor(
            self._thread, self._send, job_id, uid, priority
        )

    def close(self) -> None:
        """End the thread after the message under way; the reaper rings for the others."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _send(self, job_id: str, uid: str, priority: Priority) -> None:
        self._app.send_task(
            self._task,
            kwargs={"job_id": job_id, **self._placeholders},
            headers={UID_HEADER: uid},
            priority=_CELERY_PRIORITY[priority],
            retry=False,
        )
