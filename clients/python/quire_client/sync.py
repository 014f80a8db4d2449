"""The same without asyncio: submit, look, watch and cancel from ordinary code."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

import grpc
from quire.document.v1 import document_service_pb2 as document_pb
from quire.document.v1.document_pb2 import DocumentEvent
from quire.document.v1.document_service_pb2_grpc import DocumentServiceStub
from quire.job.v1.job_pb2 import Job, JobOptions
from quire.outline.v1 import outline_service_pb2 as outline_pb
from quire.outline.v1.outline_pb2 import ContextFile, OutlineEvent
from quire.outline.v1.outline_service_pb2_grpc import OutlineServiceStub

from quire_client.backoff import Backoff
from quire_client.caller import Patience
from quire_client.channel import Endpoint, open_sync_channel
from quire_client.errors import QuireCallError, ServiceUnreachableError, call_error
from quire_client.ids import new_document_id, new_outline_id
from quire_client.place import Event, Place
from quire_client.watch import SILENCE

E = TypeVar("E", bound=Event)
Request = TypeVar("Request")
Response = TypeVar("Response")

_WATCHDOG_SECONDS = 1.0


class SyncQuireClient:
    """The outline service and the document service, for ``with``.

    Every method raises ``QuireCallError`` if a service refuses and
    ``ServiceUnreachableError`` if it does not answer within ``patience``.
    """

    def __init__(
        self, outline: Endpoint, document: Endpoint, *, patience: Patience | None = None
    ) -> None:
        self._outline = _SyncCaller("outline", outline, patience or Patience())
        self._document = _SyncCaller("document", document, patience or Patience())
        self._outlines = OutlineServiceStub(self._outline.channel)
        self._documents = DocumentServiceStub(self._document.channel)

    def submit_outline(
        self,
        query: str,
        files: Sequence[ContextFile] = (),
        *,
        job_id: str = "",
        options: JobOptions | None = None,
    ) -> Job:
        """Submit an outline job."""
        request = outline_pb.GenerateOutlineRequest(
            job_id=job_id or new_outline_id(), query=query, files=files, options=options
        )
        return self._outline.call(self._outlines.GenerateOutline, request).job

    def submit_document(
        self, outline_job_id: str, *, job_id: str = "", options: JobOptions | None = None
    ) -> Job:
        """Submit a document job for a finished outline job."""
        request = document_pb.GenerateDocumentRequest(
            job_id=job_id or new_document_id(), outline_job_id=outline_job_id, options=options
        )
        return self._document.call(self._documents.GenerateDocument, request).job

    def get_outline(self, job_id: str) -> outline_pb.GetOutlineResponse:
        """Return an outline job and, once it has succeeded, its outline."""
        request = outline_pb.GetOutlineRequest(job_id=job_id)
        return self._outline.call(self._outlines.GetOutline, request)

    def get_document(self, job_id: str) -> document_pb.GetDocumentResponse:
        """Return a document job and, once it has succeeded, its document without the text."""
        request = document_pb.GetDocumentRequest(job_id=job_id)
        return self._document.call(self._documents.GetDocument, request)

    def watch_outline(
        self, job_id: str, *, after: int | None = 0, silence: float = SILENCE
    ) -> Iterator[OutlineEvent]:
        """Yield the events of an outline job after a sequence, each once, to the terminal one.

        With ``after=None``, only those that happen from now on. Raises as the
        asynchronous ``OutlineClient.watch``.
        """

        def request(after: int | None, uid: str) -> outline_pb.WatchOutlineRequest:
            if after is None:
                return outline_pb.WatchOutlineRequest(job_id=job_id, job_uid=uid, latest=True)
            return outline_pb.WatchOutlineRequest(job_id=job_id, job_uid=uid, after_sequence=after)

        def item(response: outline_pb.WatchOutlineResponse) -> OutlineEvent | int:
            return (
                response.event if response.HasField("event") else response.heartbeat.last_sequence
            )

        watch = _Watch(self._outline, self._outlines.WatchOutline, request, item)
        return watch.events(Place(job_id, after), silence)

    def watch_document(
        self, job_id: str, *, after: int | None = 0, silence: float = SILENCE
    ) -> Iterator[DocumentEvent]:
        """Yield the events of a document job, as ``watch_outline`` does."""

        def request(after: int | None, uid: str) -> document_pb.WatchDocumentRequest:
            if after is None:
                return document_pb.WatchDocumentRequest(job_id=job_id, job_uid=uid, latest=True)
            return document_pb.WatchDocumentRequest(
                job_id=job_id, job_uid=uid, after_sequence=after
            )

        def item(response: document_pb.WatchDocumentResponse) -> DocumentEvent | int:
            return (
                response.event if response.HasField("event") else response.heartbeat.last_sequence
            )

        watch = _Watch(self._document, self._documents.WatchDocument, request, item)
        return watch.events(Place(job_id, after), silence)

    def cancel_outline(self, job_id: str) -> Job:
        """Ask for the end of an outline job."""
        request = outline_pb.CancelOutlineRequest(job_id=job_id)
        return self._outline.call(self._outlines.CancelOutline, request).job

    def cancel_document(self, job_id: str) -> Job:
        """Ask for the end of a document job."""
        request = document_pb.CancelDocumentRequest(job_id=job_id)
        return self._document.call(self._documents.CancelDocument, request).job

    def close(self) -> None:
        """Close both connections."""
        self._outline.channel.close()
        self._document.channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _SyncCaller:
    """One service's channel; calls are tried again while the service is away."""

    def __init__(self, service: str, endpoint: Endpoint, patience: Patience) -> None:
        self.service = service
        self.endpoint = endpoint
        self.patience = patience
        self.channel = open_sync_channel(endpoint)

    def call(
        self, method: "grpc.UnaryUnaryMultiCallable[Request, Response]", request: Request
    ) -> Response:
        began, backoff = time.monotonic(), Backoff()
        while True:
            try:
                return method(
                    request, timeout=self.patience.answer, metadata=self.endpoint.metadata
                )
            except grpc.RpcError as caught:
                error = call_error(caught, self.service)
            if not error.transient:
                raise error from None
            self.wait(error, backoff, began, self.patience.connect)

    def wait(self, error: QuireCallError, backoff: Backoff, since: float, patience: float) -> None:
        """Sleep before the next try; raise when patience is at its end."""
        delay = backoff.delay(error.retry_after)
        waited = time.monotonic() - since
        if waited + delay > patience:
            if error.reason or error.code is not grpc.StatusCode.UNAVAILABLE:
                raise error from None
            raise ServiceUnreachableError(
                self.service, self.endpoint.address, waited, error.cause
            ) from None
        time.sleep(delay)


class _Watch(Generic[E, Request, Response]):
    """Streams of one job, one after the other; docs/clients.md has the rules."""

    def __init__(
        self,
        caller: _SyncCaller,
        method: "grpc.UnaryStreamMultiCallable[Request, Response]",
        request: Callable[[int | None, str], Request],
        item: Callable[[Response], E | int],
    ) -> None:
        self._caller = caller
        self._method = method
        self._request = request
        self._item = item

    def events(self, place: Place[E], silence: float) -> Iterator[E]:
        caller, backoff = self._caller, Backoff()
        heard, patience = time.monotonic(), caller.patience.connect
        while True:
            call = self._method(
                self._request(place.cursor, place.uid), metadata=caller.endpoint.metadata
            )
            watchdog = _Watchdog(call, silence)
            try:
                for response in call:
                    watchdog.heard = heard = time.monotonic()
                    patience = caller.patience.reconnect
                    backoff.reset()
                    item = self._item(response)
                    if isinstance(item, int):
                        place.heartbeat(item)
                    elif event := place.take(item):
                        yield event
                        watchdog.heard = heard = time.monotonic()
                    if place.ended:
                        return
                if place.may_end_here:
                    return
                error = self._cut("the stream ended before the job")
            except grpc.RpcError as caught:
                silent = f"nothing was heard for {silence:.0f} s"
                error = self._cut(silent) if watchdog.bit else call_error(caught, caller.service)
            finally:
                watchdog.end()
                call.cancel()
            if not error.cut:
                raise error
            caller.wait(error, backoff, heard, patience)

    def _cut(self, cause: str) -> QuireCallError:
        return QuireCallError(self._caller.service, grpc.StatusCode.UNAVAILABLE, cause)


class _Watchdog:
    """Cancels a stream on which nothing was heard for some time, from a thread of its own.

    Attributes:
        heard: when something was heard last (monotonic).
        bit: whether it has cancelled the stream.
    """

    def __init__(self, call: grpc.RpcContext, silence: float) -> None:
        self.heard = time.monotonic()
        self.bit = False
        self._call = call
        self._silence = silence
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="quire-watchdog", daemon=True).start()

    def end(self) -> None:
        """Watch no longer."""
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(min(_WATCHDOG_SECONDS, self._silence / 2)):
            if time.monotonic() - self.heard > self._silence:
                self.bit = True
                self._call.cancel()
                return
