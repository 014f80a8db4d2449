"""One service's channel: calls that are tried again while the service is away."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import grpc
from grpc import aio

from quire_client.backoff import Backoff
from quire_client.channel import Endpoint, open_channel
from quire_client.errors import QuireCallError, ServiceUnreachableError, call_error, gave_up
from quire_client.patience import Away, OnAway, Patience
from quire_client.tracing import trace_metadata

Request = TypeVar("Request")
Response = TypeVar("Response")
T = TypeVar("T")


class Caller:
    """Calls one service.

    Args:
        service: its name, for errors.
        on_away: told of each try that failed and will be repeated.

    """

    def __init__(
        self, service: str, endpoint: Endpoint, patience: Patience, on_away: OnAway | None
    ) -> None:
        self.service = service
        self.endpoint = endpoint
        self.patience = patience
        self.channel = open_channel(endpoint)
        self._on_away = on_away

    async def call(
        self, method: aio.UnaryUnaryMultiCallable[Request, Response], request: Request
    ) -> Response:
        """Call once, and again while the service is away.

        Every call of the contract may be repeated: a submit bears the job's id.

        Raises:
            QuireCallError: the service refused.
            ServiceUnreachableError: it did not answer in time.

        """

        async def attempt() -> Response:
            return await method(request, timeout=self.patience.answer, metadata=self._metadata())

        return await self.persist(attempt)

    async def collect(
        self,
        method: aio.UnaryStreamMultiCallable[Request, Response],
        request: Request,
    ) -> list[Response]:
        """Return all messages of a stream that ends; read anew if it is cut.

        Raises:
            QuireCallError: the service refused.
            ServiceUnreachableError: it did not answer in time.

        """

        async def attempt() -> list[Response]:
            call = method(request, timeout=self.patience.answer, metadata=self._metadata())
            return [message async for message in call]

        return await self.persist(attempt)

    async def stream(
        self,
        method: aio.UnaryStreamMultiCallable[Request, Response],
        request: Request,
    ) -> AsyncIterator[Response]:
        """Yield the messages of one stream, which is cancelled when left early.

        Raises:
            QuireCallError: refused or cut; no try is repeated here.

        """
        await self._contact(time.monotonic() + self.patience.connect)
        call = method(request, metadata=self._metadata())
        try:
            async for message in call:
                yield message
        except aio.AioRpcError as error:
            raise call_error(error, self.service) from None
        finally:
            call.cancel()

    async def persist(self, attempt: Callable[[], Awaitable[T]]) -> T:
        """Run an attempt until it succeeds, is refused or patience is at its end."""
        began = time.monotonic()
        backoff = Backoff()
        while True:
            try:
                await self._contact(began + self.patience.connect)
                return await attempt()
            except aio.AioRpcError as caught:
                error = call_error(caught, self.service)
            if not error.transient:
                raise error from None
            delay = backoff.delay(error.retry_after)
            if time.monotonic() + delay - began > self.patience.connect:
                waited = time.monotonic() - began
                raise gave_up(error, self.endpoint.address, waited) from None
            await self.wait(error, delay)

    async def wait(self, error: QuireCallError, delay: float) -> None:
        """Tell whoever looks on, then sleep."""
        if self._on_away is not None:
            self._on_away(Away(error, delay))
        await asyncio.sleep(delay)

    async def close(self) -> None:
        """Close the channel; calls under way are cancelled."""
        await self.channel.close()

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        return (*self.endpoint.metadata, *trace_metadata())

    async def _contact(self, until: float) -> None:
        """Wait while the channel is connecting.

        A call made on a channel that connects waits without bound. On one that
        could not connect it fails at once and says why, so this returns then too.
        """
        began = time.monotonic()
        state = self.channel.get_state(try_to_connect=True)
        while state in (grpc.ChannelConnectivity.IDLE, grpc.ChannelConnectivity.CONNECTING):
            try:
                async with asyncio.timeout(max(0.0, until - time.monotonic())):
                    await self.channel.wait_for_state_change(state)
            except TimeoutError:
                raise ServiceUnreachableError(
                    self.service,
                    self.endpoint.address,
                    time.monotonic() - began,
                    "no connection could be made",
                ) from None
            state = self.channel.get_state(try_to_connect=True)
