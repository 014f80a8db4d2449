"""What an OpenAI-compatible server says of its model besides the protocol.

llama.cpp and vLLM tokenize at ``/tokenize`` beside ``/v1`` and tell the context window
in ``/v1/models``; Ollama and most providers do neither.
"""

from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from types import TracebackType
from typing import Self

import httpx

_SECONDS = 10.0
_KEPT = 4096
_FOUND = 200


class ModelServerInfo:
    """Asks one server about one model, for as long as the ``async with`` block lasts.

    Args:
        base_url: of the protocol, with or without ``/v1``.

    """

    def __init__(self, base_url: str, model: str, api_key: str) -> None:
        self._base = base_url.rstrip("/")
        self._root = self._base.removesuffix("/v1")
        self._model = model
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.AsyncClient(headers=headers, timeout=_SECONDS)
        self._tokenizes = True
        self._counts: OrderedDict[bytes, int] = OrderedDict()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def count(self, text: str) -> int | None:
        """Return how many tokens a text has; ``None`` if the server does not say.

        A server that once did not know the question is not asked again.
        """
        key = sha256(text.encode("utf-8", "surrogatepass")).digest()
        if (known := self._counts.get(key)) is not None:
            self._counts.move_to_end(key)
            return known
        if not self._tokenizes:
            return None
        # llama.cpp reads ``content``, vLLM ``model`` and ``prompt``.
        question = {"model": self._model, "content": text, "prompt": text}
        try:
            response = await self._client.post(f"{self._root}/tokenize", json=question)
        except httpx.HTTPError:
            return None
        answer = _object(response)
        tokens = answer.get("tokens")
        count = answer.get("count", len(tokens) if isinstance(tokens, list) else None)
        if not isinstance(count, int):
            self._tokenizes = response.is_server_error
            return None
        self._counts[key] = count
        if len(self._counts) > _KEPT:
            self._counts.popitem(last=False)
        return count

    async def window(self) -> int | None:
        """Return the context window in tokens, 0 if the server does not say.

        ``None`` if it cannot be asked at the moment: it may be loading its model.
        """
        try:
            response = await self._client.get(f"{self._base}/models")
        except httpx.HTTPError:
            return None
        if response.is_server_error:
            return None
        return next(_windows(_object(response), self._model), 0)


def _windows(listing: dict[str, object], model: str) -> Iterator[int]:
    data = listing.get("data")
    models = [entry for entry in data if isinstance(entry, dict)] if isinstance(data, list) else []
    named = [entry for entry in models if entry.get("id") == model]
    for entry in named or (models if len(models) == 1 else []):
        meta = entry.get("meta")
        for value in (
            entry.get("max_model_len"),
            meta.get("n_ctx") if isinstance(meta, dict) else None,
        ):
            if isinstance(value, int) and value > 0:
                yield value


def _object(response: httpx.Response) -> dict[str, object]:
    if response.status_code != _FOUND:
        return {}
    try:
        value = response.json()
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
