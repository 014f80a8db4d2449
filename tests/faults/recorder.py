"""Stands for the model server: answers after a while and remembers who called when."""

import asyncio
import contextlib
import dataclasses
import json
import time
from types import TracebackType
from typing import Self

from tests.faults.history import ModelCall


class Recorder:
    """An HTTP server on loopback for as long as the ``async with`` block lasts.

    ``POST /`` with ``{"job": …, "attempt": …, "what": …, "seconds": …, "worker": …}`` is
    answered with 200 after so many seconds; ``worker`` is the calling process, if it says so.
    """

    def __init__(self) -> None:
        self._calls: list[ModelCall] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"

    @property
    def calls(self) -> list[ModelCall]:
        """Every call so far, in the order in which they began."""
        return [*self._calls]

    def of(self, job_id: str) -> list[ModelCall]:
        """Return the calls made for a job."""
        return [call for call in self._calls if call.job_id == job_id]

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while await self._answer(reader, writer):
                    pass
        except asyncio.CancelledError:
            pass
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        asked = json.loads(await reader.readexactly(length))
        place = len(self._calls)
        call = ModelCall(
            asked["job"],
            int(asked["attempt"]),
            asked["what"],
            time.time(),
            0.0,
            int(asked.get("worker", 0)),
        )
        self._calls.append(call)
        gone = asyncio.create_task(reader.read(1))  # a caller says no more until it has its answer
        await asyncio.wait({gone}, timeout=float(asked["seconds"]))
        ended = gone.done()
        self._calls[place] = dataclasses.replace(call, end=time.time())
        if ended:
            return False
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        await writer.drain()
        return True
