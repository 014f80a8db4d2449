"""Connections that only reach the public internet: an httpx transport that resolves by itself.

The check and the connection are of the same address: a name that is resolved again after
its check can have changed meanwhile (DNS rebinding).
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from ipaddress import ip_address

import httpcore
import httpx

from shared.authoring.web.addresses import AddressPolicy
from shared.authoring.web.problems import PageError, Problem

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Gives the addresses of a host and port, the best first; raises OSError if there are none."""

_TRIED = 4
"""Addresses of a host that are tried at most."""


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses that the system's resolver gives."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedTransport(httpx.AsyncBaseTransport):
    """Sends requests to hosts all of whose addresses are allowed, without any proxy.

    Raises PageError (ADDRESS_REFUSED) instead of connecting to any other, and else
    the errors of httpx. TLS asks for and checks the certificate of the name in the
    URL, also where the addresses come from a resolver of one's own.

    Args:
        connections: at once.

    """

    def __init__(
        self,
        addresses: AddressPolicy,
        *,
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
        connections: int = 16,
    ) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            # A connection that is kept is one that was checked when it was made.
            max_keepalive_connections=connections,
            keepalive_expiry=5.0,
            network_backend=_GuardedBackend(addresses, resolver),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; see ``httpx.AsyncBaseTransport``."""
        url = request.url
        sent = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(sent)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise _as_httpx(error, request) from error
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer, request),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, addresses: AddressPolicy, resolver: Resolver) -> None:
        self._addresses = addresses
        self._resolver = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        until = loop.time() + (timeout if timeout is not None else 60.0)
        failure: Exception = httpcore.ConnectError("the host has no address")
        addresses = (await self._checked(host, port, until))[:_TRIED]
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            share = max(0.1, (until - loop.time()) / left)
            try:
                return await self._inner.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _checked(self, host: str, port: int, until: float) -> list[str]:
        """Return the addresses of a host, each of them allowed."""
        try:
            async with asyncio.timeout_at(until):
                found = await self._resolver(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from error
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name is not known") from error
        addresses = [ip_address(text) for text in found]
        # All must be allowed: a name with one address inside is not one of the internet.
        if not all(map(self._addresses.allows, addresses)):
            raise PageError(
                Problem.ADDRESS_REFUSED, "the host has an address that is not on the internet"
            )
        return [str(address) for address in addresses]


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, request: httpx.Request) -> None:
        self._answer = answer
        self._request = request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._answer.aiter_stream():
                yield chunk
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise _as_httpx(error, self._request) from error

    async def aclose(self) -> None:
        await self._answer.aclose()


_HTTPX: dict[type[Exception], type[httpx.TransportError]] = {
    httpcore.ConnectTimeout: httpx.ConnectTimeout,
    httpcore.ReadTimeout: httpx.ReadTimeout,
    httpcore.WriteTimeout: httpx.WriteTimeout,
    httpcore.PoolTimeout: httpx.PoolTimeout,
    httpcore.ConnectError: httpx.ConnectError,
    httpcore.ReadError: httpx.ReadError,
    httpcore.WriteError: httpx.WriteError,
    httpcore.LocalProtocolError: httpx.LocalProtocolError,
    httpcore.RemoteProtocolError: httpx.RemoteProtocolError,
}


def _as_httpx(error: Exception, request: httpx.Request) -> httpx.TransportError:
    kind = _HTTPX.get(type(error), httpx.NetworkError)
    return kind(str(error), request=request)
