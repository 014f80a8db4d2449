"""The server process."""

from contextlib import AsyncExitStack

from quire.document.v1 import document_service_pb2, document_service_pb2_grpc

from document_service.bootstrap.spec import spec
from document_service.outline_client import OutlineClient
from document_service.rpc.download import FileMaker
from document_service.rpc.servicer import DocumentServicer
from document_service.settings import DocumentSettings
from shared.authoring.outline_check import OutlineLimits
from shared.bootstrap.cpu import cpu_pool
from shared.bootstrap.engine import Engine
from shared.bootstrap.server import run_server
from shared.events.hub import EventHub
from shared.jobs.finding import JobFinder
from shared.jobs.queue import QueueReader
from shared.rpc.server import RpcServer
from shared.rpc.watch_jobs import JobsWatch


def serve(settings: DocumentSettings) -> int:
    """Run the gRPC server; return the exit code."""

    async def add(server: RpcServer, engine: Engine, hub: EventHub, stack: AsyncExitStack) -> None:
        outlines = OutlineClient(
            settings.outline_address,
            tls=settings.outline_tls,
            ca_cert=settings.ca_cert,
            seconds=settings.outline_seconds,
            tracer=engine.tracing.tracer,
        )
        stack.push_async_callback(outlines.close)
        pool = cpu_pool(settings)
        stack.push_async_callback(pool.close)
        files = FileMaker(
            pool,
            seconds=settings.download_seconds,
            memory_mib=settings.cpu_memory_mib,
            font_folders=settings.font_folders,
        )
        queue = QueueReader(engine.redis, engine.keys)
        jobs = JobsWatch(hub, JobFinder(engine.redis, engine.keys), settings.heartbeat_seconds)
        servicer = DocumentServicer(
            engine.store, engine.doorbell, hub, outlines, OutlineLimits(), queue, jobs, files
        )
        document_service_pb2_grpc.add_DocumentServiceServicer_to_server(servicer, server.grpc)

    name = document_service_pb2.DESCRIPTOR.services_by_name["DocumentService"].full_name
    return run_server(settings, spec(), name, add)
