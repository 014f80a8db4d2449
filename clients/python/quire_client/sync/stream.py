"""The messages of one stream, awaited with a time limit."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import grpc

from quire_client.errors import QuireCallError, call_error

M = TypeVar("M")
M_co = TypeVar("M_co", covariant=True)

_READ_AHEAD = 16  # messages; a caller that is slow slows the service, as it should


class Messages(Protocol[M_co]):
    """The messages of a gRPC call, as they come."""

    def __iter__(self) -> Iterator[M_co]: ...
    def cancel(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a stream: OK without an error."""

    error: QuireCallError | None = None


class StreamEndedError(Exception):
    """The stream ended with OK, or was left."""


class Stream(Generic[M]):
    """One stream, read by a thread of its own, which ends with it.

    Args:
        service: its name, for errors.
        call: what was opened.

    """

    def __init__(self, service: str, call: Messages[M]) -> None:
        self._service = service
        self._items: queue.Queue[M | _End] = queue.Queue(_READ_AHEAD)
        self._call = call
        self._left = False
        threading.Thread(target=self._read, name="quire-stream", daemon=True).start()

    def next(self, seconds: float) -> M:
        """Return the next message.

        Raises:
            TimeoutError: none came within the time.
            StreamEndedError: none will come.
            QuireCallError: the stream was refused or cut.

        """
        try:
            item = self._items.get(timeout=max(0.0, seconds))
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(item, _End):
            if item.error is not None:
                raise item.error
            raise StreamEndedError
        return item

    def leave(self) -> None:
        """Cancel the stream. From any thread; one that waits for a message is woken."""
        self._left = True
        self._call.cancel()
        while True:  # room for the reader, who looks whether it is left before it goes on
            try:
                self._items.get_nowait()
            except queue.Empty:
                break
        self._put_end(_End())

    def _read(self) -> None:
        try:
            for message in self._call:
                self._items.put(message)
                if self._left:
                    return
        except grpc.RpcError as error:
            end = _End(call_error(error, self._service))
        else:
            end = _End()
        if not self._left:
            self._items.put(end)

    def _put_end(self, end: _End) -> None:
        try:
            self._items.put_nowait(end)
        except queue.Full:  # the reader was quicker; whoever waits is woken by what it put
            return
