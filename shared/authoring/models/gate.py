"""How many calls of a model a process makes at once."""

import asyncio
from types import TracebackType


class Gate:
    """Lets so many callers through at once, in the order of their coming; none in a pause."""

    def __init__(self, limit: int) -> None:
        self._places = asyncio.Semaphore(limit)
        self._opens_at = 0.0

    def pause(self, seconds: float) -> None:
        """Let nobody through for so long: the server turned one away for all."""
        self._opens_at = max(self._opens_at, asyncio.get_running_loop().time() + seconds)

    async def __aenter__(self) -> None:
        await self._places.acquire()
        try:
            loop = asyncio.get_running_loop()
            while (left := self._opens_at - loop.time()) > 0:  # noqa: ASYNC110  put off meanwhile
                await asyncio.sleep(left)
        except BaseException:
            self._places.release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._places.release()
