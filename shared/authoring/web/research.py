"""Research in the web: from a question to sources that are used like context files.

What pages say, their titles included, is data: it becomes sources and nothing else.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import httpx
from pydantic import Field

from shared.authoring.frozen import Model
from shared.authoring.model import SourceDocument
from shared.authoring.sources import clean
from shared.authoring.web.config import Web
from shared.authoring.web.extract import repeated
from shared.authoring.web.problems import Problem
from shared.authoring.web.ranking import rank
from shared.authoring.web.reading import PageReader, PageResult
from shared.authoring.web.search import MAX_QUERY, SearchFailedError
from shared.authoring.web.sites import SiteRules
from shared.authoring.web.urls import source_id
from shared.counting import count
from shared.cpu.pool import WorkerDied, WorkFailed
from shared.gather import run_all
from shared.jobs.model import JsonValue
from shared.jobs.ports import JobContext

MAX_QUERIES = 8

_TRIED = 3
"""Pages that are tried at most for each one that is wanted."""

_AT_ONCE = 4
_HITS = 20
_COMPARE_SECONDS = 20.0

OnProgress = Callable[[str, float], Awaitable[None]]
"""Is told what was done, in a sentence, and which share of the research that is, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a request wants of the web.

    Args:
        queries: are searched one after the other, the first eight of them.
        language: ISO 639-1 code of the pages sought; ``""`` for any.
        pages: how many sources are wanted, at most.
        per_host: pages of one host that are tried, at most.
        sites: narrow the operator's.

    """

    queries: tuple[str, ...]
    language: str = ""
    pages: int = 8
    per_host: int = 3
    sites: SiteRules = field(default_factory=SiteRules)


class Unused(Model):
    """A page that gave no source, and why."""

    url: str
    problem: Problem
    reason: str


class Findings(Model):
    """What research in the web brought.

    Args:
        sources: the best first.
        retrieved: when each was fetched, by source id, in UTC (RFC 3339).
        failed_queries: numbers, from 0, of queries that the engine did not answer.

    """

    sources: tuple[SourceDocument, ...] = ()
    retrieved: dict[str, str] = Field(default_factory=dict)
    unused: tuple[Unused, ...] = ()
    failed_queries: tuple[int, ...] = ()


async def research_web(
    wishes: Wishes, job: JobContext, web: Web, on_progress: OnProgress
) -> Findings:
    """Search, read the best pages and return them as sources; none if nothing is of use.

    Each search and each page is a step of the job, so that a later attempt finds the
    same and asks nobody again. A page that fails is noted; only when no query is
    answered does research fail, with SearchFailedError of the first.
    """
    queries = _queries(wishes.queries)
    sites = web.config.sites.narrowed(wishes.sites)
    results, failed = await _search(queries, wishes, job, web)
    ranked = rank(results, web.fetcher.rules, sites, wishes.per_host)
    pages = ranked.pages[: _TRIED * wishes.pages]
    await on_progress(f"Found {count(len(ranked.pages), 'page')} in the web", 0.1)
    kept = _Kept(web, wishes.pages)
    for url, error in ranked.refused:
        kept.refuse(url, error.problem, error.message)
    reader = PageReader(job, web, sites)
    done = 0

    async def read(page: httpx.URL) -> PageResult:
        nonlocal done
        result = await reader.read(page)
        done += 1
        share = min(1.0, done / max(1, min(len(pages), wishes.pages)))
        await on_progress(f"Read {page.host}", 0.1 + 0.85 * share)
        return result

    at = 0
    while at < len(pages) and (missing := wishes.pages - len(kept.sources)) > 0:
        wave = pages[at : at + max(missing, _AT_ONCE)]
        at += len(wave)
        await kept.add(await run_all(read(page) for page in wave), wave)
    found = kept.findings(failed)
    await on_progress(f"Took {count(len(found.sources), 'source')} from the web", 1.0)
    return found


class _Kept:
    """The sources so far, in order, without repeats."""

    def __init__(self, web: Web, limit: int) -> None:
        self._web = web
        self._limit = limit
        self._unused: dict[str, Unused] = {}
        self._retrieved: dict[str, str] = {}
        self._ids: set[str] = set()
        self.sources: list[SourceDocument] = []

    def refuse(self, url: str, problem: Problem, reason: str) -> None:
        """Note a page that is not used."""
        self._unused.setdefault(url, Unused(url=url, problem=problem, reason=reason))

    async def add(self, results: Sequence[PageResult], asked: Sequence[httpx.URL]) -> None:
        """Take the results of pages that come after all others in rank."""
        for result, page in zip(results, asked, strict=True):
            url = str(page)
            if result.source is None:
                self.refuse(url, result.problem or Problem.UNREADABLE, result.reason)
                continue
            # Two addresses may lead to the same page.
            final = source_id(httpx.URL(result.url))
            if final in self._ids or result.source.info.id in self._ids:
                self.refuse(url, Problem.DUPLICATE, "it leads to a page that was read already")
                continue
            self._ids |= {final, result.source.info.id}
            self._retrieved[result.source.info.id] = result.retrieved
            info = result.source.info.model_copy(update={"retrieved": result.retrieved})
            self.sources.append(result.source.model_copy(update={"info": info}))
        await self._drop_repeats()

    def findings(self, failed: tuple[int, ...]) -> Findings:
        """Return what is to be used."""
        sources = self.sources[: self._limit]
        return Findings(
            sources=tuple(sources),
            retrieved={source.info.id: self._retrieved[source.info.id] for source in sources},
            unused=tuple(self._unused.values()),
            failed_queries=failed,
        )

    async def _drop_repeats(self) -> None:
        if len(self.sources) < 2:  # noqa: PLR2004  a repeat takes two
            return
        texts = [(source.text, source.info.language) for source in self.sources]
        try:
            repeats = await self._web.pool.run(_COMPARE_SECONDS, repeated, texts)
        except (TimeoutError, WorkerDied, WorkFailed):
            return  # repeats do no harm but to length
        for index in reversed(repeats):
            source = self.sources.pop(index)
            self.refuse(source.info.uri, Problem.DUPLICATE, "it says what a better page says")


async def _search(
    queries: Sequence[str], wishes: Wishes, job: JobContext, web: Web
) -> tuple[list[list[str]], tuple[int, ...]]:
    """Return the URLs that each query found, and the numbers of those that failed."""
    wanted = max(_HITS, 2 * wishes.pages)
    results: list[list[str]] = []
    failures: dict[int, SearchFailedError | None] = {}

    def step(number: int, work: Callable[[], Awaitable[JsonValue]]) -> Awaitable[JsonValue]:
        given: JsonValue = {
            "engine": web.search.name,
            "query": queries[number],
            "language": wishes.language,
            "count": wanted,
        }
        return job.step("web_search", str(number), given, work)

    for number, query in enumerate(queries):

        async def work(query: str = query) -> JsonValue:
            found = await web.search.search(query, count=wanted, language=wishes.language)
            return list(found)

        try:
            output = await step(number, work)
        except SearchFailedError as error:
            failures[number] = error
            continue
        if isinstance(output, list):
            results.append([str(url) for url in output])
        else:
            failures[number] = None
    new = {number: failure for number, failure in failures.items() if failure is not None}
    if new and not results:
        raise next(iter(new.values()))
    for number in new:
        # A later attempt must not find more than this one: what follows hangs on it.
        await step(number, _nothing)
    return results, tuple(failures)


async def _nothing() -> JsonValue:
    return None


def _queries(given: Sequence[str]) -> list[str]:
    lines = (clean.line(query)[:MAX_QUERY].rstrip() for query in given)
    return list(dict.fromkeys(filter(None, lines)))[:MAX_QUERIES]
