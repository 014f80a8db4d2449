"""Watching over FastAPI and server-sent events, with ``XREAD BLOCK`` for each watcher.

Runs in an environment of its own: ``python sse.py PORT STORE_URL``. Nothing of Quire is
imported; the entries' flat fields are sent as JSON, as a browser would have them.
"""

import json
import sys
from collections.abc import AsyncIterator
from typing import cast

import uvicorn  # type: ignore[import-not-found]  # in an environment of its own
from fastapi import FastAPI  # type: ignore[import-not-found]
from redis.asyncio import Redis
from sse_starlette import EventSourceResponse  # type: ignore[import-not-found]

_BLOCK_MS = 15_000
_Read = list[tuple[bytes, list[tuple[bytes, dict[bytes, bytes]]]]]


def make_app(store_url: str) -> FastAPI:
    """Return the application."""
    app = FastAPI()

    @app.get("/jobs/{job_id}/events")  # type: ignore[untyped-decorator]
    async def events(job_id: str, after: int = 0) -> EventSourceResponse:
        return EventSourceResponse(_events(store_url, job_id, after))

    return app


async def _events(store_url: str, job_id: str, after: int) -> AsyncIterator[dict[str, str]]:
    last = f"{after}-0".encode()
    # By default an answer may take five seconds, and a blocking read would end the stream.
    async with Redis.from_url(
        store_url, single_connection_client=True, socket_timeout=None
    ) as redis:
        while True:
            read = await redis.xread({f"job_events:{job_id}": last}, count=100, block=_BLOCK_MS)
            for _, entries in cast("_Read", read):
                for entry_id, fields in entries:
                    last = entry_id
                    sequence = int(entry_id.split(b"-")[0])
                    yield {"id": str(sequence), "data": _json(sequence, fields)}


def _json(sequence: int, fields: dict[bytes, bytes]) -> str:
    event: dict[str, object] = {
        name.decode(): value.decode() for name, value in fields.items() if name != b"data"
    }
    return json.dumps(event | {"sequence": sequence})


if __name__ == "__main__":
    uvicorn.run(make_app(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
