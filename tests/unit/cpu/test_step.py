"""What can go wrong with a step's work in a process, said as a failure of the step."""

import asyncio
import os
import signal
import socket
import time

import pytest

from shared.cpu.pool import CpuPool
from shared.cpu.step import run_step
from shared.errors import QuireError
from shared.reasons import Reason


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def keep() -> object:
    return lambda: None


@pytest.mark.parametrize(("work", "transient"), [(die, True), (keep, False), (time.sleep, False)])
async def test_failures_of_a_step(work: object, transient: bool) -> None:
    pool = CpuPool(1)
    args = (5.0,) if work is time.sleep else ()
    seconds = 0.3 if work is time.sleep else 10.0
    with pytest.raises(QuireError) as caught:
        await run_step(pool, "finish", seconds, work, *args)  # type: ignore[arg-type]
    await pool.close()
    assert caught.value.reason is Reason.STEP_FAILED
    assert caught.value.transient is transient
    assert caught.value.metadata == {"step": "finish"}


async def test_a_process_may_be_started_under_a_default_timeout_of_sockets() -> None:
    """Celery sets one while it shuts down; the pool's channels must not take it over."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(5)
    try:
        pool = CpuPool(1)
        first = await run_step(pool, "finish", 10.0, os.getpid)
        await asyncio.sleep(0.2)  # in which it waits for the next piece of work
        assert await run_step(pool, "finish", 10.0, os.getpid) == first, "it died meanwhile"
        await pool.close()
    finally:
        socket.setdefaulttimeout(before)


async def test_a_value_comes_back() -> None:
    pool = CpuPool(1)
    assert await run_step(pool, "finish", 10.0, max, 1, 2) == 2
    await pool.close()
