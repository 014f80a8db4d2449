"""A new job from one that did not end as it should."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass

from shared.errors import QuireError
from shared.jobs.canonical import canonical_json, digest
from shared.jobs.ids import new_job_id
from shared.jobs.model import JobRecord, JobRequest, JsonValue, NewJob, Priority, SpendLimits, State
from shared.jobs.store import JobStore
from shared.reasons import Reason

NO_LIMITS = SpendLimits()


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a job is to be run; ``deadline_ms`` is a Unix time, 0 for none."""

    priority: Priority
    labels: Mapping[str, str]
    deadline_ms: int = 0
    budget: SpendLimits = NO_LIMITS

    def identity(self) -> dict[str, JsonValue]:
        """Return what of the options makes two requests the same.

        Not the deadline and the time to finish, which are often counted from the moment
        of the call: a repeat would then be another request. The first ones hold.
        """
        same: dict[str, JsonValue] = {
            "options.priority": int(self.priority),
            "options.labels": dict(self.labels),
        }
        if self.budget.tokens or self.budget.cost_micros:
            same["options.budget"] = [self.budget.tokens, self.budget.cost_micros]
        return same


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
        options: those of the old job, without its deadline and budget, if ``None``.

    Raises QuireError JOB_NOT_FOUND, RESULT_EXPIRED, JOB_OF_ANOTHER_OWNER or
    JOB_NOT_RETRYABLE.
    """
    record = await store.get(job_id, owner)
    _require_retryable(record)
    run = options or RunOptions(record.priority, record.labels)
    identity = {name: digest(value) for name, value in run.identity().items()}
    asked = await store.fingerprint(job_id, owner)
    inherited = {name: value for name, value in asked.items() if name != "options.budget"}
    return NewJob(
        job_id=new_id or new_job_id(record.kind),
        owner=owner,
        request=_within(await store.request(job_id), options),
        fingerprint={
            **inherited,
            **identity,
            "job_id": digest(job_id),
        },
        priority=run.priority,
        labels=run.labels,
        deadline_ms=run.deadline_ms,
        retry_of=job_id,
    )


def with_budget(body: dict[str, JsonValue], budget: SpendLimits) -> dict[str, JsonValue]:
    """Return a request's recorded body with what the job may use; with nothing if no limit."""
    rest = {name: value for name, value in body.items() if name != "budget"}
    return rest if budget == NO_LIMITS else {**rest, "budget": dataclasses.asdict(budget)}


def _within(request: JobRequest, options: RunOptions | None) -> JobRequest:
    budget = options.budget if options else NO_LIMITS
    body = with_budget(json.loads(request.body), budget)
    return JobRequest(canonical_json(body), request.blobs)


def _require_retryable(record: JobRecord) -> None:
    if record.state in (State.FAILED, State.CANCELLED) or record.partial:
        return
    raise QuireError(
        Reason.JOB_NOT_RETRYABLE,
        f"job {record.job_id} is {record.state.name}; only a failed, cancelled or partial job "
        "can be retried",
        metadata={"job_id": record.job_id, "state": record.state.name},
    )
