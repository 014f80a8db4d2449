"""A TCP proxy that loses single replies: the request arrives, the answer does not."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class DroppingProxy:
    """Forwards to a server until it is told to lose a reply."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._drop = False
        self._wanted = b""
        self.port = 0
        self.dropped = 0

    def drop_next_reply(self) -> None:
        """Lose what the server says next, and the connection with it."""
        self._drop = True

    def drop_reply_to(self, words: bytes) -> None:
        """Lose the reply to the next request that holds these bytes."""
        self._wanted = words

    @asynccontextmanager
    async def running(self) -> AsyncIterator["DroppingProxy"]:
        """Listen on a free port of loopback."""
        tasks: set[asyncio.Task[None]] = set()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await self._serve(reader, writer)
            writer.close()
            tasks.discard(task)

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in list(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        their_reader, their_writer = await asyncio.open_connection("127.0.0.1", self._target)
        asking = asyncio.create_task(self._ask(reader, their_writer))
        try:
            while data := await their_reader.read(65536):
                if self._drop:
                    self._drop = False
                    self.dropped += 1
                    return
                writer.write(data)
                await writer.drain()
        finally:
            asking.cancel()
            their_writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if self._wanted and self._wanted in data:
                    self._wanted, self._drop = b"", True
                writer.write(data)
                await writer.drain()
