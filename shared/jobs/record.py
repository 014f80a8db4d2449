"""The job record between its Redis HASH and ``JobRecord``."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from shared.events.payloads import Failure, Usage
from shared.jobs.canonical import canonical_json
from shared.jobs.model import JobRecord, Kind, NewJob, Priority, State
from shared.jobs.policy import JobPolicy
from shared.jobs.scripts import Argument
from shared.reasons import Reason


def new_fields(
    job: NewJob, uid: str, kind: Kind, policy: JobPolicy, trace: str
) -> dict[str, Argument]:
    """Return the fields that a submit writes; the script adds what it alone knows."""
    return {
        "uid": uid,
        "kind": kind.value,
        "owner": job.owner,
        "priority": int(job.priority),
        "labels": canonical_json(dict(job.labels)),
        "fingerprint": canonical_json(dict(job.fingerprint)),
        "deadline_ms": job.deadline_ms,
        "max_attempts": policy.max_attempts,
        "rank_ms": policy.rank_ms(job.priority),
        "keep_events": policy.max_events,
        "retry_of": job.retry_of,
        "trace": trace,
    }


def group_names(job: NewJob) -> str:
    """Return the groups of a job, one a line: ``owner=ann`` and ``label.team=x``.

    How many jobs of one group run at once can be limited (``JobPolicy.limits``).
    """
    labels = (f"label.{name}={value}" for name, value in sorted(job.labels.items()))
    return "\n".join([f"owner={job.owner}", *labels])


def by_name(fields: Mapping[Any, Any]) -> dict[str, bytes]:
    """Return the fields of a HASH, as a client that answers in bytes reads it, by name."""
    return {name.decode(): value for name, value in fields.items()}


def parse_record(job_id: str, fields: Mapping[str, bytes], ahead: int | None = None) -> JobRecord:
    """Return the record that the HASH holds; ``ahead`` is its rank in the index ``waiting``."""

    def text(name: str) -> str:
        return fields.get(name, b"").decode()

    def whole(name: str) -> int:
        return int(fields.get(name) or 0)

    return JobRecord(
        job_id=job_id,
        uid=text("uid"),
        kind=Kind(text("kind")),
        owner=text("owner"),
        state=State(text("state")),
        priority=Priority(whole("priority")),
        labels=json.loads(fields.get("labels") or b"{}"),
        create_ms=whole("create_ms"),
        start_ms=whole("start_ms"),
        end_ms=whole("end_ms"),
        expire_ms=whole("expire_ms"),
        deadline_ms=whole("deadline_ms"),
        attempt=whole("attempt"),
        lost=whole("lost"),
        max_attempts=whole("max_attempts"),
        fraction=float(fields.get("fraction") or 0),
        step=text("step"),
        message=text("message"),
        last_sequence=whole("seq"),
        partial=text("partial") == "1",
        retry_of=text("retry_of"),
        failure=parse_failure(fields.get("failure")),
        usage=Usage(**json.loads(fields.get("usage") or b"{}")),
        trace=text("trace"),
        ahead=ahead,
    )


def differing_field(fields: Mapping[str, bytes], fingerprint: Mapping[str, str]) -> str:
    """Return the first field by which a request differs from the recorded; '' if none does."""
    kept: dict[str, str] = json.loads(fields.get("fingerprint") or b"{}")
    for name in sorted({*kept, *fingerprint}):
        if kept.get(name) != fingerprint.get(name):
            return name
    return ""


def failure_json(failure: Failure) -> bytes:
    """Return a failure as the record keeps it."""
    return canonical_json(dataclasses.asdict(failure))


def parse_failure(value: bytes | None) -> Failure | None:
    """Return the failure that ``failure_json`` made."""
    if not value:
        return None
    fields = json.loads(value)
    return Failure(**{**fields, "reason": Reason(fields["reason"])})


def usage_json(usage: Usage) -> bytes:
    """Return the usage as the record keeps it."""
    return canonical_json(dataclasses.asdict(usage))
