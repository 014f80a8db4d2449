"""Both services in one client, for code without asyncio."""

from types import TracebackType
from typing import Self

from quire_client.channel import Endpoint
from quire_client.patience import OnAway, Patience
from quire_client.sync.documents import SyncDocumentClient
from quire_client.sync.outlines import SyncOutlineClient


class SyncQuireClient:
    """The outline service and the document service, for ``with``.

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
        self.outlines = SyncOutlineClient(outline, patience=patience, on_away=on_away)
        self.documents = SyncDocumentClient(document, patience=patience, on_away=on_away)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close both connections; what is under way is cancelled."""
        self.outlines.close()
        self.documents.close()
