"""Files are made in processes that can be stopped; limits end in errors that say so."""

import asyncio
import importlib.util
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from document_service.rpc import download as rpc_download
from document_service.rpc.download import FileMaker
from shared.authoring.delivery import make as delivery_make
from shared.authoring.delivery.formats import Format
from shared.cpu.pool import CpuPool
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.citations.documents import english
from tests.unit.delivery.documents import rich


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[CpuPool]:
    made = CpuPool(1, memory_limit=1024 * 1024 * 1024)
    yield made
    await made.close()


def maker(pool: CpuPool, seconds: float = 30.0) -> FileMaker:
    return FileMaker(pool, seconds=seconds, memory_mib=1024, font_folders=())


@pytest.mark.parametrize("form", list(Format))
async def test_each_format_is_made_within_the_memory_of_a_process(
    pool: CpuPool, form: Format
) -> None:
    document = english()[0]
    made = await maker(pool).make(document, form)
    assert made.content
    assert made.file_name == f"Cooling.{form.value}"


async def test_the_loop_goes_on_while_a_file_is_made(pool: CpuPool) -> None:
    longest, last = 0.0, time.monotonic()
    making = asyncio.create_task(maker(pool).make(english()[0], Format.PDF))
    while not making.done():
        await asyncio.sleep(0.005)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert (await making).content.startswith(b"%PDF")
    assert longest < 1.0


async def test_too_slow_is_a_limit(pool: CpuPool) -> None:
    with pytest.raises(QuireError) as caught:
        await maker(pool, seconds=0.001).make(rich(), Format.DOCX)
    assert caught.value.reason is Reason.FORMAT_LIMIT
    assert caught.value.metadata == {"format": "docx", "limit": "0.001", "unit": "seconds"}


async def test_too_large_is_a_limit(pool: CpuPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(delivery_make.TEXT_LIMITS, Format.HTML, 100)
    with pytest.raises(QuireError) as caught:
        await maker(pool).make(rich(), Format.HTML)
    assert caught.value.reason is Reason.FORMAT_LIMIT
    assert caught.value.metadata["unit"] == "bytes"


async def test_a_process_that_dies_is_a_limit(
    pool: CpuPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rpc_download, "make", _dies)
    with pytest.raises(QuireError) as caught:
        await maker(pool).make(rich(), Format.DOCX)
    assert caught.value.metadata["unit"] == "MiB of memory"


async def test_without_typst_a_pdf_is_not_supported(
    pool: CpuPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(QuireError) as caught:
        await maker(pool).make(rich(), Format.PDF)
    assert caught.value.reason is Reason.NOT_SUPPORTED
    assert caught.value.metadata == {"field": "format"}


def _dies(document: object, form: Format, folders: tuple[Path, ...]) -> object:
    import os  # noqa: PLC0415  in the process

    os._exit(3)
