"""Servers that give too much, too slowly or nothing that can be used."""

import asyncio
import gzip
import time
import tracemalloc
import zlib
from contextlib import nullcontext

import pytest

from shared.authoring.web.fetch import Fetcher, Page, StatusError
from shared.authoring.web.problems import PageError, Problem
from shared.cpu.pool import CpuPool
from tests.integration.web.job import web_of
from tests.integration.web.site import Answer, Site, reply

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


async def fetch(fetcher: Fetcher, url: str) -> Page:
    return await fetcher.fetch(fetcher.rules.check(url), lambda _: nullcontext())


async def problem_of(site: Site, pool: CpuPool, page: bytes | Answer) -> Problem:
    """Return why a page is not read; within the time that is allowed for one."""
    url = site.put("a.test", "/", page)
    begin = time.monotonic()
    async with web_of(site, pool) as web:
        with pytest.raises(PageError) as refused:
            await fetch(web.fetcher, url)
    assert time.monotonic() - begin < 5
    return refused.value.problem


async def test_a_page_that_never_ends(site: Site, pool: CpuPool) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"\r\n")
        while True:
            writer.write(b"<p>more and more</p>" * 1000)
            await writer.drain()

    assert await problem_of(site, pool, endless) is Problem.TOO_LARGE


async def test_a_slow_drip(site: Site, pool: CpuPool) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"\r\n")
        while True:
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.1)

    assert await problem_of(site, pool, drip) is Problem.TIMEOUT


async def test_a_drip_of_headers(site: Site, pool: CpuPool) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        while True:
            writer.write(b"X-More: and more\r\n")
            await writer.drain()
            await asyncio.sleep(0.1)

    assert await problem_of(site, pool, drip) is Problem.TIMEOUT


async def test_silence(site: Site, pool: CpuPool) -> None:
    async def silent(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    assert await problem_of(site, pool, silent) is Problem.TIMEOUT


async def test_headers_without_end(site: Site, pool: CpuPool) -> None:
    async def headers(writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD)
        while True:
            writer.write(b"X-More: " + b"x" * 1000 + b"\r\n")
            await writer.drain()

    assert await problem_of(site, pool, headers) is Problem.UNREACHABLE


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_takes_no_memory(site: Site, pool: CpuPool, encoding: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
    zeros = bytes(1 << 20)
    bomb = b"".join(packer.compress(zeros) for _ in range(200)) + packer.flush()
    assert len(bomb) < 1 << 20
    page = reply(bomb, headers=(f"Content-Encoding: {encoding}",))
    tracemalloc.start()
    try:
        assert await problem_of(site, pool, page) is Problem.TOO_LARGE
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


async def test_a_body_shorter_than_it_was_said(site: Site, pool: CpuPool) -> None:
    page = HEAD + b"Content-Length: 1000\r\n\r\nthat is all"
    assert await problem_of(site, pool, page) is Problem.UNREACHABLE


async def test_a_body_longer_than_it_was_said_is_cut(site: Site, pool: CpuPool) -> None:
    url = site.put("a.test", "/", HEAD + b"Content-Length: 4\r\n\r\nthis and more")
    async with web_of(site, pool) as web:
        assert (await fetch(web.fetcher, url)).content == b"this"


async def test_a_size_that_is_too_large_is_believed(site: Site, pool: CpuPool) -> None:
    page = HEAD + b"Content-Length: 99999999999\r\n\r\n"
    assert await problem_of(site, pool, page) is Problem.TOO_LARGE


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (b"no HTTP at all\r\n\r\n", Problem.UNREACHABLE),
        (b"", Problem.UNREACHABLE),
        (HEAD + b"Content-Length: -5\r\n\r\n", Problem.UNREACHABLE),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", Problem.UNREACHABLE),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", Problem.UNREACHABLE),
        (reply(b"x" * 50, headers=("Content-Encoding: br",)), Problem.UNSUPPORTED),
        (reply(b"not packed", headers=("Content-Encoding: gzip",)), Problem.UNREADABLE),
        (
            reply(gzip.compress(b"a page " * 99)[:-9], headers=("Content-Encoding: gzip",)),
            Problem.UNREADABLE,
        ),
        (reply(b"\x89PNG", "image/png"), Problem.UNSUPPORTED),
        (reply(b"{}", "application/json"), Problem.UNSUPPORTED),
        (reply(b"", status="302 Found"), Problem.REDIRECTS),
        (reply(b"", status="204 No Content"), Problem.STATUS),
        (reply(b"gone", status="410 Gone"), Problem.STATUS),
        (reply(b"oh", status="503 Service Unavailable"), Problem.STATUS),
    ],
)
async def test_answers_that_are_of_no_use(
    site: Site, pool: CpuPool, page: bytes, problem: Problem
) -> None:
    assert await problem_of(site, pool, page) is problem


async def test_a_closed_port_and_an_unknown_name(site: Site, pool: CpuPool) -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise OSError("not known")

    async with web_of(site, pool) as web:
        with pytest.raises(PageError) as refused:
            await fetch(web.fetcher, "http://a.test:443/")
        assert refused.value.problem is Problem.UNREACHABLE


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress])
async def test_packed_pages_are_read(site: Site, pool: CpuPool, pack: object) -> None:
    text = b"a page " * 999
    encoding, body = (
        ("gzip", gzip.compress(text)) if pack is gzip.compress else ("deflate", zlib.compress(text))
    )
    url = site.put("a.test", "/", reply(body, headers=(f"Content-Encoding: {encoding}",)))
    async with web_of(site, pool) as web:
        assert (await fetch(web.fetcher, url)).content == text


async def test_type_and_charset_are_told(site: Site, pool: CpuPool) -> None:
    url = site.put("a.test", "/", reply(b"x", 'Text/HTML; charset="GB2312"'))
    async with web_of(site, pool) as web:
        page = await fetch(web.fetcher, url)
    assert (page.media_type, page.charset) == ("text/html", "gb2312")


async def test_a_status_is_told(site: Site, pool: CpuPool) -> None:
    url = site.put("a.test", "/", reply(b"", status="404 Not Found"))
    async with web_of(site, pool) as web:
        with pytest.raises(StatusError) as refused:
            await fetch(web.fetcher, url)
    assert refused.value.status == 404
