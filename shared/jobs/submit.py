"""Submits a job: the record first, the doorbell after."""

import asyncio

import structlog

from shared.jobs.model import JobRecord, NewJob
from shared.jobs.ports import Doorbell
from shared.jobs.store import JobStore

RING_SECONDS = 2.0
"""How long a broker is waited for; the reaper rings for what was not rung."""

_log = structlog.get_logger("quire.jobs")


async def submit(store: JobStore, doorbell: Doorbell, job: NewJob) -> JobRecord:
    """Record a job and tell the workers; return it, or the one made by the same request.

    Once the record is written the job is acknowledged, whatever becomes of the
    message. Raises QuireError as ``JobStore.submit`` does.
    """
    record, made = await store.submit(job)
    if made:
        await ring(doorbell, record)
    return record


async def ring(doorbell: Doorbell, record: JobRecord) -> None:
    """Ring for a job; errors of the broker are survived, for the reaper rings again."""
    try:
        async with asyncio.timeout(RING_SECONDS):
            await doorbell.ring(record.job_id, record.uid, record.priority)
    except Exception as error:  # whatever the broker raises
        _log.warning("doorbell not rung", job_id=record.job_id, cause=type(error).__name__)
