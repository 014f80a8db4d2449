import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from deploy.local.part import Part

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('up', flush=True); time.sleep(60)",
]
WITH_CHILD = [
    sys.executable,
    "-c",
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True); time.sleep(60)",
]


def eventually(happened: Callable[[], bool], seconds: float = 10.0) -> None:
    give_up = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def started(tmp_path: Path, command: list[str]) -> Part:
    part = Part("part", command, dict(os.environ), tmp_path / "part.log")
    part.start()
    eventually(lambda: part.log.exists() and part.log.read_text().endswith("\n"))
    return part


def test_output_goes_to_the_log_and_the_sink(tmp_path: Path) -> None:
    lines: list[tuple[str, str]] = []
    command = [sys.executable, "-c", "import sys; print('out'); sys.stderr.write('错误')"]
    part = Part(
        "p", command, dict(os.environ), tmp_path / "p.log", lambda n, li: lines.append((n, li))
    )
    part.start()
    assert part.wait(time.monotonic() + 10)
    assert part.exit_code == 0
    assert sorted(lines) == [("p", "out"), ("p", "错误")]
    assert sorted(part.log.read_text().split()) == ["out", "错误"]


def test_stop_is_no_death_and_a_crash_is(tmp_path: Path) -> None:
    part = started(tmp_path, SLEEP)
    assert not part.died
    assert part.stop(10)
    assert part.exit_code == -signal.SIGTERM
    assert not part.died
    part.start()
    assert not part.died
    part.signal(signal.SIGKILL)
    eventually(lambda: part.died)
    assert part.exit_code == -signal.SIGKILL


def test_a_stubborn_process_is_killed_after_the_grace(tmp_path: Path) -> None:
    part = started(tmp_path, STUBBORN)
    assert not part.stop(0.2)
    assert part.exit_code == -signal.SIGKILL


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_what_a_part_started_ends_with_it(tmp_path: Path, end: str) -> None:
    part = started(tmp_path, WITH_CHILD)
    child = int(part.log.read_text())
    if end == "stop":
        part.stop(10)
    else:
        part.kill()
    eventually(lambda: gone(child))


def test_a_running_part_is_not_started_twice(tmp_path: Path) -> None:
    part = started(tmp_path, SLEEP)
    with pytest.raises(RuntimeError, match="runs already"):
        part.start()
    part.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="needs PR_SET_PDEATHSIG")
def test_a_part_dies_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, sys, time; from pathlib import Path; from deploy.local.part import Part;"
        f"part = Part('p', {SLEEP!r}, dict(os.environ), Path({str(tmp_path / 'p.log')!r}));"
        "part.start(); print(part.pid, flush=True); time.sleep(60)"
    )
    log = tmp_path / "p.log"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as supervisor:
        assert supervisor.stdout is not None
        pid = int(supervisor.stdout.readline())
        eventually(lambda: log.exists() and "up" in log.read_text())
        supervisor.kill()
    eventually(lambda: gone(pid))
