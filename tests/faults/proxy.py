"""A TCP proxy that can cut, freeze and slow what passes through it."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self


class FaultyProxy:
    """Stands before a port of loopback for as long as the ``async with`` block lasts.

    Attributes:
        delay: seconds by which everything is held up.
    """

    def __init__(self, target: int) -> None:
        self._target = target
        self._links: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.delay = 0.0

    @property
    def port(self) -> int:
        """Where it listens, on loopback."""
        return int(self._server.sockets[0].getsockname()[1])

    def cut(self) -> None:
        """Break every connection of this moment; new ones work."""
        for link in self._links:
            link.cancel()

    def freeze(self) -> None:
        """Pass on nothing more, in either direction, without closing anything."""
        self._flowing.clear()

    def thaw(self) -> None:
        """Break what was frozen, as a firewall that has forgotten its connections, and go on."""
        self.cut()
        self._flowing.set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        self.cut()
        await asyncio.gather(*self._links, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._links.add(task)
        try:
            await self._flowing.wait()
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._pass_on(reader, far_writer))
                    group.create_task(self._pass_on(far_reader, writer))
            finally:
                far_writer.close()
        except* (OSError, ConnectionError):
            pass
        except* asyncio.CancelledError:
            pass
        finally:
            with contextlib.suppress(OSError):
                writer.transport.abort()
            self._links.discard(task)

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            if self.delay:
                await asyncio.sleep(self.delay)
            await self._flowing.wait()
            sink.write(data)
            await sink.drain()
        raise ConnectionError("one side has closed")
