"""A grpc.aio server with one method, WatchOutline, and nothing around it."""

from collections.abc import AsyncIterator, Callable

import grpc
from quire.outline.v1 import outline_service_pb2

from shared.rpc.context import Context

Request = outline_service_pb2.WatchOutlineRequest
Response = outline_service_pb2.WatchOutlineResponse
Watch = Callable[[Request, Context], AsyncIterator[Response]]


async def serve_watch(port: str, watch: Watch) -> grpc.aio.Server:
    """Serve on loopback; the server is to be awaited."""
    server = grpc.aio.server(
        options=[  # else the core cancels most of those who come at once
            ("grpc.server.max_pending_requests", 100_000),
            ("grpc.server.max_pending_requests_hard_limit", 100_000),
        ]
    )
    handler = grpc.unary_stream_rpc_method_handler(
        watch,
        request_deserializer=Request.FromString,
        response_serializer=Response.SerializeToString,
    )
    service = outline_service_pb2.DESCRIPTOR.services_by_name["OutlineService"].full_name
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler(service, {"WatchOutline": handler}),)
    )
    server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    return server
