"""Files read in processes that can be killed."""

import asyncio
import time
from collections.abc import AsyncIterator

import psutil
import pytest
import pytest_asyncio

from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.authoring.sources.reader import InputFile, SourceReader
from shared.cpu.pool import CpuPool
from shared.errors import QuireError
from shared.reasons import Reason
from tests.support.files import docx_bomb, encrypted_pdf

LONG = "\n\n".join(f"## {n}\n\nA paragraph of *some* [words](x) and `code`." for n in range(60_000))


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[CpuPool]:
    pool = CpuPool(2, memory_limit=1 << 30)
    yield pool
    await pool.close()


async def test_files_together_and_the_refused_by_name(pool: CpuPool) -> None:
    reader = SourceReader(pool)
    good = InputFile("a.md", b"# A\n\nSome text.")
    bad = InputFile("b.pdf", encrypted_pdf())
    with pytest.raises(QuireError) as caught:
        await reader.check([good, bad, InputFile("c.md", b"")])
    assert caught.value.reason is Reason.FILE_ENCRYPTED
    assert [violation.field for violation in caught.value.violations] == [
        "files[1].content",
        "files[2].content",
    ]
    sources = await reader.parse_all([good, InputFile("z.txt", b"Words.", uri="http://z.example")])
    assert [source.info.id for source in sources] == ["s1", "s2"]
    assert [source.info.uri for source in sources] == ["a.md", "http://z.example"]
    assert reader.version == SourceReader(pool).version != ""


async def test_a_refusal_comes_out_of_the_process_as_it_was_raised(pool: CpuPool) -> None:
    content = encrypted_pdf()
    with pytest.raises(QuireError) as here:
        parse_file("s1", "b.pdf", "", content, FileLimits())
    with pytest.raises(QuireError) as there:
        await SourceReader(pool).parse("s1", InputFile("b.pdf", content))
    for attribute in ("reason", "message", "metadata", "violations"):
        assert getattr(there.value, attribute) == getattr(here.value, attribute)


async def test_a_bomb_is_refused_by_name_and_its_process_is_used_again(pool: CpuPool) -> None:
    reader = SourceReader(pool)
    with pytest.raises(QuireError) as caught:
        await reader.check([InputFile("bomb.docx", docx_bomb(128 << 20))])
    assert caught.value.reason is Reason.FILE_EXPANDS
    assert caught.value.metadata["file"] == "bomb.docx"
    before = processes()
    await reader.parse("s1", InputFile("a.md", b"Words."))
    assert processes() == before


def processes() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


async def test_all_files_together_may_be_too_large(pool: CpuPool) -> None:
    reader = SourceReader(pool, FileLimits(total_bytes=20))
    files = [InputFile(f"{n}.md", b"0123456789") for n in range(3)]
    with pytest.raises(QuireError) as caught:
        await reader.check(files)
    assert caught.value.reason is Reason.FILE_TOO_LARGE
    assert caught.value.metadata["file"] == "2.md"
    assert len(await reader.check(files[:2])) == 2


async def test_a_file_that_takes_too_long_is_given_up_and_its_process_killed(
    pool: CpuPool,
) -> None:
    reader = SourceReader(pool, FileLimits(seconds=0.2))
    others = processes()
    await SourceReader(pool).parse("s1", InputFile("a.md", b"Words."))
    (reading,) = processes() - others
    before = time.monotonic()
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.01)
            ticks += 1

    ticking = asyncio.create_task(tick())
    with pytest.raises(QuireError) as caught:
        await reader.parse("s1", InputFile("long.md", LONG.encode()))
    assert caught.value.reason is Reason.FILE_TIMEOUT
    ticking.cancel()
    took = time.monotonic() - before
    assert ticks > took / 0.01 / 4, "the event loop was held up"
    assert reading not in processes()
    # A new process takes its place.
    source = await SourceReader(pool).parse("s1", InputFile("a.md", b"Words."))
    assert source.text == "Words."
