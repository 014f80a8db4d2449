"""Search through a SearXNG of one's own (its JSON API)."""

import httpx

from shared.authoring.web.engine_http import ask, new_client, urls
from shared.authoring.web.search import Search, unavailable

_MAX_PAGES = 3
_REFUSALS = {
    403: "does not give JSON; add json to search.formats in its settings.yml",
    404: "has no search at this address",
    401: "wants to be logged in to",
}


class SearxngSearch(Search):
    """A SearXNG server.

    Args:
        base_url: of the server, such as ``http://127.0.0.1:8888``.

    """

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = f"{base_url.rstrip('/')}/search"
        self._client = new_client(transport)

    @property
    def name(self) -> str:
        return "searxng"

    async def search(self, query: str, *, count: int, language: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for page in range(1, _MAX_PAGES + 1):
            new = await self._page(query, language, page)
            before = len(found)
            found.update(dict.fromkeys(new))
            if len(found) >= count or len(found) == before:
                break
        return tuple(found)[:count]

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _page(self, query: str, language: str, page: int) -> tuple[str, ...]:
        params = {
            "q": query,
            "format": "json",
            "pageno": str(page),
            "language": language or "all",
            "categories": "general",
        }
        request = self._client.build_request("GET", self._url, params=params)
        answer = await ask(self._client, self.name, request, _REFUSALS)
        found = urls(answer["results"], 100)
        silent = answer.get("unresponsive_engines")
        if not found and page == 1 and isinstance(silent, list) and silent:
            # Nothing found is one thing, nobody who looked another.
            raise unavailable(self.name, f"had no answer of {len(silent)} of its engines")
        return found
