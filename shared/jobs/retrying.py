"""A new job from one that did not end as it should."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.errors import QuireError
from shared.jobs.canonical import digest
from shared.jobs.ids import new_job_id
from shared.jobs.model import JobRecord, JsonValue, NewJob, Priority, State
from shared.jobs.store import JobStore
from shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a job is to be run; ``deadline_ms`` is a Unix time, 0 for none."""

    priority: Priority
    labels: Mapping[str, str]
    deadline_ms: int = 0

    def identity(self) -> dict[str, JsonValue]:
        """Return what of the options makes two requests the same.

        Not the deadline, which is often counted from the moment of the call: a repeat
        would then be another request. The first one holds.
        """
        return {
            "options.priority": int(self.priority),
            "options.labels": dict(self.labels),
        }


async def retried(
    store: JobStore, job_id: str, owner: str, new_id: str, options: RunOptions | None
) -> NewJob:
    """Return the job that does again what another one did not finish.

    Once submitted it inherits the steps that the other has finished.

    Args:
        store: of the kind of both.
        job_id: a failed, cancelled or partial job of that owner.
        owner: of both.
        new_id: id of the new job; made if empty.
        options: those of the old job, without its deadline, if ``None``.

    Raises QuireError JOB_NOT_FOUND, RESULT_EXPIRED, JOB_OF_ANOTHER_OWNER or
    JOB_NOT_RETRYABLE.
    """
    record = await store.get(job_id, owner)
    _require_retryable(record)
    run = options or RunOptions(record.priority, record.labels)
    identity = {name: digest(value) for name, value in run.identity().items()}
    return NewJob(
        job_id=new_id or new_job_id(record.kind),
        owner=owner,
        request=await store.request(job_id),
        fingerprint={
            **await store.fingerprint(job_id, owner),
            **identity,
            "job_id": digest(job_id),
        },
        priority=run.priority,
        labels=run.labels,
        deadline_ms=run.deadline_ms,
        retry_of=job_id,
    )


def _require_retryable(record: JobRecord) -> None:
    if record.state in (State.FAILED, State.CANCELLED) or record.partial:
        return
    raise QuireError(
        Reason.JOB_NOT_RETRYABLE,
        f"job {record.job_id} is {record.state.name}; only a failed, cancelled or partial job "
        "can be retried",
        metadata={"job_id": record.job_id, "state": record.state.name},
    )
