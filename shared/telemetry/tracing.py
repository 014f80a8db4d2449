"""Traces by OpenTelemetry; imported only where they are wanted (``shared.bootstrap.tracing``).

Spans of our own and none of instrumentation packages: those follow messages, and a doorbell
does not name the job that is run; and they tell of each of a job's hundreds of commands to Redis.
"""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version

from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from structlog.contextvars import bound_contextvars

from shared.errors import QuireError
from shared.jobs.tracer import Fact, Role, Span, Tracer

_CLOSE_SECONDS = 2.0
"""How long the end of a process waits for a collector that does not answer."""

_KINDS = {
    Role.SERVER: SpanKind.SERVER,
    Role.CLIENT: SpanKind.CLIENT,
    Role.PRODUCER: SpanKind.PRODUCER,
    Role.CONSUMER: SpanKind.CONSUMER,
    Role.INTERNAL: SpanKind.INTERNAL,
}
_BEGINNERS = (Role.SERVER, Role.CONSUMER)
_HEADER = "traceparent"
_W3C = TraceContextTextMapPropagator()


class OtelTracer(Tracer):
    """Sends spans to a collector, from a thread of its own, some seconds late.

    Sampling, batching, the collector's address and what else there is are set by the
    standard variables ``OTEL_*``.

    Args:
        service: name of the process, unless ``OTEL_SERVICE_NAME`` says another.
        exporter: where spans go; over OTLP/HTTP if ``None``.
    """

    def __init__(self, service: str, exporter: SpanExporter | None = None) -> None:
        defaults = {
            "service.name": service,
            "service.namespace": "quire",
            "service.version": version("quire-shared"),
        }
        resource = Resource.create(defaults).merge(OTELResourceDetector().detect())
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("quire", version("quire-shared"))

    @contextmanager
    def span(
        self,
        name: str,
        role: Role = Role.INTERNAL,
        facts: Mapping[str, Fact] | None = None,
        *,
        parent: str | None = None,
    ) -> Iterator[Span]:
        at_hand = trace.get_current_span().get_span_context()
        if role not in _BEGINNERS and not at_hand.is_valid:
            yield Span()
            return
        origin = context.get_current() if parent is None else _context_of(parent)
        span = self._tracer.start_span(
            name,
            origin,
            _KINDS[role],
            facts,
            links=_links(at_hand, origin),
        )
        told = {"trace_id": f"{span.get_span_context().trace_id:032x}"}
        with (
            bound_contextvars(**told),
            # Errors are told by their type: their words may quote a document.
            trace.use_span(
                span, end_on_exit=True, record_exception=False, set_status_on_exception=False
            ),
        ):
            traced = _OtelSpan(span)
            try:
                yield traced
            except (asyncio.CancelledError, GeneratorExit):
                raise
            except BaseException as error:
                if role is not Role.SERVER:
                    traced.failed(_kind(error))
                raise

    def carried(self) -> str:
        carrier: dict[str, str] = {}
        _W3C.inject(carrier)
        return carrier.get(_HEADER, "")

    @contextmanager
    def following(self, parent: str) -> Iterator[None]:
        token = context.attach(_context_of(parent))
        try:
            yield
        finally:
            context.detach(token)

    def close(self) -> None:
        """Send what is left, as far as the collector takes it within a little time."""
        closing = threading.Thread(target=self._provider.shutdown, daemon=True)
        closing.start()
        closing.join(_CLOSE_SECONDS)


class _OtelSpan(Span):
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def tell(self, name: str, value: Fact) -> None:
        self._span.set_attribute(name, value)

    def failed(self, kind: str) -> None:
        self._span.set_attribute("error.type", kind)
        self._span.set_status(Status(StatusCode.ERROR))


def _context_of(parent: str) -> Context:
    """Return the context of a traceparent; an empty one if it names no span."""
    return _W3C.extract({_HEADER: parent}, Context())


def _links(at_hand: SpanContext, origin: Context) -> list[Link]:
    """Return a link to the span at hand where the work belongs to another one."""
    origin_span = trace.get_current_span(origin).get_span_context()
    if not at_hand.is_valid or at_hand.span_id == origin_span.span_id:
        return []
    return [Link(at_hand)]


def _kind(error: BaseException) -> str:
    if isinstance(error, QuireError):
        return error.reason.value
    return type(error).__qualname__
