"""Calls in the trace of their client: which are told, and how they are said to have ended."""

import grpc
from opentelemetry.trace import SpanKind, StatusCode

from shared.errors import QuireError
from shared.reasons import Reason
from tests.integration.rpc.small_server import ALICE, GET, SERVICE, Pb, bearer, refused, running
from tests.support.traced import CALLER, Traced, facts_of, parent_of, span_id

TRACED = (("traceparent", CALLER),)


async def test_calls_and_streams_are_parts_of_their_clients_trace() -> None:
    traced = Traced()
    async with running(f"alice={ALICE}", tracer=traced.tracer) as at:
        await at.stub.GetOutline(GET, metadata=(*bearer(ALICE), *TRACED))
        watch = at.stub.WatchOutline(
            Pb.WatchOutlineRequest(job_id="x"), metadata=(*bearer(ALICE), *TRACED)
        )
        await watch.read()
        watch.cancel()
        await at.health()
    spans = traced.spans()
    assert set(spans) == {f"{SERVICE}/GetOutline", f"{SERVICE}/WatchOutline"}
    for span in spans.values():
        assert parent_of(span) == span_id(CALLER)
        assert span.kind is SpanKind.SERVER
        assert span.status.status_code is StatusCode.UNSET
    assert facts_of(spans[f"{SERVICE}/GetOutline"]) == {
        "rpc.system.name": "grpc",
        "rpc.method": f"{SERVICE}/GetOutline",
        "rpc.response.status_code": "OK",
        "quire.job_id": "x",
    }
    assert facts_of(spans[f"{SERVICE}/WatchOutline"])["rpc.response.status_code"] == "CANCELLED"
    assert ALICE not in "".join(span.to_json() for span in spans.values())


async def test_a_callers_mistake_is_no_failure_of_the_server() -> None:
    traced = Traced()
    async with running(tracer=traced.tracer) as at:
        at.servicer.error = QuireError(Reason.JOB_NOT_FOUND, "what the caller wrote")
        await refused(at.stub.GetOutline(GET, metadata=(("traceparent", "what is this"),)))
        at.servicer.error = ValueError("what the caller wrote")
        await refused(at.stub.GetOutline(GET))
        at.servicer.error, at.servicer.abort_with = None, grpc.StatusCode.DATA_LOSS
        await refused(at.stub.GetOutline(GET))
    mistake, fault, aborted = traced.all()
    assert facts_of(mistake)["rpc.response.status_code"] == "NOT_FOUND"
    assert mistake.status.status_code is StatusCode.UNSET
    assert parent_of(mistake) == ""
    assert fault.status.status_code is aborted.status.status_code is StatusCode.ERROR
    assert facts_of(fault)["error.type"] == "INTERNAL"
    assert facts_of(aborted)["error.type"] == "DATA_LOSS"
    assert "the caller" not in mistake.to_json() + fault.to_json()
