import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from shared.cpu.pool import CpuPool
from tests.integration.web.site import Site, new_site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with new_site() as site:
        yield site


@pytest.fixture(scope="session")
def pool() -> Iterator[CpuPool]:
    """Two processes for all tests: what they read leaves nothing behind in them."""
    pool = CpuPool(2, memory_limit=1 << 30)
    yield pool
    asyncio.run(pool.close())
