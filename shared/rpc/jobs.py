"""The calls that are the same for every kind of job, between a servicer and the store."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from quire.job.v1 import job_pb2

from shared.convert.job import states
from shared.jobs.model import JobRecord, NewJob, Page, State
from shared.jobs.retrying import RunOptions, retried
from shared.jobs.store import JobStore
from shared.rpc.caller import current_owner

DEFAULT_PAGE_SIZE = 50

T = TypeVar("T")


class JobCalls:
    """Reads and ends jobs of the caller. Every method raises QuireError as the store does."""

    def __init__(self, store: JobStore) -> None:
        self._store = store

    async def get(self, job_id: str, parse: Callable[[bytes], T]) -> tuple[JobRecord, T | None]:
        """Return a job and, if it has succeeded, what ``parse`` makes of its result."""
        owner = current_owner()
        record = await self._store.get(job_id, owner)
        if record.state is not State.SUCCEEDED:
            return record, None
        return record, parse(await self._store.result(job_id, owner))

    async def result(self, job_id: str) -> bytes:
        """Return the JSON of a job's result."""
        return await self._store.result(job_id, current_owner())

    async def list(
        self,
        page_size: int,
        page_token: str,
        wanted: "Iterable[job_pb2.Job.State.ValueType]",
        labels: Mapping[str, str],
    ) -> Page:
        """Return a page of the caller's jobs, the newest first."""
        return await self._store.list(
            current_owner(),
            states=states(wanted),
            labels=labels,
            page_size=page_size or DEFAULT_PAGE_SIZE,
            page_token=page_token,
        )

    async def cancel(self, job_id: str, parts: "job_pb2.PartsPolicy.ValueType") -> JobRecord:
        """End a job; its finished parts stay until it expires, or are deleted."""
        drop = parts == job_pb2.PARTS_POLICY_DELETE
        return await self._store.cancel(job_id, current_owner(), drop_steps=drop)

    async def retried(self, job_id: str, new_id: str, options: RunOptions | None) -> NewJob:
        """Return the job, to be submitted, that does again what another one did not finish."""
        return await retried(self._store, job_id, current_owner(), new_id, options)

    async def delete(self, job_id: str) -> None:
        """Delete an ended job."""
        await self._store.delete(job_id, current_owner())
