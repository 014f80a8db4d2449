"""Who writes, and what is read for it, as the settings say."""

import ipaddress
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from shared.author_settings import AuthorSettings
from shared.authoring import embeddings
from shared.authoring.extractive.author import ExtractiveAuthors
from shared.authoring.llm.authors import LlmAuthors
from shared.authoring.models.config import ModelConfig
from shared.authoring.models.opening import ModelsMissingError, open_model
from shared.authoring.models.usage import Price
from shared.authoring.port import Authors
from shared.authoring.web.config import Web, WebConfig, open_web
from shared.authoring.web.sites import parse_rules
from shared.cpu.pool import CpuPool

AUTHOR_SECONDS = 120.0
"""Time limit of one piece of an author's work in the pool."""


class AuthoringError(Exception):
    """Models or search are configured in a way that cannot be used."""


@asynccontextmanager
async def open_authors(settings: AuthorSettings, pool: CpuPool) -> AsyncIterator[Authors]:
    """Give the authors for as long as the block lasts. Raises AuthoringError."""
    if settings.embeddings and not embeddings.available():
        raise AuthoringError('QUIRE_EMBEDDINGS: install the extra "embeddings" of the service')
    extractive = ExtractiveAuthors(pool, seconds=AUTHOR_SECONDS, by_meaning=settings.embeddings)
    if not settings.model:
        yield extractive
        return
    first, fallback = _model_configs(settings)
    async with AsyncExitStack() as stack:
        try:
            model = await stack.enter_async_context(open_model(first, fallback))
        except (ModelsMissingError, ValueError, ImportError) as error:
            raise AuthoringError(f"QUIRE_MODEL: {error}") from error
        yield LlmAuthors(model, first.price, extractive, pool, seconds=AUTHOR_SECONDS)


@asynccontextmanager
async def open_research(settings: AuthorSettings, pool: CpuPool) -> AsyncIterator[Web | None]:
    """Give the web for as long as the block lasts; ``None`` if no search engine is set.

    Raises AuthoringError.
    """
    if not settings.search:
        yield None
        return
    async with AsyncExitStack() as stack:
        try:
            web = await stack.enter_async_context(open_web(_web_config(settings), pool))
        except ValueError as error:
            raise AuthoringError(f"QUIRE_SEARCH and QUIRE_WEB_*: {error}") from error
        yield web


def _model_configs(settings: AuthorSettings) -> tuple[ModelConfig, ModelConfig | None]:
    """Return the model and the one that steps in; they differ in name, address and key."""
    first = ModelConfig(
        model=settings.model,
        base_url=settings.model_base_url,
        api_key=settings.key("model_api_key"),
        context_window=settings.model_context_window,
        max_concurrency=settings.model_concurrency,
        first_token_seconds=settings.model_first_token_seconds,
        next_token_seconds=settings.model_next_token_seconds,
        price=Price(settings.model_price_input, settings.model_price_output),
        temperature=settings.model_temperature,
    )
    if not settings.fallback_model:
        return first, None
    fallback = replace(
        first,
        model=settings.fallback_model,
        base_url=settings.fallback_model_base_url,
        api_key=settings.key("fallback_model_api_key"),
    )
    return first, fallback


def _web_config(settings: AuthorSettings) -> WebConfig:
    return WebConfig(
        search=settings.search,
        key=settings.key("search_key"),
        user_agent=settings.web_user_agent,
        networks=tuple(map(ipaddress.ip_network, settings.web_networks)),
        ports=frozenset(map(int, settings.web_ports)),
        sites=parse_rules(
            settings.web_allow_sites, settings.web_prefer_sites, settings.web_deny_sites
        ),
    )
