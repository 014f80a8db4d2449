"""Python client of Quire.

    async with QuireClient(Endpoint("127.0.0.1:50051"), Endpoint("127.0.0.1:50052")) as quire:
        job = await quire.outlines.submit("How do tides work?", files)
        async for event in quire.outlines.watch(job.id):
            ...

Names are imported when they are first used: the command must set the environment of
the gRPC core before that is imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quire_client.caller import Away as Away
    from quire_client.caller import Patience as Patience
    from quire_client.channel import Endpoint as Endpoint
    from quire_client.client import QuireClient as QuireClient
    from quire_client.documents import DocumentClient as DocumentClient
    from quire_client.errors import ConfigurationError as ConfigurationError
    from quire_client.errors import DigestError as DigestError
    from quire_client.errors import FieldViolation as FieldViolation
    from quire_client.errors import QuireCallError as QuireCallError
    from quire_client.errors import QuireError as QuireError
    from quire_client.errors import ServiceUnreachableError as ServiceUnreachableError
    from quire_client.errors import WatchGapError as WatchGapError
    from quire_client.outlines import OutlineClient as OutlineClient
    from quire_client.sync import SyncQuireClient as SyncQuireClient

_MODULES = {
    "Away": "caller",
    "Patience": "caller",
    "Endpoint": "channel",
    "QuireClient": "client",
    "DocumentClient": "documents",
    "ConfigurationError": "errors",
    "DigestError": "errors",
    "FieldViolation": "errors",
    "QuireCallError": "errors",
    "QuireError": "errors",
    "ServiceUnreachableError": "errors",
    "WatchGapError": "errors",
    "OutlineClient": "outlines",
    "SyncQuireClient": "sync",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
