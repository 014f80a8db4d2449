"""What an operator sets for web research, and the parts that are made of it."""

import importlib.util
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from pydantic import SecretStr

from shared.authoring.sources.limits import FileLimits
from shared.authoring.web.addresses import AddressPolicy, Network
from shared.authoring.web.ddgs_search import DdgsSearch
from shared.authoring.web.fetch import Fetcher, FetchLimits
from shared.authoring.web.guard import GuardedTransport, Resolver, resolve
from shared.authoring.web.pace import Pace
from shared.authoring.web.search import Search
from shared.authoring.web.searxng import SearxngSearch
from shared.authoring.web.sites import SiteRules
from shared.authoring.web.tavily import TavilySearch
from shared.authoring.web.urls import UrlRules
from shared.cpu.pool import CpuPool

PRODUCT = "Quire"
"""The product token: what a robots.txt calls this reader."""


@dataclass(frozen=True, slots=True)
class WebConfig:
    """How the web is searched and read.

    Args:
        search: ``searxng:`` and the server's URL, ``tavily`` or ``ddgs``.
        key: of the search engine, if it takes one.
        user_agent: what is told to sites; begins with ``Quire``. An address for
            complaints belongs into it.
        networks: that may be connected to besides the public internet.
        ports: that may be connected to.
        sites: the operator's lists, which a request can only narrow.
        at_once: requests under way of this process.
        host_seconds: from one request to a host to the next.
        parse: for each page; ``seconds`` is the time for reading it.

    """

    search: str
    key: SecretStr | None = None
    user_agent: str = PRODUCT
    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({80, 443})
    sites: SiteRules = field(default_factory=SiteRules)
    at_once: int = 8
    host_seconds: float = 1.0
    fetch: FetchLimits = field(default_factory=FetchLimits)
    parse: FileLimits = field(
        default_factory=lambda: FileLimits(pages=300, text_chars=1 << 20, seconds=20.0)
    )


@dataclass(frozen=True, slots=True)
class Web:
    """What research needs. Shared by all jobs of a process.

    Args:
        pool: where pages are read.

    """

    config: WebConfig
    search: Search
    fetcher: Fetcher
    pace: Pace
    pool: CpuPool


@asynccontextmanager
async def open_web(
    config: WebConfig, pool: CpuPool, *, resolver: Resolver = resolve
) -> AsyncIterator[Web]:
    """Give the web for as long as the block lasts.

    Raises ValueError with what is wrong with the settings, see ``check_search``.
    """
    check_search(config.search, config.key)
    addresses = AddressPolicy(config.networks)
    async with AsyncExitStack() as stack:
        search = _new_search(config)
        stack.push_async_callback(search.aclose)
        transport = GuardedTransport(addresses, resolver=resolver, connections=2 * config.at_once)
        fetcher = await stack.enter_async_context(
            Fetcher(
                transport,
                UrlRules(addresses, config.ports),
                user_agent=config.user_agent,
                limits=config.fetch,
            )
        )
        yield Web(config, search, fetcher, Pace(config.at_once, config.host_seconds), pool)


def check_search(search: str, key: SecretStr | None) -> None:
    """Raise ValueError with a sentence for people if ``search`` cannot be used."""
    engine, _, address = search.partition(":")
    needed = ["trafilatura"]
    if engine == "searxng":
        if not address.startswith(("http://", "https://")) or "@" in address:
            raise ValueError("searxng needs its URL, without credentials: searxng:http://host:8888")
    elif search == "tavily":
        if key is None or not key.get_secret_value():
            raise ValueError("tavily needs a key")
    elif search == "ddgs":
        needed.append("ddgs")
    else:
        raise ValueError(f"{engine!r} is none of searxng:URL, tavily, ddgs")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise ValueError(
            f"{' and '.join(missing)} not installed; install the extra: quire-shared[web]"
        )


def _new_search(config: WebConfig) -> SearxngSearch | TavilySearch | DdgsSearch:
    engine, _, address = config.search.partition(":")
    if engine == "searxng":
        return SearxngSearch(address)
    if engine == "tavily" and config.key is not None:
        return TavilySearch(config.key)
    return DdgsSearch()
