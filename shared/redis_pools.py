"""Pools whose connections leave a primary that has become a replica.

redis-py keeps such a connection: each write on it is refused with READONLY, for ever. Here
it is closed, so that the next try connects anew, to whoever is the primary then. One that
was found by Sentinel is also left when it has too few replicas (NOREPLICAS), as one has
that was cut off; and each try asks Sentinel, where redis-py would go to the same place again.
"""

from typing import Any

from redis.asyncio import BlockingConnectionPool
from redis.asyncio import Connection as AsyncConnection
from redis.asyncio import SSLConnection as AsyncSSLConnection
from redis.asyncio import UnixDomainSocketConnection as AsyncUnixConnection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import (
    Sentinel,
    SentinelConnectionPool,
    SentinelManagedConnection,
)
from redis.backoff import NoBackoff
from redis.connection import BlockingConnectionPool as SyncBlockingConnectionPool
from redis.connection import Connection, SSLConnection, UnixDomainSocketConnection
from redis.exceptions import ConnectionError as StoreConnectionError
from redis.exceptions import ReadOnlyError, ResponseError
from redis.retry import Retry as SyncRetry
from redis.sentinel import Sentinel as SyncSentinel
from redis.sentinel import SentinelConnectionPool as SyncSentinelConnectionPool
from redis.sentinel import SentinelManagedConnection as SyncSentinelManagedConnection

from shared.redis_address import SentinelAddress

SENTINEL_SECONDS = 1.0
"""How long a Sentinel is waited for before the next one is asked."""

Options = dict[str, Any]  # redis-py's keyword arguments have no common type


class _Leaves:
    """Mixed into an asyncio connection."""

    async def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super().read_response(*args, **kwargs)  # type: ignore[misc]
        except ReadOnlyError as error:
            await self.disconnect(nowait=True)  # type: ignore[attr-defined]
            raise StoreConnectionError("this server is a replica now") from error


class _SyncLeaves:
    """Mixed into a connection for threads."""

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().read_response(*args, **kwargs)  # type: ignore[misc]
        except ReadOnlyError as error:
            self.disconnect()  # type: ignore[attr-defined]
            raise StoreConnectionError("this server is a replica now") from error


class _Tcp(_Leaves, AsyncConnection): ...


class _Tls(_Leaves, AsyncSSLConnection): ...


class _Unix(_Leaves, AsyncUnixConnection): ...


class _SyncTcp(_SyncLeaves, Connection): ...


class _SyncTls(_SyncLeaves, SSLConnection): ...


class _SyncUnix(_SyncLeaves, UnixDomainSocketConnection): ...


class _Found(SentinelManagedConnection):
    """A connection to whoever Sentinel says is the primary."""

    async def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        if not self.is_connected:
            await self._connect_retry()  # type: ignore[no-untyped-call]
        await super().send_packed_command(*args, **kwargs)

    async def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super().read_response(*args, **kwargs)
        except ResponseError as error:
            if not _cut_off(error):
                raise
            await self.disconnect(nowait=True)
            raise StoreConnectionError("the primary has too few replicas") from error


class _SyncFound(SyncSentinelManagedConnection):
    def send_packed_command(self, *args: Any, **kwargs: Any) -> None:
        if not self.is_connected:
            self._connect_retry()  # type: ignore[no-untyped-call]
        super().send_packed_command(*args, **kwargs)  # type: ignore[no-untyped-call]

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().read_response(*args, **kwargs)
        except ResponseError as error:
            if not _cut_off(error):
                raise
            self.disconnect()  # type: ignore[no-untyped-call]
            raise StoreConnectionError("the primary has too few replicas") from error


def _cut_off(error: ResponseError) -> bool:
    return str(error).startswith("NOREPLICAS")


class _SentinelPool(SentinelConnectionPool, BlockingConnectionPool):
    """As large as it may be, callers wait; redis-py's own raises an error then."""

    async def disconnect(self, inuse_connections: bool = True) -> None:
        """Close connections; all of them is the end, so those to the Sentinels too."""
        await super().disconnect(inuse_connections)
        if inuse_connections:
            for sentinel in self.sentinel_manager.sentinels:
                await sentinel.aclose()


class _SyncSentinelPool(SyncSentinelConnectionPool, SyncBlockingConnectionPool):
    def disconnect(self, inuse_connections: bool = True) -> None:
        super().disconnect(inuse_connections)
        if inuse_connections:
            for sentinel in self.sentinel_manager.sentinels:
                sentinel.close()


_BY_SCHEME = {"redis": (_Tcp, _SyncTcp), "rediss": (_Tls, _SyncTls), "unix": (_Unix, _SyncUnix)}


def make_pool(
    url: str, sentinel: SentinelAddress | None, timeout: float, options: Options
) -> BlockingConnectionPool:
    """Return a pool for asyncio; ``timeout`` is how long a caller waits for a connection."""
    if sentinel is None:
        kind, _ = _BY_SCHEME[url.partition(":")[0]]
        return BlockingConnectionPool.from_url(
            url, connection_class=kind, timeout=timeout, **options
        )
    asked = _of_sentinel(options) | {"retry": Retry(NoBackoff(), 0)}
    manager = Sentinel(sentinel.sentinels, sentinel_kwargs=asked)  # type: ignore[no-untyped-call]
    return _SentinelPool(  # type: ignore[no-untyped-call]
        sentinel.service,
        manager,
        connection_class=_Found,
        timeout=timeout,
        **_login(sentinel),
        **options,
    )


def make_sync_pool(
    url: str, sentinel: SentinelAddress | None, timeout: float, options: Options
) -> SyncBlockingConnectionPool:
    """Return the same for threads."""
    if sentinel is None:
        _, kind = _BY_SCHEME[url.partition(":")[0]]
        return SyncBlockingConnectionPool.from_url(
            url, connection_class=kind, timeout=timeout, **options
        )
    asked = _of_sentinel(options) | {"retry": SyncRetry(NoBackoff(), 0)}
    manager = SyncSentinel(sentinel.sentinels, sentinel_kwargs=asked)  # type: ignore[no-untyped-call]
    return _SyncSentinelPool(  # type: ignore[no-untyped-call]
        sentinel.service,
        manager,
        connection_class=_SyncFound,
        timeout=timeout,
        **_login(sentinel),
        **options,
    )


def _login(sentinel: SentinelAddress) -> Options:
    login: Options = {"db": sentinel.db}
    if sentinel.password:
        login |= {"username": sentinel.username or None, "password": sentinel.password}
    return login


def _of_sentinel(options: Options) -> Options:
    """Return how to speak to a Sentinel itself: one that does not answer must not hold up.

    So it is asked once, and for at most ``SENTINEL_SECONDS``; then the next one is. redis-py
    would ask ten times more.
    """
    limit = min(SENTINEL_SECONDS, options["socket_timeout"])
    return {
        "socket_timeout": limit,
        "socket_connect_timeout": limit,
        "socket_keepalive": options["socket_keepalive"],
        "protocol": options["protocol"],
    }
