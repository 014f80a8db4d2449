"""The jobs of a service as their callers see them: submit, read, cancel, delete."""

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import cast

from redis.asyncio import Redis

from shared.errors import QuireError
from shared.events.codec import EventCodec
from shared.events.payloads import Cancelled, Payload, Queued, QueuedCause
from shared.jobs.entry import event_arguments
from shared.jobs.keys import Keys
from shared.jobs.listing import list_jobs
from shared.jobs.model import JobRecord, JobRequest, JsonValue, NewJob, Page, State
from shared.jobs.observer import UNOBSERVED, JobObserver, tell
from shared.jobs.policy import JobPolicy
from shared.jobs.record import (
    by_name,
    differing_field,
    group_names,
    new_fields,
    parse_record,
)
from shared.jobs.redis_errors import store_errors
from shared.jobs.scripts import Argument, Script, Scripts, table, word
from shared.jobs.steps import decode_step, step_field
from shared.jobs.tracer import UNTRACED, Tracer
from shared.reasons import Reason

_WITHOUT_WORKER = (State.QUEUED, State.RETRYING)


class JobStore:
    """Jobs in Redis.

    Every method raises QuireError STORE_UNAVAILABLE when Redis does not answer and
    STORE_FULL when it is full; both leave a job either as it was or wholly changed,
    and every method may be called again.

    Args:
        redis: a client that answers in bytes.
        keys: names of the service's keys.
        codec: serialises the service's events.
        policy: times and limits.
        observer: is told of jobs that are recorded, cancelled and ended.
        tracer: says to which trace a job belongs.

    """

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        codec: EventCodec,
        policy: JobPolicy,
        observer: JobObserver = UNOBSERVED,
        tracer: Tracer = UNTRACED,
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._codec = codec
        self._policy = policy
        self._observer = observer
        self._tracer = tracer
        self._scripts = Scripts(redis, observer)

    async def submit(self, job: NewJob) -> tuple[JobRecord, bool]:
        """Record a job, or find the one that was recorded for the same request.

        Returns the record and whether it was made by this call. Nobody is told of
        the job yet; see ``shared.jobs.submit``. Raises QuireError JOB_EXISTS when the
        id belongs to another request (``field`` names the first that differs, to the
        owner alone), another kind or another owner.
        """
        uid = uuid.uuid4().hex
        fields = new_fields(job, uid, self._keys.kind, self._policy, self._tracer.carried())
        record_values = [value for pair in fields.items() for value in pair]
        request: list[Argument] = ["body", job.request.body]
        for name, blob in job.request.blobs.items():
            request += [f"blob:{name}", blob]
        made, reply = await self._scripts.run(
            Script.SUBMIT,
            [
                *self._keys.for_script(job.job_id),
                self._keys.owner(job.owner),
                *self._inherited(job),
            ],
            [
                *self._head(job.job_id),
                uid,
                round(self._policy.ring_first_seconds * 1000),
                *self._event(job.job_id, uid, Queued(QueuedCause.SUBMITTED)),
                group_names(job),
                len(record_values),
                *record_values,
                *request,
            ],
        )
        stored = table(reply)
        if not made:
            self._require_same(stored, job.job_id, job.owner, job.fingerprint)
        record = parse_record(job.job_id, stored)
        if made:
            self._observer.submitted(record)
        return record, bool(made)

    async def find_same(
        self, job_id: str, owner: str, fingerprint: Mapping[str, str]
    ) -> JobRecord | None:
        """Return the job that a request of that fingerprint has made, ``None`` if none has.

        Raises QuireError JOB_EXISTS as ``submit`` does.
        """
        with store_errors(self._observer):
            fields = await self._redis.hgetall(self._keys.record(job_id))
        if not fields:
            return None
        stored = by_name(fields)
        self._require_same(stored, job_id, owner, fingerprint)
        return parse_record(job_id, stored)

    async def get(self, job_id: str, owner: str) -> JobRecord:
        """Return a job of that owner.

        Raises QuireError JOB_NOT_FOUND, RESULT_EXPIRED when it was there within the
        last day, or JOB_OF_ANOTHER_OWNER.
        """
        record, _ = await self._read(job_id, owner)
        return record

    async def result(self, job_id: str, owner: str) -> bytes:
        """Return the JSON of the result.

        Raises QuireError JOB_NOT_FOUND, JOB_NOT_FINISHED, JOB_HAS_NO_RESULT (it failed
        or was cancelled) or RESULT_EXPIRED.
        """
        record = await self.get(job_id, owner)
        facts = {"job_id": job_id, "state": record.state.name}
        if not record.state.final:
            raise QuireError(Reason.JOB_NOT_FINISHED, "the job has not ended", metadata=facts)
        if record.state is not State.SUCCEEDED:
            raise QuireError(
                Reason.JOB_HAS_NO_RESULT, "the job ended without a result", metadata=facts
            )
        with store_errors(self._observer):
            value = await self._redis.get(self._keys.result(job_id))
        if value is None:
            raise _expired(job_id)
        return cast("bytes", value)

    async def request(self, job_id: str) -> JobRequest:
        """Return what the job is to do. Raises QuireError JOB_NOT_FOUND."""
        with store_errors(self._observer):
            fields = await self._redis.hgetall(self._keys.request(job_id))
        if not fields:
            raise _not_found(job_id)
        return parse_request(cast("dict[bytes, bytes]", fields))

    async def list(
        self,
        owner: str,
        *,
        states: Iterable[State] = (),
        labels: Mapping[str, str] | None = None,
        page_size: int = 50,
        page_token: str = "",
    ) -> Page:
        """Return jobs of the owner, the newest first; see ``shared.jobs.listing``.

        Args:
            owner: whose jobs.
            states: only jobs in one of these; none means all.
            labels: only jobs that have all of these.
            page_size: jobs a page at most; a page may have fewer and not be the last.
            page_token: of the page before; '' for the first.

        Raises QuireError INVALID_PAGE_TOKEN when the token is not of this list.

        """
        with store_errors(self._observer):
            return await list_jobs(
                self._redis,
                self._scripts,
                self._keys,
                owner,
                states=frozenset(states),
                labels=dict(labels or {}),
                page_size=page_size,
                page_token=page_token,
            )

    async def cancel(self, job_id: str, owner: str, *, drop_steps: bool = False) -> JobRecord:
        """End a waiting job, or tell its worker to; return the job as it is then.

        A job that has ended stays as it is.

        Args:
            job_id: of the job.
            owner: of the job.
            drop_steps: whether its finished steps are deleted when it has ended
                CANCELLED, so that no retry inherits them.

        Raises QuireError as ``get``.
        """
        record, now = await self._read(job_id, owner)
        end = Cancelled(max(0, now - record.create_ms))
        answer, *rest = await self._scripts.run(
            Script.CANCEL,
            self._keys.for_script(job_id),
            [
                *self._head(job_id),
                record.uid,
                self._policy.retention_seconds * 1000,
                self._keys.control,
                int(drop_steps),
                *self._event(job_id, record.uid, end),
            ],
        )
        if word(answer) == "gone":
            raise _not_found(job_id)
        then = parse_record(job_id, table(rest[0]))
        if not record.state.final:
            self._observer.cancel_asked(then)
        if record.state in _WITHOUT_WORKER and then.state is State.CANCELLED:
            tell(self._observer, then, end)
        return then

    async def delete(self, job_id: str, owner: str) -> None:
        """Remove every key of an ended job.

        Raises QuireError JOB_NOT_FOUND, or JOB_ACTIVE when it has not ended.
        """
        record = await self.get(job_id, owner)
        answer, *rest = await self._scripts.run(
            Script.DELETE,
            [*self._keys.for_script(job_id), self._keys.owner(owner)],
            [*self._head(job_id), record.uid],
        )
        if word(answer) == "active":
            raise QuireError(
                Reason.JOB_ACTIVE,
                "the job has not ended; cancel it first",
                metadata={"job_id": job_id, "state": word(rest[0]).upper()},
            )

    async def fingerprint(self, job_id: str, owner: str) -> Mapping[str, str]:
        """Return what a repeat of a job's request is compared with. Raises as ``get``."""
        await self.get(job_id, owner)
        with store_errors(self._observer):
            value = await self._redis.hget(self._keys.record(job_id), "fingerprint")
        return cast("Mapping[str, str]", json.loads(value or b"{}"))

    async def kept(self, job_id: str, name: str, key: str) -> JsonValue:
        """Return what a step of a job has put out. Raises QuireError RESULT_EXPIRED."""
        with store_errors(self._observer):
            value = await self._redis.hget(self._keys.steps(job_id), step_field(name, key))
        if value is None:
            raise _expired(job_id)
        return decode_step(cast("bytes", value)).output

    async def _read(self, job_id: str, owner: str) -> tuple[JobRecord, int]:
        """Return the job and the store's time in Unix ms."""
        with store_errors(self._observer):
            pipeline = self._redis.pipeline(transaction=False)
            pipeline.hgetall(self._keys.record(job_id))
            pipeline.time()
            pipeline.get(self._keys.past(job_id))
            pipeline.zrank(self._keys.waiting, job_id)
            fields, (seconds, micros), past, ahead = await pipeline.execute()
        if not fields:
            if past == f"{self._keys.kind}/{owner}".encode():
                raise _expired(job_id)
            raise _not_found(job_id)
        record = parse_record(job_id, by_name(fields), ahead)
        if record.kind is not self._keys.kind:
            raise _not_found(job_id)
        if record.owner != owner:
            raise QuireError(
                Reason.JOB_OF_ANOTHER_OWNER,
                f"job {job_id} belongs to another owner",
                metadata={"job_id": job_id},
            )
        return record, seconds * 1000 + micros // 1000

    def _require_same(
        self,
        stored: Mapping[str, bytes],
        job_id: str,
        owner: str,
        fingerprint: Mapping[str, str],
    ) -> None:
        facts = {"job_id": job_id}
        if (
            stored.get("owner") == owner.encode()
            and stored.get("kind") == self._keys.kind.value.encode()
        ):
            field = differing_field(stored, fingerprint)
            if not field:
                return
            facts["field"] = field
        raise QuireError(
            Reason.JOB_EXISTS, f"the id {job_id} belongs to another job", metadata=facts
        )

    def _inherited(self, job: NewJob) -> tuple[str, ...]:
        if not job.retry_of:
            return ()
        return (self._keys.steps(job.retry_of), self._keys.record(job.retry_of))

    def _head(self, job_id: str) -> tuple[Argument, ...]:
        return (job_id, self._keys.kind.task_type, self._keys.channel(job_id))

    def _event(self, job_id: str, uid: str, payload: Payload) -> tuple[Argument, ...]:
        """Return an event outside of attempts."""
        return event_arguments(self._codec, job_id, uid, 0, payload)


def parse_request(fields: Mapping[bytes, bytes]) -> JobRequest:
    """Return the request that the HASH holds."""
    blobs = {
        name.removeprefix(b"blob:").decode(): value
        for name, value in fields.items()
        if name.startswith(b"blob:")
    }
    return JobRequest(body=fields[b"body"], blobs=blobs)


def _expired(job_id: str) -> QuireError:
    return QuireError(
        Reason.RESULT_EXPIRED, f"job {job_id} has expired", metadata={"job_id": job_id}
    )


def _not_found(job_id: str) -> QuireError:
    return QuireError(Reason.JOB_NOT_FOUND, f"no job {job_id}", metadata={"job_id": job_id})
