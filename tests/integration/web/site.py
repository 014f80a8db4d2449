"""A server with pages, some of them hostile, that counts what it is asked for."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

HERE = "127.0.0.2"
"""Where the site is: not 127.0.0.1, so that tests can open one and not the other."""

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Site:
    """Pages by ``host/path`` or by path alone.

    Args:
        asked: how often each ``host/path`` was asked for.
        connections: that were made at all.

    """

    port: int = 0
    pages: dict[str, bytes | Answer] = field(default_factory=dict)
    hits: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    inner: "Site | None" = None
    tasks: set[asyncio.Task[object]] = field(default_factory=set)

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, host: str, path: str, page: bytes | Answer) -> str:
        """Serve a page and return its URL."""
        self.pages[host + path] = page
        return self.url(host, path)

    def find(self, query: str, *urls: str) -> None:
        """Let the search find pages for a query."""
        self.hits[query] = [{"url": url, "title": f"Page {n}"} for n, url in enumerate(urls)]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            await self._answer(reader, writer)
        except asyncio.CancelledError:
            pass  # the test is over
        finally:
            self.tasks.discard(task)
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(head)
            target = head.split(b" ")[1].decode()
            hosts = [line for line in head.split(b"\r\n") if line.lower().startswith(b"host:")]
            name = hosts[0].split(b":")[1].strip().decode()
            path = urlsplit(target).path
            self.asked[name + path] += 1
            page = self.pages.get(name + path, self.pages.get(path))
            if path == "/search" and page is None:
                page = self._found(parse_qs(urlsplit(target).query))
            if page is None:
                page = reply(b"nothing here", status="404 Not Found")
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
            writer.close()
            await writer.wait_closed()

    def _found(self, query: dict[str, list[str]]) -> bytes:
        first = query.get("pageno") == ["1"]
        results = self.hits.get(query["q"][0], []) if first else []
        return reply(
            json.dumps({"results": results, "unresponsive_engines": []}).encode(),
            "application/json",
        )


@asynccontextmanager
async def new_site() -> AsyncIterator[Site]:
    """Give a site, and behind 127.0.0.1, at the same port, its ``inner`` one."""
    inner = Site()
    site = Site(inner=inner)
    below, above = await _on_one_port(inner, site)
    site.port = inner.port = above.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        above.close()
        below.close()
        tasks = [*site.tasks, *inner.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)


async def _on_one_port(inner: Site, site: Site) -> tuple[asyncio.Server, asyncio.Server]:
    for _ in range(20):
        below = await asyncio.start_server(inner.serve, "127.0.0.1", 0)
        port = below.sockets[0].getsockname()[1]
        try:
            return below, await asyncio.start_server(site.serve, HERE, port)
        except OSError:  # somebody else has that port there
            below.close()
    raise AssertionError("no port is free at both addresses")


def reply(
    body: bytes,
    content_type: str = "text/html; charset=utf-8",
    *,
    status: str = "200 OK",
    headers: tuple[str, ...] = (),
) -> bytes:
    """Return an answer of HTTP/1.1 as bytes."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(target: str) -> bytes:
    return reply(b"", status="302 Found", headers=(f"Location: {target}",))


def article(title: str, *paragraphs: str, language: str = "en") -> bytes:
    """Return a page as sites make them, with things around its text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8>"
        f"<title>{title}</title></head><body>"
        f"<nav><a href=/>Home</a> <a href=/news>News</a></nav>"
        f"<main><article><h1>{title}</h1>{text}</article></main>"
        f"<footer>Copyright of somebody, all rights reserved</footer></body></html>"
    ).encode()
