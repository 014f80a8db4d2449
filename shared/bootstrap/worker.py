"""A worker process: Celery in the main thread, the jobs on one loop beside it."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from contextlib import AsyncExitStack
from importlib.metadata import version

import structlog
from celery import Celery

from shared.authoring.port import Authors
from shared.bootstrap.authoring import AuthoringError, open_authors
from shared.bootstrap.cpu import cpu_pool
from shared.bootstrap.engine import (
    EXIT_SERVE,
    EXIT_STORE,
    STORE_PATIENCE_SECONDS,
    Engine,
    ServiceSpec,
)
from shared.bootstrap.metrics import MetricsListenError
from shared.cpu.pool import CpuPool
from shared.errors import QuireError
from shared.events.ending import end_tasks
from shared.jobs.ports import Handler
from shared.jobs.presence import Presence, Worker, worker_name
from shared.jobs.runner import JobRunner
from shared.log import configure_logging
from shared.redis import make_sync_redis, wait_for_store
from shared.settings import ServiceSettings
from shared.tasks.answer import Answer
from shared.tasks.loop import LoopThread
from shared.tasks.worker import run_worker

_log = structlog.get_logger("quire.worker")

MakeHandler = Callable[[CpuPool, Authors, AsyncExitStack], Awaitable[Handler]]
Register = Callable[[Celery, Answer, str], None]


def run_worker_process(
    settings: ServiceSettings, spec: ServiceSpec, make_handler: MakeHandler, register: Register
) -> int:
    """Do the jobs of a service until SIGTERM or SIGINT; return the exit code.

    Args:
        make_handler: makes what runs an attempt of a job; what it opens for that goes on the
            stack, which is closed when the worker ends.
        register: registers the service's Celery task.
    """
    configure_logging(f"{spec.kind}-worker", form=settings.log_format, level=settings.log_level)
    loop = LoopThread()
    loop.start()
    jobs = _Jobs(settings, spec)
    try:
        loop.call(jobs.open(make_handler))
    except QuireError as error:
        _log.error("cannot start", reason=error.reason, cause=error.message)
        loop.stop()
        return EXIT_STORE
    except (MetricsListenError, AuthoringError) as error:
        _log.error("cannot start", cause=str(error))
        loop.stop()
        return EXIT_SERVE
    # What was imported stays: the garbage collector need not look at it again and again.
    gc.collect()
    gc.freeze()
    answer = Answer(loop, jobs.engine.store, jobs.runner, jobs.engine.tracing.tracer)
    register(jobs.engine.app, answer, settings.foreign_owner)
    drained: list[Future[None]] = []

    def on_stop() -> None:
        loop.loop.call_soon_threadsafe(answer.stop)
        grace = settings.drain_seconds - jobs.engine.policy.stop_seconds
        drained.append(asyncio.run_coroutine_threadsafe(jobs.runner.drain(grace), loop.loop))

    def on_hurry() -> None:
        loop.loop.call_soon_threadsafe(jobs.runner.hurry)

    try:
        return run_worker(
            jobs.engine.app,
            slots=settings.slots,
            name=f"{spec.kind}-worker",
            on_stop=on_stop,
            on_hurry=on_hurry,
        )
    finally:
        # Hand back first, stop the loop after: threads that wait for a job would hang.
        for future in drained:
            future.result()
        loop.call(jobs.close())
        loop.stop()


class _Jobs:
    """The engine, the runner and what handlers work with; lives on the worker's loop."""

    def __init__(self, settings: ServiceSettings, spec: ServiceSpec) -> None:
        self._settings = settings
        self._spec = spec
        self._stack = AsyncExitStack()
        self._start_ms = round(time.time() * 1000)
        self.engine: Engine
        self.runner: JobRunner

    async def open(self, make_handler: MakeHandler) -> None:
        settings = self._settings
        self.engine = engine = Engine(settings, self._spec, "worker")
        self._stack.push_async_callback(engine.close)
        engine.metrics.serve(settings.metrics_listen)
        engine.metrics.of_worker(settings.slots)
        await wait_for_store(engine.redis, STORE_PATIENCE_SECONDS, _log)
        pool = cpu_pool(settings)
        self._stack.push_async_callback(pool.close)
        authors = await self._stack.enter_async_context(open_authors(settings, pool))
        handler = await make_handler(pool, authors, self._stack)
        leases = make_sync_redis(settings.store_url, name=f"{engine.name}-leases")
        self._stack.callback(leases.close)
        self.runner = JobRunner(
            engine.redis,
            leases,
            engine.keys,
            engine.codec,
            engine.policy,
            handler,
            engine.doorbell,
            engine.metrics.observer,
            engine.tracing.tracer,
        )
        await self.runner.start()
        self._stack.push_async_callback(self.runner.close)
        presence = Presence(engine.redis, engine.keys, self._facts)
        tasks = [
            asyncio.create_task(engine.reaper.run(), name="reaper"),
            asyncio.create_task(presence.run(), name="presence"),
        ]
        self._stack.push_async_callback(end_tasks, tasks)

    async def close(self) -> None:
        await self._stack.aclose()

    def _facts(self) -> Worker:
        return Worker(
            name=worker_name(),
            version=version("quire-shared"),
            start_ms=self._start_ms,
            slots=self._settings.slots,
            running=self.runner.running,
            stopping=self.runner.draining,
        )
