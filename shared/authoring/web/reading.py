"""Reading the pages of one job: robots first, each page once, every trouble noted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import cast

import httpx

from shared.authoring.frozen import Model
from shared.authoring.model import SourceDocument
from shared.authoring.web import robots as robots_rules
from shared.authoring.web.config import PRODUCT, Web
from shared.authoring.web.extract import VERSION, read_page
from shared.authoring.web.fetch import Page, StatusError
from shared.authoring.web.problems import PageError, Problem
from shared.authoring.web.robots import MAX_ROBOTS_BYTES, Robots, parse_robots
from shared.authoring.web.sites import SiteRules
from shared.authoring.web.urls import origin, source_id
from shared.cpu.pool import WorkerDied, WorkFailed
from shared.errors import QuireError
from shared.jobs.model import JsonValue
from shared.jobs.ports import JobContext
from shared.reasons import Reason

PAGE_STEP = "web_page"
"""Name of the step that reads a page; its key is the id of the source."""

MAX_DELAY = 10.0
"""Seconds between two pages; sites that ask for more are not read."""

_UNKNOWN = frozenset({Problem.UNREACHABLE, Problem.TIMEOUT, Problem.ADDRESS_REFUSED})
_REFUSED = {
    Reason.FILE_EMPTY: (Problem.NO_TEXT, "it has too little text"),
    Reason.FILE_UNSUPPORTED: (Problem.UNSUPPORTED, "it is neither a page nor text nor a PDF"),
    Reason.FILE_EXPANDS: (Problem.TOO_LARGE, "it has more text than is read"),
    Reason.FILE_TOO_MANY_PAGES: (Problem.TOO_LARGE, "it has more pages than are read"),
    Reason.FILE_ENCRYPTED: (Problem.UNREADABLE, "it is encrypted"),
}
_DAMAGED = (Problem.UNREADABLE, "it is damaged and cannot be read")


class PageResult(Model):
    """What came of one page: a source, or a problem.

    Args:
        url: where it was found, after redirects.
        retrieved: when, in UTC (RFC 3339).
        reason: of the problem, for people.

    """

    url: str
    retrieved: str = ""
    source: SourceDocument | None = None
    problem: Problem | None = None
    reason: str = ""


class PageReader:
    """Reads pages for one job, and what an earlier attempt has read from the journal.

    Args:
        sites: hold for redirects as well.

    """

    def __init__(self, job: JobContext, web: Web, sites: SiteRules) -> None:
        self._job = job
        self._web = web
        self._sites = sites
        self._robots: dict[str, Robots | PageError] = {}

    async def read(self, url: httpx.URL) -> PageResult:
        """Return what came of a page; its problems are part of that and are not raised."""
        name = source_id(url)

        async def work() -> JsonValue:
            try:
                found = await self._read(name, url)
            except PageError as error:
                found = PageResult(url=str(url), problem=error.problem, reason=error.message)
            return cast("JsonValue", found.model_dump(mode="json"))

        given: JsonValue = {"url": str(url), "reader": VERSION}
        output = await self._job.step(PAGE_STEP, name, given, work)
        return PageResult.model_validate(output)

    async def _read(self, name: str, url: httpx.URL) -> PageResult:
        page = await self._web.fetcher.fetch(url, self._visit)
        retrieved = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        source = await self._extract(name, page)
        return PageResult(url=str(page.url), retrieved=retrieved, source=source)

    async def _extract(self, name: str, page: Page) -> SourceDocument:
        limits = self._web.config.parse
        try:
            return await self._web.pool.run(
                limits.seconds,
                read_page,
                name,
                str(page.url),
                page.media_type,
                page.charset,
                page.content,
                limits,
            )
        except QuireError as error:
            raise PageError(*_REFUSED.get(error.reason, _DAMAGED)) from error
        except TimeoutError as error:
            raise PageError(
                Problem.UNREADABLE, f"reading it took longer than {limits.seconds:g} s"
            ) from error
        except (WorkerDied, WorkFailed) as error:
            raise PageError(Problem.UNREADABLE, f"reading it failed: {error}") from error

    @asynccontextmanager
    async def _visit(self, url: httpx.URL) -> AsyncIterator[None]:
        if not self._sites.allows(url):
            raise PageError(Problem.SITE_REFUSED, "the lists of sites leave it out")
        rules = await self._rules(url)
        if not rules.allows(url.raw_path.decode("ascii")):
            raise PageError(Problem.ROBOTS, "the site's robots.txt forbids it")
        if rules.delay > MAX_DELAY:
            raise PageError(
                Problem.ROBOTS, f"the site wants {rules.delay:g} s between two requests"
            )
        async with self._web.pace.turn(_host(url), rules.delay):
            yield

    async def _rules(self, url: httpx.URL) -> Robots:
        """Return a site's rules, fetched once a job. Raises PageError if they are not known."""
        site = origin(url)
        known = self._robots.get(site)
        if known is None:
            given: JsonValue = {"site": site, "product": PRODUCT}
            try:
                output = await self._job.step(
                    "web_robots", site, given, lambda: self._fetch_rules(site)
                )
                known = Robots.model_validate(output)
            except PageError as error:
                known = error
            self._robots[site] = known
        if isinstance(known, PageError):
            raise PageError(known.problem, known.message)
        return known

    async def _fetch_rules(self, site: str) -> JsonValue:
        try:
            page = await self._web.fetcher.fetch(
                httpx.URL(f"{site}/robots.txt"), self._turn, types=None, max_bytes=MAX_ROBOTS_BYTES
            )
            rules = parse_robots(page.content.decode("utf-8", "replace"), PRODUCT)
        except StatusError as error:
            rules = robots_rules.for_status(error.status)
        except PageError as error:
            if error.problem in _UNKNOWN:
                raise
            # RFC 9309, 2.3.1.2: a chain of redirects without an end is as good as no rules.
            endless = error.problem is Problem.REDIRECTS
            rules = robots_rules.EVERYTHING if endless else robots_rules.NOTHING
        return cast("JsonValue", rules.model_dump(mode="json"))

    @asynccontextmanager
    async def _turn(self, url: httpx.URL) -> AsyncIterator[None]:
        async with self._web.pace.turn(_host(url)):
            yield


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").lower()
