"""What the tracer tells: parents, links and failures, and never what an error says."""

import asyncio
import contextvars
import socket
import time
from collections.abc import Iterator

import pytest
from opentelemetry.trace import SpanKind, StatusCode
from structlog.contextvars import get_contextvars

from shared.errors import QuireError
from shared.jobs.tracer import Role
from shared.reasons import Reason
from shared.telemetry.tracing import OtelTracer
from tests.support.traced import (
    CALLER,
    TRACE,
    Traced,
    facts_of,
    id_of,
    parent_of,
    span_id,
    trace_of,
)

OTHER = "00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01"


@pytest.fixture
def traced() -> Iterator[Traced]:
    one = Traced()
    yield one
    one.tracer.close()


def test_work_belongs_to_the_span_at_hand_or_to_the_one_named(traced: Traced) -> None:
    tracer = traced.tracer
    with tracer.span("call", Role.SERVER, {"rpc.method": "m"}, parent=CALLER):
        at_hand = tracer.carried()
        with tracer.span("send", Role.PRODUCER) as span:
            span.tell("n", 3)
    with tracer.span("attempt", Role.CONSUMER, parent=at_hand):
        pass
    spans = traced.spans()
    assert {trace_of(span) for span in spans.values()} == {TRACE}
    assert parent_of(spans["call"]) == span_id(CALLER)
    assert parent_of(spans["send"]) == parent_of(spans["attempt"]) == span_id(at_hand)
    assert spans["call"].kind is SpanKind.SERVER
    assert facts_of(spans["call"]) == {"rpc.method": "m"}
    assert facts_of(spans["send"]) == {"n": 3}
    assert spans["call"].resource.attributes["service.name"] == "quire-test"


@pytest.mark.parametrize("parent", ["", "00-zz-1-01", "x" * 1000, f"00-{'0' * 32}-{'0' * 16}-01"])
def test_what_names_no_span_begins_a_trace(traced: Traced, parent: str) -> None:
    with traced.tracer.span("call", Role.SERVER, parent=parent):
        assert traced.tracer.carried()
    assert parent_of(traced.spans()["call"]) == ""


@pytest.mark.parametrize("role", [Role.INTERNAL, Role.CLIENT, Role.PRODUCER])
def test_only_calls_and_attempts_begin_a_trace(traced: Traced, role: Role) -> None:
    with traced.tracer.span("ring", role) as span:
        span.tell("n", 1)
        assert traced.tracer.carried() == ""
    assert traced.spans() == {}


def test_a_job_that_another_message_started_is_linked_to_it(traced: Traced) -> None:
    with (
        traced.tracer.following(OTHER),
        traced.tracer.span("attempt", Role.CONSUMER, parent=CALLER),
    ):
        pass
    attempt = traced.spans()["attempt"]
    assert parent_of(attempt) == span_id(CALLER)
    assert [f"{link.context.span_id:016x}" for link in attempt.links] == [span_id(OTHER)]


def test_a_job_that_its_own_producers_message_started_is_not_linked_to_its_parent(
    traced: Traced,
) -> None:
    with traced.tracer.following(CALLER):
        carried = traced.tracer.carried()
        with traced.tracer.span("attempt", Role.CONSUMER, parent=carried):
            pass
    assert carried == CALLER
    assert traced.spans()["attempt"].links == ()


def test_nothing_is_told_of_a_trace_that_is_not_sampled(traced: Traced) -> None:
    unsampled = CALLER[:-2] + "00"
    with traced.tracer.span("call", Role.SERVER, parent=unsampled):
        carried = traced.tracer.carried()
        with traced.tracer.span("attempt", Role.CONSUMER, parent=carried):
            pass
    assert carried.startswith(f"00-{TRACE}-")
    assert carried.endswith("-00")
    assert traced.spans() == {}


def test_errors_are_told_by_their_kind_and_not_by_their_words(traced: Traced) -> None:
    errors = {
        "foreign": ValueError("the text of a document"),
        "ours": QuireError(Reason.STORE_FULL, "the text of a document"),
    }
    for name, error in errors.items():
        with (
            pytest.raises(type(error)),
            traced.tracer.span("attempt", Role.CONSUMER, parent=""),
            traced.tracer.span(name),
        ):
            raise error
    with (
        pytest.raises(asyncio.CancelledError),
        traced.tracer.span("cancelled", Role.CONSUMER, parent=""),
    ):
        raise asyncio.CancelledError
    spans = traced.spans()
    assert facts_of(spans["foreign"])["error.type"] == "ValueError"
    assert facts_of(spans["ours"])["error.type"] == "STORE_FULL"
    assert spans["ours"].status.status_code is StatusCode.ERROR
    assert spans["cancelled"].status.status_code is StatusCode.UNSET
    assert "the text" not in "".join(span.to_json() for span in spans.values())


def test_a_server_says_itself_what_failed(traced: Traced) -> None:
    with pytest.raises(ValueError, match="x"), traced.tracer.span("call", Role.SERVER):
        raise ValueError("x")
    with traced.tracer.span("fault", Role.SERVER) as span:
        span.failed("INTERNAL")
    spans = traced.spans()
    assert spans["call"].status.status_code is StatusCode.UNSET
    assert spans["fault"].status.status_code is StatusCode.ERROR


def test_lines_within_bear_the_trace(traced: Traced) -> None:
    with traced.tracer.span("call", Role.SERVER, parent=CALLER):
        assert get_contextvars()["trace_id"] == TRACE
    assert "trace_id" not in get_contextvars()


async def test_tasks_within_belong_to_it_and_those_beside_do_not(traced: Traced) -> None:
    async def work(name: str) -> None:
        with traced.tracer.span(name):
            await asyncio.sleep(0.01)

    apart = contextvars.copy_context()
    with traced.tracer.span("attempt", Role.CONSUMER, parent=CALLER):
        beside = asyncio.get_running_loop().create_task(work("beside"), context=apart)
        await asyncio.gather(work("one"), work("two"), beside)
    spans = traced.spans()
    assert set(spans) == {"attempt", "one", "two"}
    assert parent_of(spans["one"]) == parent_of(spans["two"]) == id_of(spans["attempt"])


def test_the_standard_variables_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "mine")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
    traced = Traced()
    with traced.tracer.span("call", Role.SERVER):
        pass
    told = traced.spans()["call"].resource.attributes
    assert told["service.name"] == "mine"
    assert told["deployment.environment.name"] == "test"
    assert told["service.namespace"] == "quire"
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_always_off")
    silent = Traced()
    with silent.tracer.span("call", Role.SERVER), silent.tracer.span("within"):
        pass
    assert silent.spans() == {}


def test_a_collector_that_does_not_answer_holds_up_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        tracer = OtelTracer("quire-test")
        with tracer.span("call", Role.SERVER):
            pass
        began = time.monotonic()
        tracer.close()
        assert time.monotonic() - began < 3
