"""One connection that is subscribed to whatever is wanted, and comes back when cut."""

import asyncio
import random
from collections.abc import Callable, Collection

import structlog
from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as StoreConnectionError
from redis.exceptions import RedisError

_log = structlog.get_logger("quire.events")

_BATCH = 500
_PING_SECONDS = 5.0
_SEND_SECONDS = 5.0
_BACKOFF_CAP_SECONDS = 2.0
_FAIR_EVERY = 64


class Subscriber:
    """Keeps a Pub/Sub connection in step with a set of channels.

    Args:
        redis: client whose address and timeouts are used; its pool is not.
        wanted: the channels to be subscribed to, a live view; ``kick`` tells of changes.
        on_message: called with channel and payload of a message.
        on_subscribed: called with the channel from which on nothing is missed; also
            after a lost connection has been replaced.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        wanted: Collection[bytes],
        on_message: Callable[[bytes, bytes], None],
        on_subscribed: Callable[[bytes], None],
    ) -> None:
        self._redis = redis
        self._wanted = wanted
        self._on_message = on_message
        self._on_subscribed = on_subscribed
        self._changed: set[bytes] = set()
        self._kick = asyncio.Event()
        self._heard_at = 0.0
        self._ended = False

    def kick(self, channel: bytes) -> None:
        """Say that ``channel`` has become wanted or is so no more."""
        self._changed.add(channel)
        self._kick.set()

    def end(self) -> None:
        """Connect no more. ``run`` is then to be cancelled.

        The cancel alone will not do: a task group whose connection fails at the same
        moment raises the failure and forgets the cancel.
        """
        self._ended = True

    async def run(self) -> None:
        """Connect, and connect again, until ``end``."""
        failures = 0
        while not self._ended:
            connection = self._redis.connection_pool.make_connection()  # type: ignore[no-untyped-call]
            began = self._now()
            try:
                await self._serve(connection)
            except* (RedisError, OSError) as errors:
                _log.warning("subscription lost", cause=type(errors.exceptions[0]).__name__)
            except* Exception:
                _log.exception("subscription failed")
            finally:
                await connection.disconnect(nowait=True)
            failures = 0 if self._now() - began > _PING_SECONDS else failures + 1
            bound = min(_BACKOFF_CAP_SECONDS, 0.05 * 2.0**failures)
            await asyncio.sleep(random.uniform(0.01, bound))  # noqa: S311  not a secret

    async def _serve(self, connection: AbstractConnection) -> None:
        async with asyncio.TaskGroup() as group:
            await connection.connect()  # type: ignore[no-untyped-call]
            # Reads last as long as they last; sends are bounded in _send.
            connection.socket_timeout = None
            self._heard_at = self._now()
            group.create_task(self._receive(connection))
            group.create_task(self._reconcile(connection))

    async def _receive(self, connection: AbstractConnection) -> None:
        count = 0
        while True:
            reply = await connection.read_response()
            self._heard_at = self._now()
            if not isinstance(reply, list):
                continue
            if reply[0] == b"message":
                self._on_message(reply[1], reply[2])
            elif reply[0] == b"subscribe":
                self._on_subscribed(reply[1])
            count += 1
            if count % _FAIR_EVERY == 0:  # buffered replies never suspend
                await asyncio.sleep(0)

    async def _reconcile(self, connection: AbstractConnection) -> None:
        """Alone sends commands; what this connection has is forgotten with it."""
        have: set[bytes] = set()
        self._changed = set(self._wanted)
        ping_at = self._now() + _PING_SECONDS
        while True:
            self._kick.clear()
            changed, self._changed = self._changed, set()
            joined = {channel for channel in changed if channel in self._wanted} - have
            left = {channel for channel in changed if channel not in self._wanted} & have
            await self._send_all(connection, "SUBSCRIBE", joined)
            await self._send_all(connection, "UNSUBSCRIBE", left)
            have = (have | joined) - left
            if self._now() >= ping_at:
                if self._now() - self._heard_at > 2 * _PING_SECONDS:
                    raise StoreConnectionError("the subscription is half open")
                await self._send(connection, "PING")
                ping_at = self._now() + _PING_SECONDS
            await self._kicked(until=ping_at)

    async def _kicked(self, until: float) -> None:
        alarm = asyncio.get_running_loop().call_at(until, self._kick.set)
        try:
            await self._kick.wait()
        finally:
            alarm.cancel()

    async def _send_all(
        self, connection: AbstractConnection, command: str, channels: set[bytes]
    ) -> None:
        names = sorted(channels)
        for start in range(0, len(names), _BATCH):
            await self._send(connection, command, *names[start : start + _BATCH])

    @staticmethod
    async def _send(connection: AbstractConnection, *command: str | bytes) -> None:
        if not connection.is_connected:  # redis-py would connect again, and subscribe to a part
            raise StoreConnectionError("the subscription was cut")
        async with asyncio.timeout(_SEND_SECONDS):
            await connection.send_command(*command, check_health=False)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
