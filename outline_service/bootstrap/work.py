"""The worker process."""

from contextlib import AsyncExitStack

from outline_service.bootstrap.spec import spec
from outline_service.graph.build import outline_handler
from outline_service.settings import OutlineSettings
from outline_service.tasks import register
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.port import Authors
from shared.authoring.sources.reader import SourceReader
from shared.bootstrap.authoring import open_research
from shared.bootstrap.cpu import file_limits
from shared.bootstrap.worker import run_worker_process
from shared.cpu.pool import CpuPool
from shared.jobs.ports import Handler


def work(settings: OutlineSettings) -> int:
    """Run a worker; return the exit code."""

    async def handler(pool: CpuPool, authors: Authors, stack: AsyncExitStack) -> Handler:
        web = await stack.enter_async_context(open_research(settings, pool))
        reader = SourceReader(pool, file_limits(settings))
        return outline_handler(authors, reader, OutlineLimits(), web)

    return run_worker_process(settings, spec(), handler, register)
