"""Fetching one page: within limits of time and size, each redirect checked like the first URL."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self

import httpx

from shared.authoring.web.body import ACCEPTED_ENCODING, read_body
from shared.authoring.web.guard import GuardedTransport
from shared.authoring.web.problems import PageError, Problem
from shared.authoring.web.urls import UrlRules

MAX_REDIRECTS = 5

PAGE_TYPES = frozenset(
    {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"}
)
_ACCEPT = "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8"
_FOUND = 200
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Visit = Callable[[httpx.URL], AbstractAsyncContextManager[None]]
"""Is entered for each request, redirects included; raises PageError to forbid it."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """For one page.

    Args:
        max_bytes: packed as well as unpacked.
        seconds: from the first request to the last byte, without what ``Visit`` waits.
        connect_seconds: for resolving the name and connecting.
        read_seconds: for each silence of the server.

    """

    max_bytes: int = 5 << 20
    seconds: float = 20.0
    connect_seconds: float = 8.0
    read_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Page:
    """What a server gave.

    Args:
        url: where it was found, after redirects.
        media_type: as the server says it, in lower case; ``""`` if it does not.
        charset: as the server says it, in lower case; ``""`` if it does not.

    """

    url: httpx.URL
    media_type: str
    charset: str
    content: bytes


class Fetcher:
    """Fetches pages. Safe to share between jobs; use it as ``async with``.

    Cookies are not kept, no credentials are sent, nothing is told of where a link was
    found.
    """

    def __init__(
        self,
        transport: GuardedTransport,
        rules: UrlRules,
        *,
        user_agent: str,
        limits: FetchLimits | None = None,
    ) -> None:
        self.rules = rules
        self._limits = limits or FetchLimits()
        self._client = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(
                self._limits.read_seconds,
                connect=self._limits.connect_seconds,
                pool=self._limits.seconds,
            ),
            headers={
                "User-Agent": user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": ACCEPTED_ENCODING,
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def fetch(
        self,
        url: httpx.URL,
        visit: Visit,
        *,
        types: frozenset[str] | None = PAGE_TYPES,
        max_bytes: int = 0,
    ) -> Page:
        """Return the page at a URL that ``rules`` have checked.

        Raises PageError.

        Args:
            types: media types that are read; ``None`` for any. A server that names
                none is believed to send one of them.
            max_bytes: instead of that of the limits.

        """
        left = self._limits.seconds
        loop = asyncio.get_running_loop()
        limit = max_bytes or self._limits.max_bytes
        for _ in range(MAX_REDIRECTS + 1):
            async with visit(url):
                begin = loop.time()
                found = await self._within(left, self._ask(url, types, limit))
                left -= loop.time() - begin
            if isinstance(found, Page):
                return found
            url = found
        raise PageError(Problem.REDIRECTS, f"more than {MAX_REDIRECTS} redirects")

    async def _within(self, seconds: float, asked: Awaitable[Page | httpx.URL]) -> Page | httpx.URL:
        try:
            async with asyncio.timeout(seconds):
                return await asked
        except (TimeoutError, httpx.TimeoutException) as error:
            raise PageError(Problem.TIMEOUT, "the server does not answer in time") from error
        except httpx.InvalidURL as error:  # httpx looks at redirects that it does not follow
            raise PageError(Problem.URL_REFUSED, "a redirect leads to what is no URL") from error
        except (httpx.RemoteProtocolError, ValueError) as error:
            raise PageError(Problem.UNREACHABLE, "the server's answer is broken") from error
        except (httpx.HTTPError, OSError) as error:
            raise PageError(Problem.UNREACHABLE, "the server cannot be reached") from error

    async def _ask(
        self, url: httpx.URL, types: frozenset[str] | None, limit: int
    ) -> Page | httpx.URL:
        """Return the page or where it is said to be."""
        async with self._client.stream("GET", url) as answer:
            if answer.status_code in _REDIRECTS:
                target = answer.headers.get("location", "")
                if not target:
                    raise PageError(Problem.REDIRECTS, "a redirect leads nowhere")
                return self.rules.check(target, url)
            if answer.status_code != _FOUND:
                raise StatusError(answer.status_code)
            media_type, charset = _content_type(answer.headers.get("content-type", ""))
            if types is not None and media_type and media_type not in types:
                raise PageError(Problem.UNSUPPORTED, "it is neither a page nor text nor a PDF")
            if _number(answer.headers.get("content-length", "")) > limit:
                raise PageError(Problem.TOO_LARGE, f"it has more than {limit} bytes")
            encoding = answer.headers.get("content-encoding", "")
            content = await read_body(answer.aiter_raw(), encoding, limit)
            return Page(url, media_type, charset, content)


class StatusError(PageError):
    """An answer other than success.

    Args:
        status: of HTTP.

    """

    def __init__(self, status: int) -> None:
        super().__init__(Problem.STATUS, f"the server answers with status {status}")
        self.status = status


def _content_type(value: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = value
    charset = message.get_content_charset("")
    return (message.get_content_type() if "/" in value else ""), charset


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0  # noqa: PLR2004
