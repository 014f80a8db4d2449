"""A server process: gRPC, the hub of its watchers and a reaper on one loop."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import structlog
from redis.asyncio import Redis

from shared.bootstrap.engine import (
    EXIT_SERVE,
    EXIT_STORE,
    STORE_PATIENCE_SECONDS,
    Engine,
    ServiceSpec,
)
from shared.bootstrap.metrics import MetricsListenError
from shared.durability import durability_problems
from shared.errors import QuireError
from shared.events.ending import end_tasks
from shared.events.hub import EventHub
from shared.log import configure_logging
from shared.redis import wait_for_store
from shared.rpc.server import RpcServer, ServeError, serve
from shared.settings import ServiceSettings

_log = structlog.get_logger("quire.server")
_PING_SECONDS = 2.0
_GARBAGE = 5_000
"""Objects that are made, and not let go, between two looks at the youngest."""

AddServicer = Callable[[RpcServer, Engine, EventHub, AsyncExitStack], Awaitable[None]]


def run_server(
    settings: ServiceSettings, spec: ServiceSpec, service_name: str, add_servicer: AddServicer
) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code.

    Args:
        service_name: full name of the gRPC service, for health and reflection.
        add_servicer: adds the servicer to the server; what it needs to be closed at
            the end goes onto the stack.
    """
    configure_logging(f"{spec.kind}-server", form=settings.log_format, level=settings.log_level)
    try:
        asyncio.run(_serve(settings, spec, service_name, add_servicer))
    except QuireError as error:
        _log.error("cannot start", reason=error.reason, cause=error.message)
        return EXIT_STORE
    except (ServeError, MetricsListenError) as error:
        _log.error("cannot start", cause=str(error))
        return EXIT_SERVE
    return 0


async def _serve(
    settings: ServiceSettings, spec: ServiceSpec, service_name: str, add_servicer: AddServicer
) -> None:
    async with AsyncExitStack() as stack:
        engine = Engine(settings, spec, "server")
        stack.push_async_callback(engine.close)
        engine.metrics.serve(settings.metrics_listen)
        await wait_for_store(engine.redis, STORE_PATIENCE_SECONDS, _log)
        await _look_at_durability(engine.redis, settings)

        async def store_answers() -> bool:
            try:
                return bool(await asyncio.wait_for(engine.redis.ping(), _PING_SECONDS))
            except Exception:  # whatever keeps the store from answering
                return False

        server = RpcServer(
            settings,
            service_names=[service_name],
            is_ready=store_answers,
            tracer=engine.tracing.tracer,
        )
        hub = await stack.enter_async_context(
            EventHub(
                engine.redis,
                engine.keys,
                engine.codec,
                max_watchers=settings.max_watchers,
                heartbeat_seconds=settings.heartbeat_seconds,
                observer=engine.metrics.observer,
            )
        )
        engine.metrics.of_server(settings, engine.keys, lambda: hub.watchers)
        await add_servicer(server, engine, hub, stack)
        reaping = asyncio.create_task(engine.reaper.run(), name="reaper")
        stack.push_async_callback(end_tasks, [reaping])
        _collect_garbage_rarely()
        await serve(server, on_drain=hub.drain, grace=settings.drain_seconds)


def _collect_garbage_rarely() -> None:
    """Keep Python's collector from walking over all watchers again and again.

    With 5,000 of them a full collection holds up the loop for 0.4 s, and while they join
    one comes each second. What is there now stays, and streams leave few cycles behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE, 20, 100)


async def _look_at_durability(redis: Redis, settings: ServiceSettings) -> None:
    """Warn of a store that can lose acknowledged jobs, or refuse it, as the settings say."""
    problems = await durability_problems(redis)
    for problem in problems:
        _log.warning("the store can lose acknowledged jobs", cause=problem)
    if problems and settings.durability == "require":
        raise ServeError("QUIRE_DURABILITY=require: " + "; ".join(problems))
