"""A fake pair of services and a client of it."""

from collections.abc import AsyncIterator

import pytest_asyncio
from quire_client import Endpoint, Patience, QuireClient

from tests.support.fake_pair import FakePair, fake_pair


@pytest_asyncio.fixture
async def pair() -> AsyncIterator[FakePair]:
    async with fake_pair() as services:
        yield services


@pytest_asyncio.fixture
async def client(pair: FakePair) -> AsyncIterator[QuireClient]:
    async with QuireClient(
        Endpoint(pair.outline_address),
        Endpoint(pair.document_address),
        patience=Patience(connect=3.0, reconnect=3.0, answer=3.0),
    ) as quire:
        yield quire
