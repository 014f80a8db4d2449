"""Web research within real jobs: kept by the journal, ended by a cancellation."""

import asyncio
import time

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.authoring.web.research import Findings, Wishes, research_web
from shared.cpu.pool import CpuPool
from shared.errors import QuireError
from shared.jobs.model import JobResult, State
from shared.jobs.ports import JobContext
from shared.reasons import Reason
from tests.integration.jobs.engine import OWNER, Engine, eventually, make_engine, result, run
from tests.integration.web.job import web_of
from tests.integration.web.site import Site, article, redirect, reply
from tests.integration.web.test_web_research import CHINESE, HEAT, WIND, quiet


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    return make_engine(redis, valkey.url, prefix)


async def test_the_next_attempt_takes_searches_pages_and_failures_from_the_journal(
    engine: Engine, site: Site, pool: CpuPool
) -> None:
    urls = [
        site.put(f"{n}.test", "/", reply(article(f"Page {n}", *text)))
        for n, text in enumerate((HEAT, WIND, CHINESE))
    ]
    moved = site.put("moved.test", "/", redirect(urls[0]))
    site.find("q", *urls, moved, site.url("gone.test"), site.url("inside.test"))
    attempts: list[tuple[Findings, int]] = []

    async with web_of(site, pool) as web:

        async def handler(job: JobContext) -> JobResult:
            found = await research_web(Wishes(("q",)), job, web, quiet)
            attempts.append((found, site.connections))
            if len(attempts) == 1:
                raise QuireError(Reason.STEP_FAILED, "once", transient=True)
            return result()

        await engine.submit()
        async with engine.runner(handler) as runner, engine.reaping():
            assert await run(runner) is State.RETRYING
            await eventually(engine.state, State.QUEUED)
            assert await run(runner) is State.SUCCEEDED
    assert attempts[0] == attempts[1]
    assert len(attempts[0][0].sources) == 3
    assert len(attempts[0][0].unused) == 3


async def test_a_cancelled_job_hangs_up(engine: Engine, site: Site, pool: CpuPool) -> None:
    reached, hung_up = asyncio.Event(), asyncio.Event()

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        reached.set()
        try:
            while not writer.transport.is_closing():
                writer.write(b".")
                await writer.drain()
                await asyncio.sleep(0.02)
        finally:
            hung_up.set()

    site.find("q", site.put("a.test", "/", drip))
    async with web_of(site, pool) as web:

        async def handler(job: JobContext) -> JobResult:
            await research_web(Wishes(("q",)), job, web, quiet)
            return result()

        await engine.submit()
        async with engine.runner(handler) as runner:
            running = asyncio.create_task(run(runner))
            async with asyncio.timeout(10):
                await reached.wait()
                begin = time.monotonic()
                await engine.store.cancel("j", OWNER)
                await hung_up.wait()
            assert time.monotonic() - begin < 1
            assert await running is State.CANCELLED
