"""A proxy before a model server that does what servers do on bad days, and keeps a record."""

import asyncio
import contextlib
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """The request is answered with an error and does not reach the server."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "no"


@dataclass(frozen=True, slots=True)
class Trouble:
    """The answer comes with trouble.

    Args:
        delay: seconds before the server is asked.
        events: of the stream that pass before the trouble; -1 for all.
        stall: seconds for which nothing more passes.
        cut: how it then ends: ``reset`` breaks the connection, ``clean`` ends the
            body as if it were whole; empty to go on.

    """

    delay: float = 0.0
    events: int = -1
    stall: float = 0.0
    cut: str = ""


@dataclass
class Exchange:
    """One request as the proxy saw it. Times are those of ``time.monotonic``."""

    path: str
    body: dict[str, Any]
    key: str
    began: float
    status: int = 0
    ended: float = 0.0
    hung_up: float = 0.0


class ModelProxy:
    """Forwards to a model server; each request takes the next of ``faults``, if there is one.

    Attributes:
        faults: what is to happen to the next requests for an answer (POST …/completions).
        exchanges: those requests, in the order of their coming.
        most_at_once: how many of them were under way at the same time.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._tasks: set[asyncio.Task[None]] = set()
        self._now = 0
        self.port = 0
        self.faults: deque[Refusal | Trouble] = deque()
        self.exchanges: list[Exchange] = []
        self.most_at_once = 0

    @property
    def url(self) -> str:
        """The base URL for an OpenAI client."""
        return f"http://127.0.0.1:{self.port}/v1"

    @asynccontextmanager
    async def running(self) -> AsyncIterator["ModelProxy"]:
        """Listen on a free port of loopback."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._serve(reader, writer)
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = head.split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path = lines[0].split()[1]
        kept = [line for line in lines if line and not line.lower().startswith("connection:")]
        request = "\r\n".join([*kept, "Connection: close", "", ""]).encode() + body
        if not path.endswith("/completions"):
            await self._forward(request, writer, Trouble())
            return
        exchange = Exchange(
            path, json.loads(body), headers.get("authorization", ""), time.monotonic()
        )
        self.exchanges.append(exchange)
        fault = self.faults.popleft() if self.faults else Trouble()
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            if isinstance(fault, Refusal):
                exchange.status = fault.status
                await _refuse(fault, writer)
                return
            answering = asyncio.ensure_future(self._forward(request, writer, fault, exchange))
            hanging_up = asyncio.ensure_future(reader.read(1))
            await asyncio.wait((answering, hanging_up), return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                exchange.hung_up = time.monotonic()
            for waiting in (answering, hanging_up):
                waiting.cancel()
            await asyncio.gather(answering, hanging_up, return_exceptions=True)
        finally:
            exchange.ended = time.monotonic()
            self._now -= 1

    async def _forward(
        self,
        request: bytes,
        writer: asyncio.StreamWriter,
        trouble: Trouble,
        exchange: Exchange | None = None,
    ) -> None:
        await asyncio.sleep(trouble.delay)
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        try:
            far_writer.write(request)
            head = await far_reader.readuntil(b"\r\n\r\n")
            if exchange is not None:
                exchange.status = int(head.split()[1])
            writer.write(head)
            if b"chunked" not in head.lower():
                writer.write(await far_reader.read())
                await writer.drain()
                return
            passed = 0
            async for event in _events(far_reader):
                if passed == trouble.events:
                    await asyncio.sleep(trouble.stall)
                    if trouble.cut == "clean":
                        break
                    if trouble.cut:
                        writer.transport.abort()
                        return
                passed += 1
                writer.write(b"%x\r\n%b\r\n" % (len(event), event))
                await writer.drain()
            writer.write(b"0\r\n\r\n")
            await writer.drain()
        finally:
            far_writer.close()


async def _events(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Give the events of a chunked stream, each with the blank line at its end."""
    held = b""
    while size := int(await reader.readline(), 16):
        held += (await reader.readexactly(size + 2))[:-2]
        *events, held = held.split(b"\n\n")
        for event in events:
            yield event + b"\n\n"


async def _refuse(fault: Refusal, writer: asyncio.StreamWriter) -> None:
    body = json.dumps({"error": {"message": fault.message, "code": fault.status}}).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **fault.headers,
    }
    lines = [f"HTTP/1.1 {fault.status} Fault", *(f"{k}: {v}" for k, v in headers.items())]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()
