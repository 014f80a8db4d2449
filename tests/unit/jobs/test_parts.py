"""The parts of the job engine that need no store."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outline_service.convert import outline_codec
from shared.errors import QuireError
from shared.events.payloads import Completed, Failure, Progress, Usage
from shared.jobs.canonical import canonical_json, digest
from shared.jobs.entry import INLINE_RESULT_BYTES, event_arguments
from shared.jobs.ids import check_job_id, new_job_id
from shared.jobs.model import Kind
from shared.jobs.policy import JobPolicy
from shared.jobs.record import failure_json, parse_failure
from shared.jobs.steps import KeptStep, decode_step, encode_step, step_field
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
