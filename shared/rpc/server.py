"""A gRPC server with health, reflection, TLS, tokens, limits and an orderly end."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2

from shared.jobs.tracer import UNTRACED, Tracer
from shared.rpc.auth import Authenticator
from shared.rpc.frame import Frame
from shared.rpc.peers import PeerStreams
from shared.rpc.slow import SlowReaders
from shared.rpc.validation import RequestValidator
from shared.settings import ServiceSettings

MAX_REQUEST_BYTES = 16 * 1024 * 1024
"""What a request may hold; its framing comes on top."""

_FRAMING_BYTES = 64 * 1024
_HEALTH_SECONDS = 1.0
_STOP_SECONDS = 2.0
"""How long a stop waits, beyond its grace, for handlers that do not end."""

_LAST_WORDS_SECONDS = 0.2
"""How long the last answers may take from their handlers to the network."""

_AGE_GRACE_SECONDS = 300
"""How long a stream may go on after its client was asked to connect anew."""

_OPTIONS = (
    ("grpc.max_receive_message_length", MAX_REQUEST_BYTES + _FRAMING_BYTES),
    ("grpc.max_send_message_length", 4 * 1024 * 1024),
    ("grpc.so_reuseport", 0),  # a second server on one port is a mistake, not a partner
    # Watchers ping to find dead connections; by default gRPC takes that for an attack.
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
    # When thousands of watchers come back at once, by default the core cancels most.
    ("grpc.server.max_pending_requests", 100_000),
    ("grpc.server.max_pending_requests_hard_limit", 100_000),
)

_SIGNALS = (signal.SIGTERM, signal.SIGINT)

_Status = health_pb2.HealthCheckResponse

_log = structlog.get_logger("quire.rpc")


class ServeError(Exception):
    """The server cannot listen."""


class RpcServer:
    """One server; create it on the event loop that is to run it.

    Args:
        settings: where to listen, with which certificate, for which tokens.
        service_names: full names of the services that will be added to ``grpc``.
        is_ready: asked each second; the health is SERVING only while it answers True.
        tracer: is told of each call.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        *,
        service_names: Sequence[str],
        is_ready: Callable[[], Awaitable[bool]],
        tracer: Tracer = UNTRACED,
    ) -> None:
        self._settings = settings
        self._names = ("", *service_names)
        self._is_ready = is_ready
        self._slow = SlowReaders(settings.slow_reader_seconds)
        self._frame = Frame(
            Authenticator(settings.load_tokens()),
            RequestValidator(service_names),
            self._slow,
            tracer,
            PeerStreams(settings.max_streams_per_peer),
        )
        self._health = health.aio.HealthServicer()
        self._tasks: set[asyncio.Task[None]] = set()
        self.grpc = grpc.aio.server(interceptors=(self._frame,), options=_options(settings))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self.grpc)
        _add_reflection(self.grpc, (*service_names, health.SERVICE_NAME, reflection.SERVICE_NAME))

    async def start(self) -> int:
        """Listen; return the port. Raises ServeError."""
        port = self._bind()
        await self.grpc.start()
        await self._look()
        self._tasks = {
            asyncio.create_task(self._look_on(), name="health"),
            asyncio.create_task(self._slow.run(), name="slow-readers"),
        }
        return port

    def address(self, port: int) -> str:
        """Return where the server is found once ``start`` has said the port."""
        return f"{self._settings.listen.rpartition(':')[0]}:{port}"

    async def drain(self, grace: float) -> None:
        """Refuse new calls, wait up to ``grace`` seconds for those under way, then stop.

        Watchers of the health and readers of reflection are not waited for: they stay
        until they are cut.
        """
        self._frame.draining = True
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._health.enter_graceful_shutdown()
        # gRPC tells the clients at once to go elsewhere, so the stop begins before the wait.
        stopping = asyncio.create_task(self.grpc.stop(grace), name="stop")
        idle = asyncio.create_task(self._frame.idle(), name="idle")
        try:
            await asyncio.wait({stopping, idle}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({stopping}, timeout=_LAST_WORDS_SECONDS)
        finally:
            # Never a second stop beside the first: gRPC crashes (1.85, a freed server).
            stopping.cancel()
            idle.cancel()
            await asyncio.wait({stopping, idle})
        await self.grpc.stop(0)

    def _bind(self) -> int:
        address = self._settings.listen
        cert, key = self._settings.tls_cert, self._settings.tls_key
        if cert is None or key is None:
            hint = "the port is taken, or the host is not one of this machine"
        else:
            hint = (
                "the port is taken, the host is not one of this machine, or certificate and "
                f"key ({cert}, {key}) are not a pair in PEM"
            )
        try:
            if cert is None or key is None:
                return self.grpc.add_insecure_port(address)
            pair = (key.read_bytes(), cert.read_bytes())
            return self.grpc.add_secure_port(address, grpc.ssl_server_credentials([pair]))
        except OSError as error:
            raise ServeError(f"cannot read {error.filename}: {error.strerror}") from None
        except RuntimeError:  # gRPC writes the cause to stderr and raises without it
            raise ServeError(f"cannot listen on {address}: {hint}") from None

    async def _look_on(self) -> None:
        while True:
            await asyncio.sleep(_HEALTH_SECONDS)
            await self._look()

    async def _look(self) -> None:
        try:
            ready = await self._is_ready()
        except Exception:  # not to know is not to be ready, and the looking must go on
            _log.exception("the health is unknown")
            ready = False
        for name in self._names:
            await self._health.set(name, _Status.SERVING if ready else _Status.NOT_SERVING)


def _options(settings: ServiceSettings) -> list[tuple[str, int]]:
    """Return the options of the server; gRPC varies the age by a tenth."""
    age = round(settings.max_connection_age_seconds * 1000)
    if not age:
        return [*_OPTIONS]
    grace = _AGE_GRACE_SECONDS * 1000
    return [
        *_OPTIONS,
        ("grpc.max_connection_age_ms", age),
        ("grpc.max_connection_age_grace_ms", grace),
    ]


def _add_reflection(server: grpc.aio.Server, names: Sequence[str]) -> None:
    """Add reflection as v1alpha and, since its messages are the same on the wire, as v1."""
    servicer = reflection.aio.ReflectionServicer(names)
    handler = grpc.stream_stream_rpc_method_handler(
        servicer.ServerReflectionInfo,
        request_deserializer=reflection_pb2.ServerReflectionRequest.FromString,
        response_serializer=reflection_pb2.ServerReflectionResponse.SerializeToString,
    )
    for service in (reflection.SERVICE_NAME, "grpc.reflection.v1.ServerReflection"):
        methods = {"ServerReflectionInfo": handler}
        generic = grpc.method_handlers_generic_handler(service, methods)
        server.add_generic_rpc_handlers((generic,))


async def serve(server: RpcServer, *, on_drain: Callable[[], None], grace: float) -> None:
    """Serve until SIGTERM or SIGINT, then drain; a second signal stops at once.

    Args:
        server: not started yet, with its servicers.
        on_drain: called at the first signal, to end streams that would not end.
        grace: seconds for calls under way.

    Raises ServeError.
    """
    first, second = asyncio.Event(), asyncio.Event()

    def on_signal() -> None:
        (second if first.is_set() else first).set()

    loop = asyncio.get_running_loop()
    for number in _SIGNALS:
        loop.add_signal_handler(number, on_signal)
    try:
        port = await server.start()
        _log.info("serving", address=server.address(port))
        await first.wait()
        _log.info("draining", grace=grace)
        on_drain()
        await _drain(server, grace, second)
        _log.info("stopped")
    except BaseException:
        await server.drain(0)  # a server left running keeps its process from ending
        raise
    finally:
        for number in _SIGNALS:
            loop.remove_signal_handler(number)


async def _drain(server: RpcServer, grace: float, hurry: asyncio.Event) -> None:
    """Drain, but stop at once on ``hurry``, and wait for no handler that will not end."""
    draining = asyncio.create_task(server.drain(grace), name="drain")
    hurried = asyncio.create_task(hurry.wait(), name="hurry")
    try:
        await asyncio.wait(
            {draining, hurried}, timeout=grace + _STOP_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
    finally:
        late = not draining.done()
        hurried.cancel()
        draining.cancel()
        await asyncio.wait({draining, hurried}, timeout=_STOP_SECONDS)
    if late:
        _log.warning("stopping with calls under way")
        await asyncio.wait({asyncio.create_task(server.grpc.stop(0))}, timeout=_STOP_SECONDS)
    elif not draining.cancelled():
        draining.result()
