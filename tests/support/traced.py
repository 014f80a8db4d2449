"""A tracer whose spans are kept in memory."""

from collections.abc import Mapping

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from shared.jobs.tracer import Fact
from shared.telemetry.tracing import OtelTracer

TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = f"00-{TRACE}-b7ad6b7169203331-01"


class Traced:
    """A tracer and what it has told."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        self.tracer = OtelTracer("quire-test", self._exporter)

    def all(self) -> list[ReadableSpan]:
        """End the tracer; return its spans in the order in which they ended."""
        self.tracer.close()
        return list(self._exporter.get_finished_spans())

    def spans(self) -> dict[str, ReadableSpan]:
        """The same by name."""
        return {span.name: span for span in self.all()}


def span_id(traceparent: str) -> str:
    """Return the id of the span that a traceparent names."""
    return traceparent.split("-")[2]


def id_of(span: ReadableSpan) -> str:
    """Return the id of a span."""
    assert span.context is not None
    return f"{span.context.span_id:016x}"


def trace_of(span: ReadableSpan) -> str:
    """Return the id of a span's trace."""
    assert span.context is not None
    return f"{span.context.trace_id:032x}"


def parent_of(span: ReadableSpan) -> str:
    """Return the id of a span's parent; '' if it has none."""
    return f"{span.parent.span_id:016x}" if span.parent else ""


def facts_of(span: ReadableSpan) -> Mapping[str, Fact]:
    """Return the attributes of a span."""
    return dict(span.attributes or {})  # type: ignore[arg-type]  # ours are never sequences
