"""Search through Tavily."""

import httpx
from pydantic import SecretStr

from shared.authoring.web.engine_http import ask, new_client, urls
from shared.authoring.web.search import Search

BASE_URL = "https://api.tavily.com"

_MOST = 20
_REFUSALS = {
    400: "refuses the query",
    401: "refuses the key",
    403: "refuses the key",
    432: "has nothing left on the key's plan",
    433: "has nothing left within the key's pay-as-you-go limit",
}


class TavilySearch(Search):
    """Tavily's search API. It has no choice of language: the query's own decides.

    Args:
        key: an API key.

    """

    def __init__(
        self,
        key: SecretStr,
        base_url: str = BASE_URL,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._key = key
        self._url = f"{base_url.rstrip('/')}/search"
        self._client = new_client(transport)

    @property
    def name(self) -> str:
        return "tavily"

    async def search(self, query: str, *, count: int, language: str) -> tuple[str, ...]:
        request = self._client.build_request(
            "POST",
            self._url,
            json={"query": query, "max_results": min(count, _MOST), "search_depth": "basic"},
            headers={"Authorization": f"Bearer {self._key.get_secret_value()}"},
        )
        answer = await ask(self._client, self.name, request, _REFUSALS)
        return urls(answer["results"], count)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()
