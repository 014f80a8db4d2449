"""Watching with a Redis connection for each watcher: ``XREAD BLOCK`` behind grpc.aio.

``python -m benchmarks.baselines.connection_each PORT STORE_URL``
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import cast

from quire.outline.v1 import outline_pb2
from redis.asyncio import Redis

from benchmarks.baselines.watch_server import Request, Response, Watch, serve_watch
from shared.rpc.context import Context

_BLOCK_MS = 15_000
_Read = list[tuple[bytes, list[tuple[bytes, dict[bytes, bytes]]]]]


def watcher(store_url: str) -> Watch:
    """Return the method."""

    async def watch(request: Request, context: Context) -> AsyncIterator[Response]:
        key = f"job_events:{request.job_id}"
        last = f"{request.after_sequence}-0".encode()
        # By default an answer may take five seconds, and a blocking read would end the stream.
        redis = Redis.from_url(store_url, single_connection_client=True, socket_timeout=None)
        async with redis:
            while True:
                read = await redis.xread({key: last}, count=100, block=_BLOCK_MS)
                for _, entries in cast("_Read", read):
                    for entry_id, fields in entries:
                        last = entry_id
                        event = outline_pb2.OutlineEvent.FromString(fields[b"data"])
                        yield Response(event=event)
                        if event.terminal:
                            return

    return watch


async def main(port: str, store_url: str) -> None:
    """Serve for ever."""
    server = await serve_watch(port, watcher(store_url))
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
