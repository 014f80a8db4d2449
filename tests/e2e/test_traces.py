"""A call's trace, from the client through both services and Celery to the graphs' nodes."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from celery import Celery
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from quire_client import Endpoint, QuireClient

from deploy.local.stack import LocalStack
from tests.e2e.test_whole_way import ENGLISH
from tests.support.collector import Collected, Collector
from tests.support.pair import context_files, unique_id

QUERY = "zanzibar: how do cities adapt to heat"
FOREIGN = "foreign-1"
PRODUCER_SPAN = "00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01"
FILES = {"heat.md": {"text": "# Heat\n\nCities plant trees against heat. Roofs are painted white."}}
SERVER, CLIENT, PRODUCER, CONSUMER = 2, 3, 4, 5

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@dataclass(frozen=True)
class Traced:
    """What one run has left: an outline and a document made from it, by one client."""

    outline_id: str
    document_id: str
    spans: list[Collected]
    bodies: list[bytes]
    logs: dict[str, str]

    def one(self, name: str) -> Collected:
        found = [span for span in self.spans if span.name == name and not _is_foreign(span)]
        assert len(found) == 1, (name, sorted(span.name for span in self.spans))
        return found[0]

    def parent(self, span: Collected) -> Collected:
        return next(other for other in self.spans if other.span_id == span.parent_id)


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traced]:
    with Collector() as collector:
        env = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_BSP_SCHEDULE_DELAY": "100",
            "QUIRE_LOG_LEVEL": "debug",
        }
        with LocalStack(tmp_path_factory.mktemp("traced"), env=env) as stack:
            outline_id, document_id = asyncio.run(_made(stack, collector))
            _send_from_elsewhere(stack)
            collector.wait_for(
                lambda spans: any(_is_foreign(span) and "attempt" in span.name for span in spans)
            )
            logs = {name: stack.log(name) for name in stack.parts}
        # Spans that wait at the end of a process are sent too, so all have arrived.
        yield Traced(outline_id, document_id, collector.spans, collector.bodies, logs)


def _is_foreign(span: Collected) -> bool:
    return span.facts.get("quire.job_id") == FOREIGN


async def _made(stack: LocalStack, collector: Collector) -> tuple[str, str]:
    provider = TracerProvider(shutdown_on_exit=False)
    exporter = OTLPSpanExporter(endpoint=f"{collector.url}/v1/traces")
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    outline_id, document_id = unique_id(), unique_id()
    async with QuireClient(
        Endpoint(stack.outline_address), Endpoint(stack.document_address)
    ) as client:
        with provider.get_tracer("test").start_as_current_span("write"):
            await client.outlines.submit(QUERY, context_files(*ENGLISH), job_id=outline_id)
            async for _ in client.outlines.watch(outline_id):
                pass
            await client.documents.submit(outline_id, job_id=document_id)
            async for _ in client.documents.watch(document_id):
                pass
    provider.shutdown()
    return outline_id, document_id


def _send_from_elsewhere(stack: LocalStack) -> None:
    """Send a message as a foreign producer does that traces what it sends."""
    app = Celery("elsewhere", broker=stack.store_url, set_as_current=False)
    with app.connection_for_write() as connection:
        app.send_task(
            "generate_outline_from_query_task",
            kwargs={"job_id": FOREIGN, "task_prompt": QUERY, "context_files": FILES},
            headers={"traceparent": PRODUCER_SPAN},
            queue="quire.outline",
            connection=connection,
        )


def test_one_trace_holds_all_that_was_done(traced: Traced) -> None:
    root = traced.one("write")
    assert root.parent_id == ""
    of_trace = [span for span in traced.spans if span.trace_id == root.trace_id]
    assert {span.service for span in of_trace} >= {
        "quire-outline-server",
        "quire-outline-worker",
        "quire-document-server",
        "quire-document-worker",
    }
    known = {span.span_id for span in of_trace}
    assert all(span.parent_id in known for span in of_trace if span is not root)
    assert not [span for span in of_trace if span.failed]


def test_calls_are_children_of_the_clients_span(traced: Traced) -> None:
    call = traced.one("quire.outline.v1.OutlineService/GenerateOutline")
    assert call.kind == SERVER
    assert traced.parent(call).name == "write"
    assert call.facts == {
        "rpc.system.name": "grpc",
        "rpc.method": "quire.outline.v1.OutlineService/GenerateOutline",
        "rpc.response.status_code": "OK",
        "quire.job_id": traced.outline_id,
    }


def test_the_attempt_follows_the_call_and_is_linked_to_its_message(traced: Traced) -> None:
    call = traced.one("quire.outline.v1.OutlineService/GenerateOutline")
    message = traced.one("send quire.outline")
    attempt = traced.one("attempt outline")
    assert message.kind == PRODUCER
    assert traced.parent(message) == call
    assert attempt.kind == CONSUMER
    assert traced.parent(attempt) == call
    assert attempt.links == (message.span_id,)
    assert attempt.facts == {
        "quire.job_id": traced.outline_id,
        "quire.kind": "outline",
        "quire.attempt": 1,
        "quire.state": "succeeded",
    }


def test_nodes_belong_to_the_attempt_and_steps_to_their_node(traced: Traced) -> None:
    attempt = traced.one("attempt outline")
    nodes = [s for s in traced.spans if s.parent_id == attempt.span_id]
    assert [node.name for node in sorted(nodes, key=lambda span: span.name)] == [
        "node load_sources",
        "node outline",
        "node research",
        "node validate",
    ]
    steps = [s for s in traced.spans if s.name == "step source" and not _is_foreign(s)]
    numbers = range(1, len(ENGLISH) + 1)
    assert sorted(str(step.facts["quire.step_key"]) for step in steps) == [f"s{n}" for n in numbers]
    assert {traced.parent(step).name for step in steps} == {"node load_sources"}
    step = traced.one("step research")
    assert traced.parent(step).name == "node research"
    assert step.facts == {
        "quire.job_id": traced.outline_id,
        "quire.kind": "outline",
        "quire.attempt": 1,
        "quire.step": "research",
        "quire.reused": False,
    }


def test_chapters_at_once_have_a_node_each(traced: Traced) -> None:
    chapters = [span for span in traced.spans if span.name == "step chapter"]
    assert len(chapters) > 1
    assert {traced.parent(span).name for span in chapters} == {"node chapters"}
    assert len({span.parent_id for span in chapters}) == len(chapters)


def test_the_outline_is_fetched_within_the_documents_call(traced: Traced) -> None:
    fetch = traced.one("fetch outline")
    assert fetch.kind == CLIENT
    assert fetch.service == "quire-document-server"
    submit = traced.one("quire.document.v1.DocumentService/GenerateDocument")
    assert traced.parent(fetch) == submit
    served = traced.one("quire.outline.v1.OutlineService/GetOutline")
    assert served.service == "quire-outline-server"
    assert traced.parent(served) == fetch
    assert traced.parent(traced.one("quire.outline.v1.OutlineService/ReadSources")) == fetch


def test_a_foreign_job_belongs_to_its_producers_trace(traced: Traced) -> None:
    spans = [span for span in traced.spans if _is_foreign(span)]
    _, trace_id, span_id, _ = PRODUCER_SPAN.split("-")
    assert {span.trace_id for span in spans} == {trace_id}
    (attempt,) = (span for span in spans if span.name == "attempt outline")
    assert attempt.parent_id == span_id
    assert attempt.links == ()


def test_no_text_of_the_job_is_in_any_span(traced: Traced) -> None:
    told = b"\n".join(traced.bodies)
    assert b"outline" in told
    for text in (b"zanzibar", b"urban-trees", b"heat-action", b"canopy"):
        assert text not in told


def test_lines_of_a_job_bear_its_ids(traced: Traced) -> None:
    for kind, job_id in (("outline", traced.outline_id), ("document", traced.document_id)):
        lines = [json.loads(line) for line in traced.logs[f"{kind}-worker"].splitlines()]
        course = [line for line in lines if line.get("job_id") == job_id]
        assert course[0]["event"] == "attempt started"
        assert course[-1]["event"] == "attempt ended"
        trace_id = traced.one("write").trace_id
        for line in course:
            assert (line["attempt"], line["kind"]) == (1, kind)
            assert line["trace_id"] == trace_id
        steps = {line["step"] for line in course if line["event"] == "step done"}
        assert steps >= ({"source", "research", "outline"} if kind == "outline" else {"chapter"})


def test_every_line_of_servers_and_workers_is_json(traced: Traced) -> None:
    for name, text in traced.logs.items():
        if name == "valkey":
            continue
        for line in text.splitlines():
            entry = json.loads(line)
            assert {"event", "level", "logger", "service", "timestamp"} <= set(entry), line
        assert "zanzibar" not in text
    calls = [json.loads(line) for line in traced.logs["outline-server"].splitlines()]
    submitted = [line for line in calls if line.get("method", "").endswith("GenerateOutline")]
    assert [line["trace_id"] for line in submitted] == [traced.one("write").trace_id]
