"""The worker process."""

from contextlib import AsyncExitStack

from document_service.bootstrap.spec import spec
from document_service.graph.build import document_handler
from document_service.settings import DocumentSettings
from document_service.tasks import register
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.port import Authors
from shared.bootstrap.authoring import AUTHOR_SECONDS
from shared.bootstrap.worker import run_worker_process
from shared.cpu.pool import CpuPool
from shared.jobs.ports import Handler


def work(settings: DocumentSettings) -> int:
    """Run a worker; return the exit code."""

    async def handler(pool: CpuPool, authors: Authors, stack: AsyncExitStack) -> Handler:
        return document_handler(
            authors,
            pool,
            OutlineLimits(),
            chapters_at_once=settings.chapters_at_once,
            cpu_seconds=AUTHOR_SECONDS,
        )

    return run_worker_process(settings, spec(), handler, register)
