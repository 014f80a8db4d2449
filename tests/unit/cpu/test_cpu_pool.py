"""The pool with real processes."""

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from shared.cpu.pool import CpuPool, WorkerDied, WorkFailed
from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason
from tests.unit.cpu import work


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[CpuPool]:
    pool = CpuPool(2)
    yield pool
    await pool.close()


async def written(path: Path) -> int:
    """Wait for the process id that work writes when it has begun."""
    return await asyncio.to_thread(read_note, path)


def read_note(path: Path) -> int:
    while not (path.exists() and path.read_text()):
        time.sleep(0.01)
    return int(path.read_text())


async def ended(pid: int) -> bool:
    """Whether the process ends within five seconds; reaping it may be another's task."""
    for _ in range(500):
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        await asyncio.sleep(0.01)
    return False


async def gone(pid: int) -> bool:
    """Whether the process ends within five seconds and is no zombie."""
    for _ in range(500):
        if not psutil.pid_exists(pid):
            return True
        await asyncio.sleep(0.01)
    return False


async def test_value_arguments_and_reuse_of_the_process(pool: CpuPool) -> None:
    assert await pool.run(10, work.add, 1, right=2) == 3
    first = await pool.run(10, work.pid)
    assert first != os.getpid()
    assert await pool.run(10, work.pid) == first


async def test_large_arguments_and_values_pass(pool: CpuPool) -> None:
    assert await pool.run(10, work.count, bytes(20 << 20)) == 20 << 20
    assert len(await pool.run(10, work.zeros, 20 << 20)) == 20 << 20


async def test_processes_start_when_needed() -> None:
    before = len(psutil.Process().children())
    pool = CpuPool(2)
    assert len(psutil.Process().children()) == before
    await pool.run(10, work.pid)
    assert len(psutil.Process().children()) == before + 1
    await pool.close()
    assert len(psutil.Process().children()) == before


async def test_an_error_keeps_all_its_attributes(pool: CpuPool) -> None:
    with pytest.raises(QuireError, match="broken") as caught:
        await pool.run(10, work.refuse)
    error = caught.value
    assert error.reason is Reason.FILE_BROKEN
    assert error.metadata == {"file": "a.pdf"}
    assert error.violations == (FieldViolation("files[0]", "broken"),)
    assert (error.retry_after, error.transient) == (1.5, True)
    assert "in refuse" in error.__notes__[0]


def test_quire_error_survives_pickling_with_subclass_and_notes() -> None:
    error = QuireError(Reason.FILE_EMPTY, "empty", metadata={"file": "x"})
    error.add_note("seen")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  # its own
    assert (again.args, again.__dict__) == (error.args, error.__dict__)


async def test_exceptions_and_values_that_cannot_come_back_say_so(pool: CpuPool) -> None:
    with pytest.raises(WorkFailed, match="Awkward: onetwo"):
        await pool.run(10, work.fail_awkwardly)
    with pytest.raises(WorkFailed, match="returned a function"):
        await pool.run(10, work.unpicklable)
    with pytest.raises(WorkFailed, match="StopIteration"):
        await pool.run(10, work.stop_iteration)
    with pytest.raises(ValueError, match="invalid literal"):
        await pool.run(10, work.take, work.Unloadable())
    with pytest.raises((pickle.PicklingError, AttributeError)):
        await pool.run(10, lambda: None)
    with pytest.raises(ValueError, match="plain"):
        await pool.run(10, work.fail_plainly)


async def test_a_timeout_error_of_the_work_itself_costs_no_process(pool: CpuPool) -> None:
    first = await pool.run(10, work.pid)
    with pytest.raises(TimeoutError, match="mine"):
        await pool.run(10, work.fail_late)
    assert await pool.run(10, work.pid) == first


@pytest.mark.parametrize("spin", [work.spin, work.spin_in_c])
async def test_endless_work_is_killed_at_its_timeout(
    pool: CpuPool, tmp_path: Path, spin: Callable[[str], None]
) -> None:
    await pool.run(10, work.pid)
    begun = time.monotonic()
    with pytest.raises(TimeoutError, match=r"longer than 0\.3 s"):
        await pool.run(0.3, spin, str(tmp_path / "note"))
    assert time.monotonic() - begun < 5
    assert await gone(await written(tmp_path / "note"))
    assert await pool.run(10, work.add, 1) == 1


async def test_cancelling_kills_the_process(pool: CpuPool, tmp_path: Path) -> None:
    task = asyncio.create_task(pool.run(60, work.spin, str(tmp_path / "note")))
    pid = await written(tmp_path / "note")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await gone(pid)
    assert await pool.run(10, work.add, 1) == 1


async def test_cancelling_a_waiting_call_kills_nothing() -> None:
    pool = CpuPool(1)
    first = await pool.run(10, work.pid)
    running = asyncio.create_task(pool.run(10, work.sleep, 0.5))
    await asyncio.sleep(0.1)
    waiting = asyncio.create_task(pool.run(10, work.add, 1))
    await asyncio.sleep(0.1)
    waiting.cancel()
    await running
    assert await pool.run(10, work.pid) == first
    await pool.close()


@pytest.mark.parametrize("end", [work.crash, work.leave, work.null_pointer])
async def test_a_process_that_ends_by_itself(pool: CpuPool, end: Callable[[], None]) -> None:
    with pytest.raises(WorkerDied, match="exit code"):
        await pool.run(10, end)
    assert await pool.run(10, work.add, 1) == 1


async def test_a_process_killed_at_work_and_one_killed_at_rest(
    pool: CpuPool, tmp_path: Path
) -> None:
    task = asyncio.create_task(pool.run(60, work.sleep, 60, str(tmp_path / "note")))
    os.kill(await written(tmp_path / "note"), signal.SIGKILL)
    with pytest.raises(WorkerDied, match="-9"):
        await task
    idle = await pool.run(10, work.pid)
    os.kill(idle, signal.SIGKILL)
    assert await pool.run(10, work.pid) != idle
    assert await gone(idle)


async def test_memory_limit() -> None:
    pool = CpuPool(1, memory_limit=1 << 30)
    with pytest.raises(WorkerDied, match="memory limit"):
        await pool.run(10, work.hog)
    assert await pool.run(10, work.add, 1) == 1
    await pool.close()


async def test_a_hundred_calls_on_two_processes_in_order(pool: CpuPool) -> None:
    order: list[int] = []

    async def call(number: int) -> int:
        pid = await pool.run(10, work.pid)
        order.append(number)
        return pid

    await asyncio.gather(*(pool.run(10, work.sleep, 0.3) for _ in range(2)))
    pids = await asyncio.gather(*(call(number) for number in range(100)))
    assert len(set(pids)) <= 2
    moved = [abs(number - place) for place, number in enumerate(order)]
    assert sum(moved) / len(moved) < 10, "not first come, first served"


async def test_waiting_does_not_count_towards_the_timeout() -> None:
    pool = CpuPool(1)
    await pool.run(10, work.pid)
    results = await asyncio.gather(*(pool.run(0.5, work.sleep, 0.2) for _ in range(5)))
    assert all(end <= begin for (_, end), (begin, _) in pairwise(results))
    await pool.close()


async def test_signals_output_and_environment_stay_apart(
    pool: CpuPool, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUIRE_TOKEN", "secret")
    assert await pool.run(10, work.chatter) == ""
    assert capfd.readouterr() == ("", "")
    assert "QUIRE_TOKEN" not in await pool.run(10, work.environment)
    pid = await pool.run(10, work.pid)
    assert await pool.run(10, work.group) == (pid, pid)
    os.kill(pid, signal.SIGTERM)
    os.kill(pid, signal.SIGINT)
    assert await pool.run(10, work.pid) == pid


async def test_close_ends_what_runs_waits_and_rests(tmp_path: Path) -> None:
    process = psutil.Process()
    await asyncio.sleep(0)
    before = process.num_fds()
    pool = CpuPool(2)
    calls = [asyncio.create_task(pool.run(60, work.spin, str(tmp_path / str(n)))) for n in range(4)]
    pids = [await written(tmp_path / str(n)) for n in range(2)]
    await pool.close()
    for result in await asyncio.gather(*calls, return_exceptions=True):
        assert isinstance(result, WorkerDied)
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert process.num_fds() == before
    with pytest.raises(WorkerDied, match="closed"):
        await pool.run(1, work.pid)
    await pool.close()


async def test_the_loop_goes_on_meanwhile(pool: CpuPool) -> None:
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            begun = time.monotonic()
            await asyncio.sleep(0.001)
            longest = max(longest, time.monotonic() - begun)

    ticking = asyncio.create_task(tick())
    await asyncio.gather(*(pool.run(10, work.sleep, 0.1) for _ in range(6)))
    with pytest.raises(TimeoutError):
        await pool.run(0.1, work.spin)
    ticking.cancel()
    assert longest < 0.25


def test_a_loop_in_another_thread() -> None:
    outcome: list[BaseException | None] = []

    async def use() -> None:
        pool = CpuPool(2)
        assert await asyncio.gather(*(pool.run(10, work.add, n) for n in range(10))) == [*range(10)]
        with pytest.raises(TimeoutError):
            await pool.run(0.2, work.spin)
        with pytest.raises(WorkerDied):
            await pool.run(10, work.crash)
        task = asyncio.create_task(pool.run(60, work.spin))
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await pool.run(10, work.add, 1) == 1
        await pool.close()

    def body(coroutine: Coroutine[object, object, None]) -> None:
        try:
            asyncio.run(coroutine)
            outcome.append(None)
        except BaseException as error:
            outcome.append(error)

    before = set(psutil.Process().children())
    thread = threading.Thread(target=body, args=(use(),))
    thread.start()
    thread.join(60)
    assert outcome == [None]
    assert set(psutil.Process().children()) <= before


@pytest.mark.parametrize("spin", ["spin", "spin_in_c"])
async def test_processes_end_when_their_parent_is_killed(tmp_path: Path, spin: str) -> None:
    note = tmp_path / "note"
    script = (
        "import asyncio, sys\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from shared.cpu.pool import CpuPool\n"
        "from tests.unit.cpu import work\n"
        "async def main():\n"
        "    pool = CpuPool(2)\n"
        f"    await asyncio.gather(pool.run(60, work.{spin}, {str(note)!r}),"
        " pool.run(60, work.sleep, 60))\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.to_thread(subprocess.Popen, [sys.executable, "-c", script])
    pid = await written(note)
    children = [child.pid for child in psutil.Process(parent.pid).children()]
    assert pid in children
    parent.kill()
    await asyncio.to_thread(parent.wait)
    assert [await ended(child) for child in children] == [True] * len(children)
