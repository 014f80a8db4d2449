"""Python client of Quire.

    async with QuireClient(Endpoint("127.0.0.1:50051"), Endpoint("127.0.0.1:50052")) as quire:
        job = await quire.outlines.submit("How do tides work?", files)
        async for event in quire.outlines.watch(job.id):
            ...

``SyncQuireClient`` has the same methods for code without asyncio.

Names are imported when they are first used: the command must set the environment of
the gRPC core before that is imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quire_client.channel import Endpoint as Endpoint
    from quire_client.client import QuireClient as QuireClient
    from quire_client.documents import DocumentClient as DocumentClient
    from quire_client.errors import ConfigurationError as ConfigurationError
    from quire_client.errors import DigestError as DigestError
    from quire_client.errors import FieldViolation as FieldViolation
    from quire_client.errors import JobLostError as JobLostError
    from quire_client.errors import JobReplacedError as JobReplacedError
    from quire_client.errors import QuireCallError as QuireCallError
    from quire_client.errors import QuireError as QuireError
    from quire_client.errors import ServiceUnreachableError as ServiceUnreachableError
    from quire_client.errors import WatchGapError as WatchGapError
    from quire_client.outlines import OutlineClient as OutlineClient
    from quire_client.patience import Away as Away
    from quire_client.patience import Patience as Patience
    from quire_client.quality import DocumentReport as DocumentReport
    from quire_client.quality import Quality as Quality
    from quire_client.sync.client import SyncQuireClient as SyncQuireClient
    from quire_client.sync.documents import SyncDocumentClient as SyncDocumentClient
    from quire_client.sync.outlines import SyncOutlineClient as SyncOutlineClient
    from quire_client.sync.watch import SyncWatch as SyncWatch
    from quire_client.watch_jobs_state import JobPlace as JobPlace
    from quire_client.watch_jobs_state import LostJob as LostJob
    from quire_client.wishes import Budget as Budget
    from quire_client.wishes import Genre as Genre
    from quire_client.wishes import WebResearch as WebResearch

_MODULES = {
    "Away": "patience",
    "Patience": "patience",
    "Endpoint": "channel",
    "QuireClient": "client",
    "DocumentClient": "documents",
    "ConfigurationError": "errors",
    "DigestError": "errors",
    "FieldViolation": "errors",
    "JobLostError": "errors",
    "JobReplacedError": "errors",
    "QuireCallError": "errors",
    "QuireError": "errors",
    "ServiceUnreachableError": "errors",
    "WatchGapError": "errors",
    "OutlineClient": "outlines",
    "SyncQuireClient": "sync.client",
    "SyncDocumentClient": "sync.documents",
    "SyncOutlineClient": "sync.outlines",
    "SyncWatch": "sync.watch",
    "JobPlace": "watch_jobs_state",
    "LostJob": "watch_jobs_state",
    "DocumentReport": "quality",
    "Quality": "quality",
    "Budget": "wishes",
    "Genre": "wishes",
    "WebResearch": "wishes",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
