"""The server process."""

from contextlib import AsyncExitStack

from quire.outline.v1 import outline_service_pb2, outline_service_pb2_grpc

from outline_service.bootstrap.spec import spec
from outline_service.rpc.servicer import OutlineServicer
from outline_service.settings import OutlineSettings
from shared.authoring.sources.reader import SourceReader
from shared.bootstrap.cpu import cpu_pool, file_limits
from shared.bootstrap.engine import Engine
from shared.bootstrap.server import run_server
from shared.events.hub import EventHub
from shared.jobs.finding import JobFinder
from shared.jobs.queue import QueueReader
from shared.rpc.server import RpcServer
from shared.rpc.watch_jobs import JobsWatch


def serve(settings: OutlineSettings) -> int:
    """Run the gRPC server; return the exit code."""

    async def add(server: RpcServer, engine: Engine, hub: EventHub, stack: AsyncExitStack) -> None:
        pool = cpu_pool(settings)
        stack.push_async_callback(pool.close)
        reader = SourceReader(pool, file_limits(settings))
        queue = QueueReader(engine.redis, engine.keys)
        jobs = JobsWatch(hub, JobFinder(engine.redis, engine.keys), settings.heartbeat_seconds)
        servicer = OutlineServicer(
            engine.store,
            engine.doorbell,
            hub,
            reader,
            queue,
            jobs,
            searches=bool(settings.search),
        )
        outline_service_pb2_grpc.add_OutlineServiceServicer_to_server(servicer, server.grpc)

    name = outline_service_pb2.DESCRIPTOR.services_by_name["OutlineService"].full_name
    return run_server(settings, spec(), name, add)
