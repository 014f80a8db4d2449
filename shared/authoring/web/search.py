"""The port behind which search engines stand, and what can go wrong with them."""

from typing import Protocol

from shared.errors import QuireError
from shared.reasons import Reason

MAX_QUERY = 400
"""Characters of a query that are sent; engines cut or refuse longer ones."""


class SearchFailedError(QuireError):
    """A search engine that gives no answer to a query; made by the functions below."""


class Search(Protocol):
    """A search engine. Safe to share between jobs."""

    @property
    def name(self) -> str:
        """What it is called, for people and for the hash of a step's input."""
        ...

    async def search(self, query: str, *, count: int, language: str) -> tuple[str, ...]:
        """Return the URLs of pages for a query, the best first; none if there are none.

        What the engine says of a page is not taken: the page speaks for itself.

        Args:
            count: how many, at most.
            language: ISO 639-1 code of the pages sought; ``""`` for any.

        Raises SearchFailedError, see ``unavailable``, ``rate_limited`` and ``rejected``.

        """
        ...


def unavailable(name: str, what: str) -> SearchFailedError:
    """The engine does not answer, or fails: another attempt may have more luck."""
    return _failed(name, Reason.SEARCH_UNAVAILABLE, what, transient=True, retry_after=5.0)


def rate_limited(name: str, retry_after: float | None) -> SearchFailedError:
    """The engine wants fewer questions for a while, in seconds if it says for how long."""
    return _failed(
        name,
        Reason.SEARCH_RATE_LIMITED,
        "turns this server away for asking too often",
        transient=True,
        retry_after=retry_after or 30.0,
    )


def rejected(name: str, what: str) -> SearchFailedError:
    """The engine will not answer until someone changes something: key, address, settings."""
    return _failed(name, Reason.SEARCH_REJECTED, what)


def _failed(
    name: str,
    reason: Reason,
    what: str,
    *,
    transient: bool = False,
    retry_after: float | None = None,
) -> SearchFailedError:
    return SearchFailedError(
        reason,
        f"the search engine {name} {what}",
        metadata={"search": name},
        transient=transient,
        retry_after=retry_after,
    )
