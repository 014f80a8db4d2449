"""One service's channel: calls that are tried again while the service is away."""

import time
from collections.abc import Callable
from typing import TypeVar

import grpc

from quire_client.backoff import Backoff
from quire_client.channel import Endpoint, open_sync_channel
from quire_client.errors import QuireCallError, call_error, gave_up
from quire_client.patience import Away, OnAway, Patience
from quire_client.sync.stream import Messages
from quire_client.tracing import trace_metadata

Request = TypeVar("Request")
Response = TypeVar("Response")
T = TypeVar("T")


class SyncCaller:
    """Calls one service, from any thread.

    Args:
        service: its name, for errors.
        on_away: told of each try that failed and will be repeated.

    Attributes:
        closed: whether ``close`` was called; calls that it cancelled are not repeated.

    """

    def __init__(
        self, service: str, endpoint: Endpoint, patience: Patience, on_away: OnAway | None
    ) -> None:
        self.service = service
        self.endpoint = endpoint
        self.patience = patience
        self.channel = open_sync_channel(endpoint)
        self.closed = False
        self._on_away = on_away

    def call(
        self, method: "grpc.UnaryUnaryMultiCallable[Request, Response]", request: Request
    ) -> Response:
        """Call once, and again while the service is away.

        Raises:
            QuireCallError: the service refused.
            ServiceUnreachableError: it did not answer in time.

        """
        return self._persist(
            lambda: method(request, timeout=self.patience.answer, metadata=self._metadata())
        )

    def collect(
        self, method: "grpc.UnaryStreamMultiCallable[Request, Response]", request: Request
    ) -> list[Response]:
        """Return all messages of a stream that ends; read anew if it is cut.

        Raises:
            QuireCallError: the service refused.
            ServiceUnreachableError: it did not answer in time.

        """
        return self._persist(
            lambda: list(method(request, timeout=self.patience.answer, metadata=self._metadata()))
        )

    def open(
        self, method: "grpc.UnaryStreamMultiCallable[Request, Response]", request: Request
    ) -> Messages[Response]:
        """Open one stream; no try is repeated here."""
        return method(request, metadata=self._metadata())

    def tell(self, error: QuireCallError, delay: float) -> None:
        """Tell whoever looks on that the service is away."""
        if self._on_away is not None:
            self._on_away(Away(error, delay))

    def close(self) -> None:
        """Close the channel; calls under way are cancelled."""
        self.closed = True
        self.channel.close()

    def _persist(self, attempt: Callable[[], T]) -> T:
        """Run an attempt until it succeeds, is refused or patience is at its end."""
        began = time.monotonic()
        backoff = Backoff()
        while True:
            try:
                return attempt()
            except grpc.RpcError as caught:
                error = call_error(caught, self.service)
            if not error.transient or self.closed:
                raise error from None
            delay = backoff.delay(error.retry_after)
            waited = time.monotonic() - began
            if waited + delay > self.patience.connect:
                raise gave_up(error, self.endpoint.address, waited) from None
            self.tell(error, delay)
            time.sleep(delay)

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        return (*self.endpoint.metadata, *trace_metadata())
