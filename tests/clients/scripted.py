"""A pair of services that says what a test tells it to: how a client copes cannot be timed live."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc
from quire.document.v1 import document_pb2, document_service_pb2, document_service_pb2_grpc
from quire.job.v1 import errors_pb2, events_pb2, job_pb2
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc

TITLE = "城市高温 and how cities adapt"


@dataclass
class Script:
    """What the pair does, and what it was asked."""

    fails: bool = False
    refuses: bool = False
    outline: outline_service_pb2.GenerateOutlineRequest = field(
        default_factory=outline_service_pb2.GenerateOutlineRequest
    )
    outline_cursors: list[int] = field(default_factory=list)
    document_cursors: list[int] = field(default_factory=list)


class Outlines(outline_service_pb2_grpc.OutlineServiceServicer):
    """Cuts its first watch after two events; the second repeats one before it goes on."""

    def __init__(self, script: Script) -> None:
        self._script = script

    def GenerateOutline(
        self, request: outline_service_pb2.GenerateOutlineRequest, context: grpc.ServicerContext
    ) -> outline_service_pb2.GenerateOutlineResponse:
        self._script.outline.CopyFrom(request)
        return outline_service_pb2.GenerateOutlineResponse(job=job_pb2.Job(id="o-1"))

    def WatchOutline(
        self, request: outline_service_pb2.WatchOutlineRequest, context: grpc.ServicerContext
    ) -> Iterator[outline_service_pb2.WatchOutlineResponse]:
        self._script.outline_cursors.append(request.after_sequence)
        if self._script.refuses:
            context.abort(grpc.StatusCode.NOT_FOUND, "no such job")
        if request.after_sequence == 0:
            yield _event(1, progress=events_pb2.Progress(message="first", fraction=0.25))
            yield _event(2, progress=events_pb2.Progress(message="second", fraction=0.5))
            context.abort(grpc.StatusCode.UNAVAILABLE, "draining")
        yield outline_service_pb2.WatchOutlineResponse(
            heartbeat=events_pb2.Heartbeat(last_sequence=3)
        )
        yield _event(2, progress=events_pb2.Progress(message="second", fraction=0.5))
        yield _event(3, progress=events_pb2.Progress(message="third", fraction=0.75))
        if self._script.fails:
            failure = job_pb2.Failure(
                reason=errors_pb2.ERROR_REASON_NO_SOURCES, message="nothing to go by"
            )
            yield _event(4, terminal=True, failed=events_pb2.Failed(failure=failure))
        else:
            yield _event(4, terminal=True, completed=outline_pb2.OutlineCompleted())


class Documents(document_service_pb2_grpc.DocumentServiceServicer):
    """Ends its first watch with OK before the job has ended, as a proxy may."""

    def __init__(self, script: Script) -> None:
        self._script = script

    def GenerateDocument(
        self, request: document_service_pb2.GenerateDocumentRequest, context: grpc.ServicerContext
    ) -> document_service_pb2.GenerateDocumentResponse:
        assert request.outline_job_id == "o-1"
        return document_service_pb2.GenerateDocumentResponse(job=job_pb2.Job(id="d-1"))

    def WatchDocument(
        self, request: document_service_pb2.WatchDocumentRequest, context: grpc.ServicerContext
    ) -> Iterator[document_service_pb2.WatchDocumentResponse]:
        self._script.document_cursors.append(request.after_sequence)
        if request.after_sequence == 0:
            event = document_pb2.DocumentEvent(sequence=1, queued=events_pb2.Queued())
        else:
            completed = document_pb2.DocumentCompleted()
            event = document_pb2.DocumentEvent(sequence=2, terminal=True, completed=completed)
        yield document_service_pb2.WatchDocumentResponse(event=event)

    def GetDocument(
        self, request: document_service_pb2.GetDocumentRequest, context: grpc.ServicerContext
    ) -> document_service_pb2.GetDocumentResponse:
        return document_service_pb2.GetDocumentResponse(document=document_pb2.Document(title=TITLE))


@contextmanager
def scripted_pair(script: Script) -> Iterator[str]:
    """Serve both services on one port; yield its address."""
    server = grpc.server(ThreadPoolExecutor(4))
    # The methods left abstract are those that the examples do not call.
    outlines = Outlines(script)  # type: ignore[abstract]
    documents = Documents(script)  # type: ignore[abstract]
    outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(outlines, server)
    document_service_pb2_grpc.add_DocumentServiceServicer_to_server(documents, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(grace=None).wait()


def _event(
    sequence: int,
    *,
    terminal: bool = False,
    progress: events_pb2.Progress | None = None,
    completed: outline_pb2.OutlineCompleted | None = None,
    failed: events_pb2.Failed | None = None,
) -> outline_service_pb2.WatchOutlineResponse:
    event = outline_pb2.OutlineEvent(
        job_id="o-1",
        sequence=sequence,
        terminal=terminal,
        progress=progress,
        completed=completed,
        failed=failed,
    )
    return outline_service_pb2.WatchOutlineResponse(event=event)
