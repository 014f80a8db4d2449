"""Pools whose connections leave a primary that has become a replica.

redis-py keeps such a connection: each write on it is refused with READONLY, for ever. Here
it is closed, so that the next call connects anew, to whoever is the primary then.
"""

from typing import Any

from redis.asyncio import BlockingConnectionPool
from redis.asyncio import Connection as AsyncConnection
from redis.asyncio import SSLConnection as AsyncSSLConnection
from redis.asyncio import UnixDomainSocketConnection as AsyncUnixConnection
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.connection import BlockingConnectionPool as SyncBlockingConnectionPool
from redis.connection import Connection, SSLConnection, UnixDomainSocketConnection
from redis.exceptions import ConnectionError as StoreConnectionError
from redis.exceptions import ReadOnlyError
from redis.sentinel import Sentinel as SyncSentinel
from redis.sentinel import SentinelConnectionPool as SyncSentinelConnectionPool

from shared.redis_address import SentinelAddress

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
    manager = Sentinel(sentinel.sentinels, sentinel_kwargs=_of_sentinel(options))  # type: ignore[no-untyped-call]
    return _SentinelPool(  # type: ignore[no-untyped-call]
        sentinel.service, manager, timeout=timeout, **_login(sentinel), **options
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
    manager = SyncSentinel(sentinel.sentinels, sentinel_kwargs=_of_sentinel(options))  # type: ignore[no-untyped-call]
    return _SyncSentinelPool(  # type: ignore[no-untyped-call]
        sentinel.service, manager, timeout=timeout, **_login(sentinel), **options
    )


def _login(sentinel: SentinelAddress) -> Options:
    login: Options = {"db": sentinel.db}
    if sentinel.password:
        login |= {"username": sentinel.username or None, "password": sentinel.password}
    return login


def _of_sentinel(options: Options) -> Options:
    """Return how to speak to a Sentinel itself: with the same time limits, and briefly."""
    named = ("socket_timeout", "socket_connect_timeout", "socket_keepalive", "protocol")
    return {name: options[name] for name in named}
