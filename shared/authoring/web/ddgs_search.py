"""Search through public engines with the ddgs package: no key, no promise of service."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from shared.authoring.web.engine_http import urls
from shared.authoring.web.search import Search, rate_limited, unavailable

_SECONDS = 10
_ALL_SECONDS = 45
"""The package asks several engines in turn, each with its own limit."""

_THREADS = 2
_REGIONS = {
    "zh": "cn-zh", "en": "us-en", "de": "de-de", "fr": "fr-fr", "es": "es-es", "it": "it-it",
    "pt": "pt-pt", "nl": "nl-nl", "ja": "jp-jp", "ko": "kr-kr", "ru": "ru-ru",
}  # fmt: skip
_NOTHING = "No results found"


class Engine(Protocol):
    """What is used of ``ddgs.DDGS``."""

    def text(self, query: str, **options: object) -> list[dict[str, object]]:
        """Return results, each with its URL as ``href``."""
        ...


class DdgsSearch(Search):
    """Several public search engines, asked in a thread (the package blocks).

    Args:
        engine: instead of a new ``ddgs.DDGS``.

    """

    def __init__(self, engine: Engine | None = None) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="quire-ddgs")

    @property
    def name(self) -> str:
        return "ddgs"

    async def search(self, query: str, *, count: int, language: str) -> tuple[str, ...]:
        loop = asyncio.get_running_loop()
        region = _REGIONS.get(language, "wt-wt")
        asked = loop.run_in_executor(self._threads, self._ask, query, count, region)
        try:
            async with asyncio.timeout(_ALL_SECONDS):
                return await asked
        except TimeoutError as error:
            raise unavailable(self.name, f"does not answer within {_ALL_SECONDS} s") from error

    async def aclose(self) -> None:
        """Let go of the threads; one that still asks ends by its own time limit."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, query: str, count: int, region: str) -> tuple[str, ...]:
        # Only with the extra ``web``.
        from ddgs import DDGS  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
        from ddgs.exceptions import (  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415
            DDGSException,
            RatelimitException,
            TimeoutException,
        )

        engine: Engine = self._engine or DDGS(timeout=_SECONDS)
        try:
            found = engine.text(query, region=region, max_results=count)
        except RatelimitException as error:
            raise rate_limited(self.name, None) from error
        except TimeoutException as error:
            raise unavailable(self.name, f"does not answer within {_SECONDS} s") from error
        except DDGSException as error:
            if str(error).startswith(_NOTHING):
                return ()
            raise unavailable(self.name, "cannot be asked") from error
        return urls(found, count, "href")
