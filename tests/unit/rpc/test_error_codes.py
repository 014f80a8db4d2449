"""The codes of errors are those that the contract names beside each reason."""

import re
from pathlib import Path

import grpc
import pytest
from google.rpc import error_details_pb2
from quire.job.v1 import errors_pb2

from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason
from shared.rpc.errors import CODES, code_of, status_of

PROTO = Path(__file__).parents[3] / "protos/quire/job/v1/errors.proto"
ENTRY = re.compile(r"((?:  //[^\n]*\n)+)  ERROR_REASON_(\w+) = \d+;")


def documented() -> dict[str, str]:
    """Return the first words of each reason's comment, by reason."""
    return {
        name: re.sub(r"\s*//\s*", " ", comment).strip()
        for comment, name in ENTRY.findall(PROTO.read_text("utf-8"))
        if name != "UNSPECIFIED"
    }


def test_the_contract_and_the_code_know_the_same_reasons() -> None:
    in_stubs = {
        name.removeprefix("ERROR_REASON_")
        for name in errors_pb2.ErrorReason.keys()  # noqa: SIM118  an enum wrapper
    } - {"UNSPECIFIED"}
    assert in_stubs == {reason.value for reason in Reason} == set(documented())


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_has_the_code_that_its_comment_names(reason: Reason) -> None:
    assert reason in CODES
    words = documented()[reason.value]
    if not words.startswith("Job failure"):
        assert code_of(reason).name == re.split(r"[:,]", words)[0]


def test_retry_info_comes_with_the_reasons_that_promise_it() -> None:
    status = status_of(QuireError(Reason.STORE_FULL, "full", retry_after=1.5))
    assert status.code == grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]
    retry = error_details_pb2.RetryInfo()
    assert status.details[1].Unpack(retry)
    assert (retry.retry_delay.seconds, retry.retry_delay.nanos) == (1, 500_000_000)


def test_details_carry_reason_metadata_and_fields() -> None:
    error = QuireError(
        Reason.INVALID_REQUEST,
        "query: too long",
        metadata={"a": "b"},
        violations=(FieldViolation("query", "too long"), FieldViolation("files[0].name", "?")),
    )
    status = status_of(error)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    assert status.details[0].Unpack(info)
    assert (info.reason, info.domain, dict(info.metadata)) == (
        "INVALID_REQUEST",
        "quire",
        {"a": "b"},
    )
    assert status.details[1].Unpack(bad)
    assert [v.field for v in bad.field_violations] == ["query", "files[0].name"]
    assert len(status.details) == 2


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.FILE_TIMEOUT, grpc.StatusCode.INVALID_ARGUMENT),
        (Reason.DEADLINE_EXCEEDED, grpc.StatusCode.DEADLINE_EXCEEDED),
        (Reason.ATTEMPTS_EXHAUSTED, grpc.StatusCode.INTERNAL),
        (Reason.STEP_FAILED, grpc.StatusCode.INTERNAL),
        (Reason.JOB_TOO_LARGE, grpc.StatusCode.RESOURCE_EXHAUSTED),
    ],
)
def test_reasons_that_only_fail_jobs_have_codes_too(reason: Reason, code: grpc.StatusCode) -> None:
    assert documented()[reason.value].startswith("Job failure")
    assert code_of(reason) is code


def test_what_is_too_long_for_headers_is_cut_between_characters() -> None:
    error = QuireError(
        Reason.INVALID_REQUEST,
        "空" * 5000,
        metadata={"file": "文" * 5000},
        violations=tuple(FieldViolation(f"files[{n}].名" * 50, "坏" * 500) for n in range(200)),
    )
    status = status_of(error)
    assert status.ByteSize() < 5000
    assert status.message.strip("空") == "…"
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    assert status.details[0].Unpack(info)
    assert info.metadata["file"].strip("文") == "…"
    assert status.details[1].Unpack(bad)
    assert len(bad.field_violations) >= 3
    assert bad.field_violations[1].field.startswith("files[1].名")
