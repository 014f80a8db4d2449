"""Where a service is, and the gRPC channel to it."""

import ipaddress
from dataclasses import dataclass, field

import grpc
from grpc import aio

from quire_client.errors import ConfigurationError

MAX_MESSAGE = 16 * 1024 * 1024
"""Bytes of the largest request that the services take."""

_FRAMING = 64 * 1024

_OPTIONS: tuple[tuple[str, int], ...] = (
    ("grpc.max_send_message_length", MAX_MESSAGE + _FRAMING),
    ("grpc.max_receive_message_length", MAX_MESSAGE + _FRAMING),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 1_000),
    ("grpc.max_reconnect_backoff_ms", 5_000),
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a service is and how to speak to it.

    Args:
        address: ``host:port`` or any other gRPC target.
        token: bearer token; empty for none.
        ca_cert: certificates (PEM) of the authorities that are trusted; ``None``
            speaks without TLS.
        insecure: allows a token without TLS to an address that is not loopback.

    """

    address: str
    token: str = field(default="", repr=False)
    ca_cert: bytes | None = None
    insecure: bool = False

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """Metadata of every call."""
        return (("authorization", f"Bearer {self.token}"),) if self.token else ()


def open_channel(endpoint: Endpoint) -> aio.Channel:
    """Return a channel; it connects at the first call.

    Raises:
        ConfigurationError: a token would travel in the clear over a network.

    """
    options = _options(endpoint)
    if endpoint.ca_cert is not None:
        return aio.secure_channel(endpoint.address, _credentials(endpoint), options=options)
    return aio.insecure_channel(endpoint.address, options=options)


def open_sync_channel(endpoint: Endpoint) -> grpc.Channel:
    """Return the same for code without asyncio. Raises as ``open_channel``."""
    options = _options(endpoint)
    if endpoint.ca_cert is not None:
        return grpc.secure_channel(endpoint.address, _credentials(endpoint), options=options)
    return grpc.insecure_channel(endpoint.address, options=options)


def _options(endpoint: Endpoint) -> tuple[tuple[str, int], ...]:
    loopback = is_loopback(endpoint.address)
    if endpoint.token and endpoint.ca_cert is None and not (loopback or endpoint.insecure):
        raise ConfigurationError(
            f"a token would be sent without TLS to {endpoint.address}, readable on the way"
        )
    # A proxy of the environment cannot reach this machine's loopback.
    return (*_OPTIONS, ("grpc.enable_http_proxy", 0)) if loopback else _OPTIONS


def _credentials(endpoint: Endpoint) -> grpc.ChannelCredentials:
    return grpc.ssl_channel_credentials(root_certificates=endpoint.ca_cert)


def is_loopback(address: str) -> bool:
    """Whether a gRPC target lies on this machine."""
    if address.startswith("unix:"):
        return True
    host = address.rsplit(":", 1)[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
