"""Watching with a Redis connection for each watcher: ``XREAD BLOCK`` behind grpc.aio.

``python -m benchmarks.baselines.connection_each PORT STORE_URL``
"""

import asyncio
import sys
from collections.abc import AsyncIterator

import grpc
from quire.outline.v1 import outline_pb2, outline_service_pb2, outline_service_pb2_grpc
from redis.asyncio import Redis

from shared.rpc.context import Context

_BLOCK_MS = 15_000


class Servicer(outline_service_pb2_grpc.OutlineServiceServicer):
    """Answers WatchOutline alone."""

    def __init__(self, store_url: str) -> None:
        self._store_url = store_url

    async def WatchOutline(  # noqa: N802  named as in the contract
        self, request: outline_service_pb2.WatchOutlineRequest, context: Context
    ) -> AsyncIterator[outline_service_pb2.WatchOutlineResponse]:
        key = f"job_events:{request.job_id}"
        last = f"{request.after_sequence}-0"
        async with _connection(self._store_url) as redis:
            while True:
                for _, entries in await redis.xread({key: last}, count=100, block=_BLOCK_MS):
                    for entry_id, fields in entries:
                        last = entry_id
                        event = outline_pb2.OutlineEvent.FromString(fields[b"data"])
                        yield outline_service_pb2.WatchOutlineResponse(event=event)
                        if event.terminal:
                            return


def _connection(store_url: str) -> Redis:
    # By default an answer may take five seconds, and a blocking read would end the stream.
    return Redis.from_url(store_url, single_connection_client=True, socket_timeout=None)


async def main(port: str, store_url: str) -> None:
    """Serve for ever."""
    server = grpc.aio.server(
        options=[
            ("grpc.server.max_pending_requests", 100_000),
            ("grpc.server.max_pending_requests_hard_limit", 100_000),
        ]
    )
    outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(Servicer(store_url), server)
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await server.wait_for_termination()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
