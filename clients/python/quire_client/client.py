"""Both services in one client."""

import asyncio
from types import TracebackType
from typing import Self

from quire_client.channel import Endpoint
from quire_client.documents import DocumentClient
from quire_client.outlines import OutlineClient
from quire_client.patience import OnAway, Patience


class QuireClient:
    """The outline service and the document service, for ``async with``.

    Args:
        outline: where the outline service is.
        document: where the document service is.
        patience: how long a service may be away.
        on_away: told of each failed try that will be repeated.

    Raises:
        ConfigurationError: a token would travel in the clear over a network.

    """

    def __init__(
        self,
        outline: Endpoint,
        document: Endpoint,
        *,
        patience: Patience | None = None,
        on_away: OnAway | None = None,
    ) -> None:
        self.outlines = OutlineClient(outline, patience=patience, on_away=on_away)
        self.documents = DocumentClient(document, patience=patience, on_away=on_away)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close both connections."""
        await asyncio.gather(self.outlines.close(), self.documents.close())
