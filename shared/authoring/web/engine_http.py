"""Asking a search engine over HTTP, with its answers to trouble told apart."""

import json
from collections.abc import Mapping

import httpx

from shared.authoring.models.retry import retry_after
from shared.authoring.web.body import ACCEPTED_ENCODING, read_body
from shared.authoring.web.problems import PageError
from shared.authoring.web.search import rate_limited, rejected, unavailable

SECONDS = 20.0
MAX_ANSWER = 4 << 20
"""Bytes of an answer: a hundred hits have a few hundred thousand."""

_FOUND = 200
_MANY = 429
_SERVER_ERROR = 500


def new_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """Return a client for an engine that an operator has named: any address may be asked."""
    return httpx.AsyncClient(
        timeout=SECONDS,
        trust_env=False,
        follow_redirects=False,
        transport=transport,
        headers={"Accept": "application/json", "Accept-Encoding": ACCEPTED_ENCODING},
    )


async def ask(
    client: httpx.AsyncClient, name: str, request: httpx.Request, refusals: Mapping[int, str]
) -> dict[str, object]:
    """Return the JSON object that an engine answers.

    Raises SearchFailedError.

    Args:
        refusals: what statuses of this engine mean that will not change by themselves.

    """
    try:
        answer = await client.send(request, stream=True)
        try:
            encoding = answer.headers.get("content-encoding", "")
            content = await read_body(answer.aiter_raw(), encoding, MAX_ANSWER)
        finally:
            await answer.aclose()
    except PageError as error:
        raise rejected(name, f"answers with what cannot be read: {error.message}") from error
    except httpx.TimeoutException as error:
        raise unavailable(name, f"does not answer within {SECONDS:g} s") from error
    except httpx.HTTPError as error:
        raise unavailable(name, "cannot be reached") from error
    status = answer.status_code
    if status == _MANY:
        raise rate_limited(name, retry_after(answer.headers))
    if status in refusals:
        raise rejected(name, refusals[status])
    if status >= _SERVER_ERROR:
        raise unavailable(name, f"fails with status {status}")
    if status != _FOUND:
        raise rejected(name, f"answers with status {status}")
    try:
        value = json.loads(content)
    except ValueError as error:
        raise rejected(name, "does not answer in JSON; is its address right?") from error
    if not isinstance(value, dict) or not isinstance(value.get("results"), list):
        raise rejected(name, "answers with something else than results; is its address right?")
    return value


def urls(results: object, count: int, field: str = "url") -> tuple[str, ...]:
    """Return the URLs of an engine's results, ``count`` at most; malformed ones are left out."""
    entries = results if isinstance(results, list) else []
    found = (entry.get(field) for entry in entries if isinstance(entry, dict))
    return tuple(url for url in found if isinstance(url, str) and url)[:count]
