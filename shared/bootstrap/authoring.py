"""Who writes, and what is read for it, as the settings say."""

import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.author_settings import AuthorSettings
from shared.authoring.extractive.author import ExtractiveAuthors
from shared.authoring.port import Authors
from shared.authoring.web.config import Web, WebConfig, open_web
from shared.authoring.web.sites import SiteRules, parse_sites
from shared.cpu.pool import CpuPool

AUTHOR_SECONDS = 120.0
"""Time limit of one piece of an author's work in the pool."""


class AuthoringError(Exception):
    """Models or search are configured in a way that cannot be used."""


@asynccontextmanager
async def open_authors(settings: AuthorSettings, pool: CpuPool) -> AsyncIterator[Authors]:
    """Give the authors for as long as the block lasts. Raises AuthoringError."""
    yield ExtractiveAuthors(pool, seconds=AUTHOR_SECONDS)


@asynccontextmanager
async def open_research(settings: AuthorSettings, pool: CpuPool) -> AsyncIterator[Web | None]:
    """Give the web for as long as the block lasts; ``None`` if no search engine is set.

    Raises AuthoringError.
    """
    if not settings.search:
        yield None
        return
    try:
        opened = open_web(_web_config(settings), pool)
        web = await opened.__aenter__()
    except ValueError as error:
        raise AuthoringError(f"QUIRE_SEARCH: {error}") from error
    try:
        yield web
    finally:
        await opened.__aexit__(None, None, None)


def _web_config(settings: AuthorSettings) -> WebConfig:
    return WebConfig(
        search=settings.search,
        key=settings.key("search_key"),
        user_agent=settings.web_user_agent,
        networks=tuple(map(ipaddress.ip_network, settings.web_networks)),
        ports=frozenset(map(int, settings.web_ports)),
        sites=SiteRules(
            parse_sites(settings.web_allow_sites),
            parse_sites(settings.web_prefer_sites),
            parse_sites(settings.web_deny_sites),
        ),
    )
