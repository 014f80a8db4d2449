"""A collector of traces: takes OTLP over HTTP and keeps the spans."""

import gzip
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from opentelemetry.proto.collector.trace.v1 import trace_service_pb2
from opentelemetry.proto.common.v1 import common_pb2

Fact = str | int | float | bool


@dataclass(frozen=True)
class Collected:
    """A span as it came. Ids are hexadecimal, '' stands for no parent."""

    service: str
    name: str
    kind: int
    trace_id: str
    span_id: str
    parent_id: str
    facts: dict[str, Fact]
    links: tuple[str, ...]
    failed: bool


class Collector:
    """Listens on loopback from ``with`` to its end.

    Attributes:
        bodies: every request as it came, uncompressed.
    """

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                assert self.path == "/v1/traces"
                collector.bodies.append(body)
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """What ``OTEL_EXPORTER_OTLP_ENDPOINT`` is to be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def spans(self) -> list[Collected]:
        """All spans so far, in no order."""
        return [span for body in list(self.bodies) for span in _spans(body)]

    def wait_for(self, enough: Callable[[list[Collected]], bool], seconds: float = 20) -> None:
        """Wait until the spans so far are enough."""
        give_up = time.monotonic() + seconds
        while not enough(self.spans):
            assert time.monotonic() < give_up, sorted(span.name for span in self.spans)
            time.sleep(0.05)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _spans(body: bytes) -> list[Collected]:
    request = trace_service_pb2.ExportTraceServiceRequest.FromString(body)
    return [
        Collected(
            service=str(_value(group.resource.attributes, "service.name")),
            name=span.name,
            kind=span.kind,
            trace_id=span.trace_id.hex(),
            span_id=span.span_id.hex(),
            parent_id=span.parent_span_id.hex(),
            facts={fact.key: _plain(fact.value) for fact in span.attributes},
            links=tuple(link.span_id.hex() for link in span.links),
            failed=span.status.code == 2,
        )
        for group in request.resource_spans
        for scope in group.scope_spans
        for span in scope.spans
    ]


def _value(facts: Iterable[common_pb2.KeyValue], name: str) -> Fact:
    return next((_plain(fact.value) for fact in facts if fact.key == name), "")


def _plain(value: common_pb2.AnyValue) -> Fact:
    plain: Fact = getattr(value, value.WhichOneof("value") or "string_value")
    return plain
