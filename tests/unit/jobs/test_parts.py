"""The parts of the job engine that need no store."""

import hashlib
import json

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from redis import exceptions

from outline_service.convert import outline_codec
from shared.errors import QuireError
from shared.events.payloads import Completed, Failure, Progress, Usage
from shared.jobs.canonical import canonical_json, digest
from shared.jobs.entry import INLINE_RESULT_BYTES, MAX_EVENT_BYTES, event_arguments
from shared.jobs.ids import check_job_id, new_job_id
from shared.jobs.model import JobRequest, Kind, NewJob, Priority
from shared.jobs.policy import JobPolicy
from shared.jobs.record import (
    differing_field,
    failure_json,
    new_fields,
    parse_failure,
    parse_record,
)
from shared.jobs.redis_errors import store_errors
from shared.jobs.stack import stack_of
from shared.jobs.steps import KeptStep, decode_step, encode_step, step_field
from shared.jobs.trouble import Trouble
from shared.reasons import Reason

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), JSON))
def test_the_order_of_keys_does_not_count(value: dict[str, object]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_json(turned) == canonical_json(value)  # type: ignore[arg-type]
    assert json.loads(canonical_json(value)) == value  # type: ignore[arg-type]


@given(JSON)
def test_a_step_is_kept_as_it_was(output: object) -> None:
    kept = KeptStep(digest("given"), output)  # type: ignore[arg-type]
    assert decode_step(encode_step(kept)) == kept


def test_a_step_cannot_pass_for_another() -> None:
    assert step_field("chapter", "a|b") == "chapter|a|b"
    for name in ("", "chapter|a"):
        with pytest.raises(ValueError, match="not a name"):
            step_field(name, "b")


@given(st.integers(1, 1000))
def test_waits_grow_to_a_bound(attempt: int) -> None:
    policy = JobPolicy(backoff_base_seconds=2, backoff_cap_seconds=60)
    wait = policy.backoff(attempt)
    assert 0 <= wait <= min(60, 2 * 2.0 ** min(attempt - 1, 32))


def test_times_fit_each_other() -> None:
    policy = JobPolicy()
    assert policy.heartbeat_seconds * 2 < policy.lease_seconds
    assert policy.heartbeat_seconds < policy.confirm_seconds
    assert policy.lease_seconds + policy.confirm_seconds <= 30
    assert JobPolicy(retention_seconds=86_400).result_seconds == 3600


@pytest.mark.parametrize("job_id", ["", "a b", "a:b", "a" * 65, "ä", "a\n", "../x"])
def test_ids_that_could_be_no_key(job_id: str) -> None:
    with pytest.raises(QuireError) as caught:
        check_job_id(job_id)
    assert caught.value.reason is Reason.INVALID_REQUEST


def test_new_ids_tell_their_kind() -> None:
    ids = {new_job_id(Kind.OUTLINE) for _ in range(100)}
    assert len(ids) == 100
    assert all(check_job_id(job_id).startswith("o-") for job_id in ids)
    assert new_job_id(Kind.DOCUMENT).startswith("d-")


def test_failures_are_kept_whole() -> None:
    failure = Failure(Reason.STEP_FAILED, "no", step="fuse", attempts=2, metadata={"step": "fuse"})
    assert parse_failure(failure_json(failure)) == failure
    assert parse_failure(None) is None


def test_an_event_that_clients_could_not_receive_is_refused() -> None:
    codec = outline_codec()
    with pytest.raises(QuireError) as caught:
        event_arguments(codec, "j", "u", 1, Progress("s", "m" * MAX_EVENT_BYTES, 0.5))
    assert caught.value.reason is Reason.JOB_TOO_LARGE
    largest = json.dumps({"title": "t" * (INLINE_RESULT_BYTES - 100)}).encode()
    assert event_arguments(codec, "j", "u", 1, Completed(largest, 12, Usage()))[4] == largest


def test_a_record_is_read_as_it_was_written() -> None:
    job = NewJob(
        "j",
        "ann",
        JobRequest(b"{}"),
        fingerprint={"a": "1", "b": "2"},
        priority=Priority.HIGH,
        labels={"team": "文档"},
        deadline_ms=5,
        retry_of="i",
    )
    fields = {
        name: value if isinstance(value, bytes) else str(value).encode()
        for name, value in new_fields(job, "u", Kind.DOCUMENT, JobPolicy(), "").items()
    }
    fields["state"] = b"queued"
    record = parse_record("j", fields)
    assert (record.job_id, record.uid, record.owner, record.kind) == ("j", "u", "ann", "document")
    assert (record.state, record.priority, record.labels) == ("queued", 3, {"team": "文档"})
    assert (record.deadline_ms, record.max_attempts, record.retry_of) == (5, 3, "i")
    assert (record.attempt, record.fraction, record.failure, record.usage) == (0, 0, None, Usage())
    assert differing_field(fields, {"a": "1", "b": "2"}) == ""
    assert differing_field(fields, {"a": "1", "b": "3"}) == "b"
    assert differing_field(fields, {"b": "2"}) == "a"


@pytest.mark.parametrize(
    ("raised", "reason"),
    [
        (exceptions.ConnectionError("away"), Reason.STORE_UNAVAILABLE),
        (exceptions.TimeoutError("slow"), Reason.STORE_UNAVAILABLE),
        (exceptions.BusyLoadingError("loading"), Reason.STORE_UNAVAILABLE),
        (exceptions.ReadOnlyError("a replica"), Reason.STORE_UNAVAILABLE),
        (exceptions.ResponseError("MISCONF no disk"), Reason.STORE_UNAVAILABLE),
        (exceptions.OutOfMemoryError("full"), Reason.STORE_FULL),
    ],
)
def test_trouble_with_the_store_may_be_tried_again(raised: Exception, reason: Reason) -> None:
    with pytest.raises(QuireError) as caught, store_errors():
        raise raised
    assert caught.value.reason is reason
    assert caught.value.transient
    assert caught.value.retry_after is not None


def test_a_fault_of_ours_is_not_taken_for_trouble_with_the_store() -> None:
    with pytest.raises(exceptions.ResponseError), store_errors():
        raise exceptions.ResponseError("ERR wrong number of arguments")


def test_trouble_is_told_when_it_changes() -> None:
    trouble = Trouble("it does not work")
    with structlog.testing.capture_logs() as logged:
        trouble.over()
        for cause in ("A", "A", "B", "B"):
            trouble.met(cause)
        trouble.over()
        trouble.over()
    assert [entry.get("cause") for entry in logged] == ["A", "B", None]


def test_where_an_error_came_from() -> None:
    def fail() -> None:
        try:
            raise KeyError("secret" + "-words")
        except KeyError as error:
            raise ValueError("other" + "-words") from error

    with pytest.raises(ValueError, match="words") as caught:
        fail()
    told = stack_of(caught.value)
    assert told.index("builtins.KeyError") < told.index("builtins.ValueError")
    assert "in fail" in told
    assert "secret-words" not in told
    assert "other-words" not in told


def test_an_entry_for_those_who_read_the_stream() -> None:
    codec = outline_codec()
    progress = event_arguments(codec, "j", "u", 1, Progress("research", "looking", 0.5))
    assert progress[:5] == ("task_progress", "research", "looking", "", "")
    small = json.dumps({"title": "t"}).encode()
    done = event_arguments(codec, "j", "u", 1, Completed(small, 12, Usage()))
    assert done[:5] == ("task_completed", "", "completed", 12, small)
    large = json.dumps({"title": "t" * INLINE_RESULT_BYTES}).encode()
    reference = event_arguments(codec, "j", "u", 1, Completed(large, 12, Usage()))[4]
    assert json.loads(str(reference)) == {
        "ref": "job_result:j",
        "size": len(large),
        "sha256": hashlib.sha256(large).hexdigest(),
    }
