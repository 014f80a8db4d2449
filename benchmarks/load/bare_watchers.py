"""``python -m benchmarks.load.bare_watchers PLAN``: watchers that cost next to nothing.

They speak just as much HTTP/2 (RFC 9113) as a watch needs. A client of grpc.aio uses more
processor time for an event than the servers do; on two cores that it shares with them, it
would be the client that is measured.
"""

import asyncio
import json
import struct
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import partial

from quire.outline.v1 import outline_service_pb2

from benchmarks.load.control import answer
from benchmarks.load.events import job_id
from benchmarks.load.tally import Tally
from benchmarks.load.watchers import WatchPlan

_JOINING_AT_ONCE = 2  # connections
_PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_FIRST_WINDOW, _MOST = 65_535, 2**31 - 1
_DATA, _HEADERS, _RST_STREAM, _SETTINGS, _PING, _GOAWAY, _WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
_ACK = _END_STREAM = 1
_END_HEADERS = 4
_HEADER_TABLE_SIZE, _INITIAL_WINDOW_SIZE = 1, 4
_FRAME_BYTES, _MESSAGE_BYTES = 9, 5
_PATH = b"/quire.outline.v1.OutlineService/WatchOutline"
_parse = outline_service_pb2.WatchOutlineResponse.FromString


class _Connection(asyncio.Protocol):
    """One connection with a stream for each of some watchers.

    Args:
        deaf: whether it takes only what fits into the first window (RFC 9113, 6.9.2), as a
            client does whose application does not read.
    """

    def __init__(
        self, numbers: Iterable[int], jobs: int, tally: Tally, *, deaf: bool = False
    ) -> None:
        self._deaf = deaf
        self._watchers = {2 * place + 1: number for place, number in enumerate(numbers)}
        self._jobs = jobs
        self._tally = tally
        self._rest = b""
        self._parts: dict[int, bytes] = {}
        self._unseen = set(self._watchers)
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._send: Callable[[bytes], None] = lambda data: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._send = transport.write
        window = _FIRST_WINDOW if self._deaf else _MOST
        settings = ((_HEADER_TABLE_SIZE, 0), (_INITIAL_WINDOW_SIZE, window))
        parts = [
            _PREFACE,
            _frame(_SETTINGS, 0, 0, b"".join(struct.pack(">HI", *pair) for pair in settings)),
        ]
        if not self._deaf:
            parts.append(_frame(_WINDOW_UPDATE, 0, 0, struct.pack(">I", _MOST - _FIRST_WINDOW)))
        for stream, number in self._watchers.items():
            request = outline_service_pb2.WatchOutlineRequest(job_id=job_id(number % self._jobs))
            body = request.SerializeToString()
            parts.append(_frame(_HEADERS, _END_HEADERS, stream, _REQUEST_HEADERS))
            message = struct.pack(">BI", 0, len(body)) + body
            parts.append(_frame(_DATA, _END_STREAM, stream, message))
        transport.write(b"".join(parts))

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        at, end = 0, len(data)
        while end - at >= _FRAME_BYTES:
            after = at + _FRAME_BYTES + int.from_bytes(data[at : at + 3], "big")
            if after > end:
                break
            kind, flags = data[at + 3], data[at + 4]
            stream = int.from_bytes(data[at + 5 : at + 9], "big")
            if kind == _DATA:
                self._messages(stream, data[at + _FRAME_BYTES : after])
            elif kind == _SETTINGS and not flags & _ACK:
                self._send(_frame(_SETTINGS, _ACK, 0, b""))
            elif kind == _PING and not flags & _ACK:
                self._send(_frame(_PING, _ACK, 0, data[at + _FRAME_BYTES : after]))
            if kind == _RST_STREAM or (kind in (_DATA, _HEADERS) and flags & _END_STREAM):
                self._tally.lost(self._watchers[stream], "ended")
            at = after
        self._rest = data[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        for number in self._watchers.values():
            self._tally.lost(number, "cut")

    def _messages(self, stream: int, data: bytes) -> None:
        """Take the messages out of a frame; one may go on in the next."""
        data = self._parts.pop(stream, b"") + data
        while len(data) >= _MESSAGE_BYTES:
            after = _MESSAGE_BYTES + int.from_bytes(data[1:5], "big")
            if after > len(data):
                break
            event = _parse(data[_MESSAGE_BYTES:after]).event
            if event.sequence:  # else it is a heartbeat
                time = event.time
                self._tally.received(
                    self._watchers[stream], event.sequence, time.seconds + time.nanos / 1e9
                )
                self._seen(stream)
            data = data[after:]
        if data:
            self._parts[stream] = data

    def _seen(self, stream: int) -> None:
        if self._unseen:
            self._unseen.discard(stream)
            if not self._unseen:
                self.joined.set_result(None)


def _frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + struct.pack(">BBI", kind, flags, stream) + payload


def _literal(name: bytes, value: bytes) -> bytes:
    """Return a header field without indexing (RFC 7541, 6.2.2), its name as encoded already."""
    return name + bytes([len(value)]) + value


_REQUEST_HEADERS = b"".join(
    (
        b"\x83\x86",  # :method POST, :scheme http
        _literal(b"\x04", _PATH),
        _literal(b"\x01", b"127.0.0.1"),  # :authority
        _literal(b"\x0f\x10", b"application/grpc"),  # content-type
        _literal(b"\x00\x02te", b"trailers"),
    )
)


def _same(connection: _Connection) -> _Connection:
    return connection


async def watch(plan: WatchPlan) -> None:
    """Watch until the parent has its result."""
    tally = Tally(plan.watchers, plan.jobs)
    host, _, port = plan.address.partition(":")
    loop = asyncio.get_running_loop()
    joining = asyncio.Semaphore(_JOINING_AT_ONCE)
    transports = []

    async def join(first: int) -> None:
        numbers = range(first, min(plan.watchers, first + plan.streams))
        async with joining:
            transport, connection = await loop.create_connection(
                lambda: _Connection(numbers, plan.jobs, tally), host, int(port)
            )
            transports.append(transport)
            await connection.joined

    for number in range(plan.deaf):
        deaf = _Connection([number], plan.jobs, Tally(number + 1, plan.jobs), deaf=True)
        transport, _ = await loop.create_connection(partial(_same, deaf), host, int(port))
        transports.append(transport)
    firsts = range(0, plan.watchers, plan.streams)
    tasks = [asyncio.create_task(join(first)) for first in firsts]
    await answer(tally, lambda events: asdict(tally.result(events)))
    for task in tasks:
        task.cancel()
    for transport in transports:
        transport.abort()


if __name__ == "__main__":
    asyncio.run(watch(WatchPlan(**json.loads(sys.argv[1]))))
