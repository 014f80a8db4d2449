"""What stands around every call: errors, log, caller, validation, draining."""

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, aclosing, contextmanager, nullcontext
from typing import Any, NoReturn

import grpc
import structlog
from google.protobuf.message import Message

from shared.errors import QuireError
from shared.jobs.tracer import UNTRACED, Role, Span, Tracer
from shared.reasons import Reason
from shared.rpc.auth import Authenticator
from shared.rpc.caller import as_owner
from shared.rpc.context import Context
from shared.rpc.errors import abort, code_of
from shared.rpc.peers import PeerStreams
from shared.rpc.place import begin_stream
from shared.rpc.slow import SlowReaders
from shared.rpc.validation import RequestValidator

_log = structlog.get_logger("quire.rpc")

_HEALTH = "/grpc.health.v1.Health/"
_OWN = "/quire."
_COME_BACK_SECONDS = 1.0

_OUR_FAULTS = frozenset(
    {"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"}
)
"""Codes that are a server's failure, by OpenTelemetry's conventions for gRPC."""

Handler = Any  # grpc.RpcMethodHandler: its stubs leave the functions untyped
Details = grpc.HandlerCallDetails


class Frame(grpc.aio.ServerInterceptor):
    """Wraps the handler of every call but those of the health service, which is open to all.

    A handler may answer with bytes, which are sent as the message that they are.

    Args:
        slow: ends the streams whose client does not read.
        peers: counts the streams of each peer; without it, any number is let in.
        tracer: is told of each call to a service of Quire.

    Attributes:
        draining: whether new calls are refused.
    """

    def __init__(
        self,
        authenticator: Authenticator,
        validator: RequestValidator,
        slow: SlowReaders,
        tracer: Tracer = UNTRACED,
        peers: PeerStreams | None = None,
    ) -> None:
        self._tracer = tracer
        self._authenticator = authenticator
        self._validator = validator
        self._slow = slow
        self._peers = peers or PeerStreams(0)
        self.draining = False
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def idle(self) -> None:
        """Wait until no call to a service of Quire is under way."""
        await self._idle.wait()

    async def intercept_service(
        self, continuation: Callable[[Details], Awaitable[Handler]], handler_call_details: Details
    ) -> Handler:
        handler = await continuation(handler_call_details)
        if handler is None or handler_call_details.method.startswith(_HEALTH):
            return handler
        codecs = (handler.request_deserializer, _or_bytes(handler.response_serializer))
        if handler.unary_unary is not None:
            unary = self._unary(handler.unary_unary, handler_call_details)
            return grpc.unary_unary_rpc_method_handler(unary, *codecs)
        if handler.unary_stream is not None:
            stream = self._stream(handler.unary_stream, handler_call_details)
            return grpc.unary_stream_rpc_method_handler(stream, *codecs)
        both = self._stream(handler.stream_stream, handler_call_details)  # reflection
        return grpc.stream_stream_rpc_method_handler(both, *codecs)

    def _unary(self, behavior: Callable[..., Awaitable[Any]], details: Details) -> Handler:
        async def call(request: Any, context: Context) -> Any:
            with self._traced(details) as span:
                entry = _Entry(details.method, span)
                try:
                    with self._counted(details), as_owner(self._caller(details, entry)):
                        self._admit(details, request, entry)
                        response = await behavior(request, context)
                except BaseException as error:
                    await entry.failed(context, error)
                entry.about(getattr(response, "job", None), "id")
                entry.ended("OK")
                return response

        return call

    def _stream(self, behavior: Callable[..., AsyncGenerator[Any, None]], details: Details) -> Any:
        async def call(request: Any, context: Context) -> None:
            place = begin_stream()
            now = asyncio.get_running_loop().time
            with self._traced(details) as span, self._slow.stream() as writing:
                entry = _Entry(details.method, span)
                try:
                    with (
                        self._counted(details),
                        as_owner(self._caller(details, entry)),
                        self._peers.stream(context.peer()),
                    ):
                        self._admit(details, request, entry)
                        # A stream dropped between two messages would else be closed only
                        # when the garbage collector finds it.
                        async with aclosing(behavior(request, context)) as responses:
                            async for response in responses:
                                writing.since = now()
                                await context.write(response)
                                writing.since = 0.0
                except BaseException as error:
                    late = writing.too_slow and isinstance(error, asyncio.CancelledError)
                    await entry.failed(context, self._too_slow(place) if late else error)
                entry.ended("OK")

        return call

    def _too_slow(self, place: dict[str, str]) -> QuireError:
        return QuireError(
            Reason.WATCH_LIMIT,
            f"the stream was not read for {self._slow.seconds:g} s; come back when it can be",
            metadata=place,
            retry_after=_COME_BACK_SECONDS,
        )

    def _traced(self, details: Details) -> AbstractContextManager[Span]:
        """Return the block of a call, as a part of its client's trace if it has one."""
        if not details.method.startswith(_OWN):
            return nullcontext(Span())
        method = details.method.removeprefix("/")
        parent = dict(details.invocation_metadata or ()).get("traceparent", "")
        return self._tracer.span(
            method,
            Role.SERVER,
            {"rpc.system.name": "grpc", "rpc.method": method},
            parent=parent if isinstance(parent, str) else "",
        )

    @contextmanager
    def _counted(self, details: Details) -> Iterator[None]:
        """Count a call as under way; one to reflection lasts as long as its client likes."""
        if not details.method.startswith(_OWN):
            yield
            return
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()

    def _caller(self, details: Details, entry: "_Entry") -> str:
        """Return the owner on whose behalf a call is made. Raises QuireError."""
        owner = self._authenticator.owner(details.invocation_metadata or ())
        entry.facts["owner"] = owner
        return owner

    def _admit(self, details: Details, request: object, entry: "_Entry") -> None:
        """Let a call in. Raises QuireError."""
        if isinstance(request, Message) and details.method.startswith(_OWN):
            self._validator.check(request)
            entry.about(request, "job_id")
        if self.draining:
            raise QuireError(
                Reason.DRAINING,
                "this server is shutting down",
                retry_after=_COME_BACK_SECONDS,
            )


def _or_bytes(serializer: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    return lambda message: message if isinstance(message, bytes) else serializer(message)


class _Entry:
    """What log and trace say of a call: its method and its end, never what was said."""

    def __init__(self, method: str, span: Span) -> None:
        self._span = span
        self.facts: dict[str, str] = {"method": method}
        self._began = time.monotonic()

    def about(self, message: object, field: str) -> None:
        """Say which job it is about, if the message names one and none before has."""
        if job_id := getattr(message, field, ""):
            self.facts.setdefault("job_id", job_id)

    def ended(self, code: str) -> None:
        """Write the line."""
        self._span.tell("rpc.response.status_code", code)
        if job_id := self.facts.get("job_id"):
            self._span.tell("quire.job_id", job_id)
        if code in _OUR_FAULTS:
            self._span.failed(self.facts.get("reason", code))
        duration = round((time.monotonic() - self._began) * 1000, 1)
        _log.info("call", code=code, duration_ms=duration, **self.facts)

    async def failed(self, context: Context, error: BaseException) -> NoReturn:
        """End the call with what the error means. Raises grpc's AbortError, or the error."""
        if isinstance(error, QuireError):
            self.facts["reason"] = error.reason.value
            self.ended(code_of(error.reason).name)
            await abort(context, error)
        if isinstance(error, (asyncio.CancelledError, GeneratorExit)):
            left = context.time_remaining()
            expired = left is not None and left <= 0
            self.ended("DEADLINE_EXCEEDED" if expired else "CANCELLED")
            raise error
        if isinstance(error, grpc.aio.AbortError):
            self.ended(context.code().name)
            raise error
        if not isinstance(error, Exception):
            raise error
        incident = uuid.uuid4().hex[:12]
        _log.error("a call failed", incident=incident, exc_info=error, **self.facts)
        self.facts["reason"] = Reason.INTERNAL.value
        self.ended(code_of(Reason.INTERNAL).name)
        fault = QuireError(
            Reason.INTERNAL,
            f"a fault in Quire; the server's log knows it as {incident}",
            metadata={"incident": incident},
        )
        await abort(context, fault)
