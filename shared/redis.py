"""Clients of the store: every call bounded in time, every pool bounded in size.

Answers are bytes (``decode_responses`` off): events and results are not text.
A command whose reply was lost is sent again, so scripts must be safe to repeat.
"""

import asyncio
import time
from typing import Any, Protocol

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import SentinelConnectionPool
from redis.backoff import ExponentialWithJitterBackoff
from redis.client import Redis as SyncRedis
from redis.exceptions import AuthenticationError, RedisError
from redis.retry import Retry as SyncRetry

from shared.errors import QuireError
from shared.reasons import Reason
from shared.redis_address import sentinel_address
from shared.redis_pools import make_pool, make_sync_pool

RETRIES = 2
_SAY_EVERY = 5.0


class Log(Protocol):
    """The part of a structlog logger that is used here."""

    def warning(self, event: str, **fields: object) -> object: ...

    def info(self, event: str, **fields: object) -> object: ...


def make_redis(
    url: str, *, name: str, connections: int = 16, timeout: float = 5.0, retries: int = RETRIES
) -> Redis:
    """Return an asyncio client. Opens no connection; close it with ``aclose``.

    Args:
        url: ``redis://``, ``rediss://``, ``unix://`` or ``sentinel://``; see
            ``shared.redis_address``.
        name: what ``CLIENT LIST`` calls its connections; no spaces.
        connections: at most so many; further callers wait up to ``timeout``.
        timeout: seconds for connecting and for each command's answer.
        retries: how often a command is sent again after a lost connection or answer.

    Calls raise redis.exceptions.ConnectionError or TimeoutError when the store does
    not answer.
    """
    options = _options(name, connections, timeout) | {"retry": Retry(_backoff(), retries)}
    pool = make_pool(url, sentinel_address(url), timeout, options)
    return Redis.from_pool(pool)


def make_sync_redis(
    url: str, *, name: str, connections: int = 2, timeout: float = 5.0, retries: int = RETRIES
) -> SyncRedis:
    """Return a client for threads; arguments and errors as for ``make_redis``.

    Close it with ``close``.
    """
    options = _options(name, connections, timeout) | {"retry": SyncRetry(_backoff(), retries)}
    pool = make_sync_pool(url, sentinel_address(url), timeout, options)
    return SyncRedis.from_pool(pool)


async def wait_for_store(redis: Redis, seconds: float, log: Log) -> None:
    """Return as soon as the store answers; say now and then that it does not.

    Raises QuireError(STORE_UNAVAILABLE) after ``seconds``, or at once when the store
    answers that the password is wrong.
    """
    where = _address(redis)
    begin = time.monotonic()
    said = -_SAY_EVERY
    while True:
        left = seconds - (time.monotonic() - begin)
        try:
            await asyncio.wait_for(redis.ping(), timeout=max(0.1, left))
        except AuthenticationError as error:
            raise QuireError(
                Reason.STORE_UNAVAILABLE, f"the store at {where} refuses user or password"
            ) from error
        except (RedisError, OSError) as error:
            waited = time.monotonic() - begin
            if waited >= seconds:
                raise QuireError(
                    Reason.STORE_UNAVAILABLE,
                    f"the store at {where} did not answer within {seconds:g} s",
                ) from error
            if waited - said >= _SAY_EVERY:
                said = waited
                log.warning("waiting for the store", store=where, cause=type(error).__name__)
            await asyncio.sleep(min(0.2, seconds - waited))
        else:
            if said >= 0:
                log.info("the store answers", store=where)
            return


def _options(name: str, connections: int, timeout: float) -> dict[str, Any]:
    return {
        "max_connections": connections,
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "client_name": name,
        # RESP3 would make each connection ask for maintenance notices that Valkey lacks.
        "protocol": 2,
        "decode_responses": False,
    }


def _backoff() -> ExponentialWithJitterBackoff:
    return ExponentialWithJitterBackoff(base=0.05, cap=1.0)


def _address(redis: Redis) -> str:
    pool = redis.connection_pool
    if isinstance(pool, SentinelConnectionPool):
        asked = sorted(_place(one.connection_pool) for one in pool.sentinel_manager.sentinels)
        return f"{pool.service_name} (by Sentinel at {', '.join(asked)})"
    return _place(pool)


def _place(pool: ConnectionPool) -> str:
    kwargs = pool.connection_kwargs
    if "path" in kwargs:
        return str(kwargs["path"])
    return f"{kwargs.get('host', 'localhost')}:{kwargs.get('port', 6379)}"
