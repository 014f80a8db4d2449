"""kombu's transports for Redis, from which a broker in trouble is a broker that was lost.

To Celery only a broken connection is a reason to connect again; any other error of Redis
ends the worker ("Unrecoverable error"). So a primary that was demoted under a waiting worker,
or a server that is full or takes no writes for a while, would end every worker at once.
"""

from typing import Any

from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as BrokerConnectionError
from redis.exceptions import ResponseError

_IN_TROUBLE = frozenset(
    {"READONLY", "UNBLOCKED", "NOREPLICAS", "MISCONF", "MASTERDOWN", "BUSY", "OOM"}
)


class _Leaves:
    """Mixed into a connection: leaves a server that says that it is in trouble."""

    def read_response(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().read_response(*args, **kwargs)  # type: ignore[misc]
        except ResponseError as error:
            code = error.status_code or str(error).partition(" ")[0]
            if code not in _IN_TROUBLE:
                raise
            self.disconnect()  # type: ignore[attr-defined]
            raise BrokerConnectionError(f"the broker says {code}") from error


class _LeavingChannel:
    """Mixed into a channel, whose connections may be of any sort: TCP, TLS, by Sentinel."""

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        params: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[misc]
        kind = params["connection_class"]
        params["connection_class"] = type(kind.__name__, (_Leaves, kind), {})
        return params


class _Channel(_LeavingChannel, kombu_redis.Channel): ...


class _SentinelChannel(_LeavingChannel, kombu_redis.SentinelChannel): ...


class RedisTransport(kombu_redis.Transport):
    """For ``redis://`` and ``rediss://``."""

    Channel = _Channel


class SentinelTransport(kombu_redis.SentinelTransport):
    """For ``sentinel://``."""

    Channel = _SentinelChannel


PLAIN, SENTINEL = (f"{__name__}:{kind.__name__}" for kind in (RedisTransport, SentinelTransport))
"""Their names, as Celery's ``broker_transport`` takes them."""
