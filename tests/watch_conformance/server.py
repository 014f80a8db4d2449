"""Both services, doing what a case says. A watch of job NAME is a watch of case NAME."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

import grpc
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from quire.document.v1 import document_pb2, document_service_pb2, document_service_pb2_grpc
from quire.job.v1 import events_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

from tests.watch_conformance.cases import Asked, Case, Connection, Send, Status
from tests.watch_conformance.cutter import Cutter

_STREAMS = 32  # at once; a client has one, and those that it has not left
_HOLD_SECONDS = 30.0
_TERMINAL = ("completed", "failed", "cancelled")
_UNKNOWN_FIELD = b"\xfa\x3e\x02hi"  # number 1007, a string: a kind of a later version

Request = document_service_pb2.WatchDocumentRequest | outline_service_pb2.WatchOutlineRequest
Event = document_pb2.DocumentEvent | outline_pb2.OutlineEvent


@dataclass
class Stream:
    """What came of one stream.

    Args:
        waited_ms: since the end of the stream before; 0 for the first.
        left: set when the client has left it, or has taken its end.

    """

    asked: Asked
    waited_ms: float
    left: threading.Event = field(default_factory=threading.Event)


@dataclass
class Played:
    """What came of one case."""

    case: Case
    streams: list[Stream] = field(default_factory=list)
    ended: float = 0.0

    def connection(self) -> Connection | None:
        """Return what the newest stream has to do, ``None`` if the case has no more."""
        place, known = len(self.streams) - 1, self.case.connections
        if place < len(known):
            return known[place]
        return known[-1] if known[-1].forever else None


class ConformanceServer:
    """Plays cases.

    Args:
        cases: those that may be asked for.

    """

    def __init__(self, cases: Sequence[Case]) -> None:
        self.played = {case.name: Played(case) for case in cases}
        self.address = ""
        self._cutter: Cutter | None = None

    @contextmanager
    def running(self) -> Iterator["ConformanceServer"]:
        """Serve on a free port of loopback."""
        server = grpc.server(ThreadPoolExecutor(_STREAMS))
        # The methods left abstract are those that no case is about.
        documents, outlines = _Documents(self), _Outlines(self)  # type: ignore[abstract]
        document_service_pb2_grpc.add_DocumentServiceServicer_to_server(documents, server)
        outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(outlines, server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        with Cutter(port).running() as self._cutter:
            self.address = self._cutter.address
            try:
                yield self
            finally:
                server.stop(grace=None).wait()

    def play(self, service: str, request: Request, context: grpc.ServicerContext) -> Iterator[Send]:
        """Yield what one stream sends, and end it as the case says."""
        played = self.played.get(request.job_id)
        if played is None or played.case.service != service:
            context.abort(grpc.StatusCode.NOT_FOUND, f"no such case: {request.job_id}")
        asked = Asked(request.after_sequence, request.latest, request.job_uid)
        waited = (time.monotonic() - played.ended) * 1000 if played.ended else 0.0
        stream = Stream(asked, waited)
        played.streams.append(stream)
        context.add_callback(stream.left.set)
        connection = played.connection()
        if connection is None:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, "one stream more than the case has")
        for send in connection.sends:
            if send.pause_ms:
                stream.left.wait(send.pause_ms / 1000)
            else:
                yield send
        played.ended = time.monotonic()
        self._end(connection, stream, context)

    def _end(self, connection: Connection, stream: Stream, context: grpc.ServicerContext) -> None:
        if isinstance(connection.ends, Status):
            _refuse(connection.ends, context)
        if connection.ends == "reset":
            context.cancel()
        if connection.ends == "hold":
            stream.left.wait(_HOLD_SECONDS)
        if connection.ends == "cut":
            time.sleep(0.05)  # what was sent is to arrive first
            assert self._cutter is not None
            self._cutter.cut()
            stream.left.wait(_HOLD_SECONDS)


class _Documents(document_service_pb2_grpc.DocumentServiceServicer):
    def __init__(self, server: ConformanceServer) -> None:
        self._server = server

    def WatchDocument(
        self, request: document_service_pb2.WatchDocumentRequest, context: grpc.ServicerContext
    ) -> Iterator[document_service_pb2.WatchDocumentResponse]:
        for send in self._server.play("document", request, context):
            if send.heartbeat is not None:
                beat = events_pb2.Heartbeat(last_sequence=send.heartbeat)
                yield document_service_pb2.WatchDocumentResponse(heartbeat=beat)
            else:
                event = document_pb2.DocumentEvent()
                _fill(event, request.job_id, send)
                yield document_service_pb2.WatchDocumentResponse(event=event)


class _Outlines(outline_service_pb2_grpc.OutlineServiceServicer):
    def __init__(self, server: ConformanceServer) -> None:
        self._server = server

    def WatchOutline(
        self, request: outline_service_pb2.WatchOutlineRequest, context: grpc.ServicerContext
    ) -> Iterator[outline_service_pb2.WatchOutlineResponse]:
        for send in self._server.play("outline", request, context):
            if send.heartbeat is not None:
                beat = events_pb2.Heartbeat(last_sequence=send.heartbeat)
                yield outline_service_pb2.WatchOutlineResponse(heartbeat=beat)
            else:
                event = outline_pb2.OutlineEvent()
                _fill(event, request.job_id, send)
                yield outline_service_pb2.WatchOutlineResponse(event=event)


def _fill(event: Event, job_id: str, send: Send) -> None:
    event.job_id, event.job_uid, event.sequence = job_id, send.uid, send.event
    event.terminal = send.terminal or send.kind in _TERMINAL
    if send.kind == "unknown":
        event.MergeFromString(_UNKNOWN_FIELD)
    else:
        getattr(event, send.kind).SetInParent()
    if isinstance(event, document_pb2.DocumentEvent) and send.kind == "chapter_text":
        event.chapter_text.chapter_id = send.chapter
        event.chapter_text.chapter_attempt = send.attempt


def _refuse(ends: Status, context: grpc.ServicerContext) -> NoReturn:
    code = grpc.StatusCode[ends.code]
    status = status_pb2.Status(code=code.value[0], message="as the case says")
    if ends.reason:
        info = error_details_pb2.ErrorInfo(reason=ends.reason, domain="quire")
        status.details.add().Pack(info)
    if ends.retry_after_ms is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromMilliseconds(int(ends.retry_after_ms))
        status.details.add().Pack(retry)
    if not status.details:
        context.abort(code, status.message)
    context.abort_with_status(rpc_status.to_status(status))
    raise AssertionError("abort returned")
