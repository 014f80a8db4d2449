"""A fake pair of services, and files to work from."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.fake_pair import FakePair, fake_pair


@pytest_asyncio.fixture
async def pair() -> AsyncIterator[FakePair]:
    async with fake_pair() as services:
        yield services


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder with two files."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Tides\n\nTides rise.\n", encoding="utf-8")
    (folder / "潮汐.md").write_text("# 潮汐\n\n潮汐涨落。\n", encoding="utf-8")
    return folder
