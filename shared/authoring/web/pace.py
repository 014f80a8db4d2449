"""How fast pages are asked for: so many at once, and of each host one after the other."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_HOSTS = 4096


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


class Pace:
    """Shared by all jobs of a process, so that no site sees them add up.

    Args:
        at_once: requests under way at most.
        host_seconds: from the end of one request to a host to the next.

    """

    def __init__(self, at_once: int = 8, host_seconds: float = 1.0) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._host_seconds = host_seconds
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @asynccontextmanager
    async def turn(self, host: str, delay: float = 0.0) -> AsyncIterator[None]:
        """Wait until a host may be asked, and hold the turn for as long as the block lasts.

        Args:
            delay: seconds that the host wants left between two requests.

        """
        entry = self._hosts.setdefault(host, _Host())
        self._hosts.move_to_end(host)
        loop = asyncio.get_running_loop()
        async with entry.lock:
            await asyncio.sleep(entry.free_at - loop.time())
            try:
                async with self._places:
                    yield
            finally:
                entry.free_at = loop.time() + max(self._host_seconds, delay)
                self._forget(loop.time())

    def _forget(self, now: float) -> None:
        """Drop the hosts longest not asked for, but none that is still to be waited for."""
        while len(self._hosts) > _HOSTS:
            name, entry = next(iter(self._hosts.items()))
            if entry.lock.locked() or entry.free_at > now:
                return
            del self._hosts[name]
