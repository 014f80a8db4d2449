"""A gRPC server with health, reflection, TLS, tokens, limits and an orderly end."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from shared.rpc.auth import Authenticator
from shared.rpc.frame import Frame
from shared.rpc.validation import RequestValidator
from shared.settings import ServiceSettings

MAX_REQUEST_BYTES = 16 * 1024 * 1024
"""What a request may hold; its framing comes on top."""

_FRAMING_BYTES = 64 * 1024
_HEALTH_SECONDS = 1.0
_STOP_SECONDS = 2.0
"""How long a stop waits, beyond its grace, for handlers that do not end."""

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
    """

    def __init__(
        self,
        settings: ServiceSettings,
        *,
        service_names: Sequence[str],
        is_ready: Callable[[], Awaitable[bool]],
    ) -> None:
        self._settings = settings
        self._names = ("", *service_names)
        self._is_ready = is_ready
        self._frame = Frame(Authenticator(settings.load_tokens()), RequestValidator(service_names))
        self._health = health.aio.HealthServicer()
        self._watching: asyncio.Task[None] | None = None
        self.grpc = grpc.aio.server(interceptors=(self._frame,), options=_OPTIONS)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self.grpc)
        reflection.enable_server_reflection(
            (*service_names, health.SERVICE_NAME, reflection.SERVICE_NAME), self.grpc
        )

    async def start(self) -> int:
        """Listen; return the port. Raises ServeError."""
        address = self._settings.listen
        try:
            port = self._bind(address)
        except (RuntimeError, OSError) as error:
            raise ServeError(f"cannot listen on {address}: {error}") from None
        await self.grpc.start()
        await self._look()
        self._watching = asyncio.create_task(self._look_on(), name="health")
        return port

    async def drain(self, grace: float) -> None:
        """Refuse new calls, wait up to ``grace`` seconds for those under way, then stop."""
        self._frame.draining = True
        if self._watching is not None:
            self._watching.cancel()
        await self._health.enter_graceful_shutdown()
        await self.grpc.stop(grace)

    def _bind(self, address: str) -> int:
        if self._settings.tls_cert is None or self._settings.tls_key is None:
            return self.grpc.add_insecure_port(address)
        pair = (self._settings.tls_key.read_bytes(), self._settings.tls_cert.read_bytes())
        return self.grpc.add_secure_port(address, grpc.ssl_server_credentials([pair]))

    async def _look_on(self) -> None:
        while True:
            await asyncio.sleep(_HEALTH_SECONDS)
            await self._look()

    async def _look(self) -> None:
        status = _Status.SERVING if await self._is_ready() else _Status.NOT_SERVING
        for name in self._names:
            await self._health.set(name, status)


async def serve(server: RpcServer, *, on_drain: Callable[[], None], grace: float) -> None:
    """Serve until SIGTERM or SIGINT, then drain; a second signal stops at once.

    Args:
        on_drain: called at the first signal, to end streams that would not end.
        grace: seconds for calls under way.

    Raises ServeError.
    """
    first, second = asyncio.Event(), asyncio.Event()

    def on_signal() -> None:
        (second if first.is_set() else first).set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, on_signal)
    port = await server.start()
    _log.info("serving", port=port)
    await first.wait()
    _log.info("draining")
    on_drain()
    draining = asyncio.create_task(server.drain(grace))
    hurried = asyncio.create_task(second.wait())
    await asyncio.wait(
        {draining, hurried}, timeout=grace + _STOP_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    if not draining.done():
        await server.grpc.stop(0)
    for task in (draining, hurried):
        task.cancel()
    _log.info("stopped")
