"""The processes of a benchmark: the store, what is measured, and what puts load on it."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.part import Part
from deploy.local.ports import HOST, free_ports, is_taken
from deploy.local.procfile import ROOT
from deploy.local.valkey import ValkeyProcess
from shared.redis import make_sync_redis

_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_KIB = 1024


class BenchmarkError(RuntimeError):
    """What was to be measured did not run."""


def allow_many_files() -> None:
    """Let this process and those that it starts open as many files as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@dataclass(frozen=True, slots=True)
class Target:
    """A process that is measured.

    Args:
        name: what the table calls it.
        address: ``host:port``; '' for one that does not listen.
        part: the process.
    """

    name: str
    address: str
    part: Part

    @property
    def rss_kib(self) -> float:
        """Memory that it holds at this moment."""
        return psutil.Process(self.part.pid).memory_info().rss / _KIB

    @property
    def cpu_seconds(self) -> float:
        """Processor time that it has used so far."""
        times = psutil.Process(self.part.pid).cpu_times()
        return times.user + times.system


@contextmanager
def running(
    name: str,
    command: Sequence[str],
    data: Path,
    *,
    address: str = "",
    env: Mapping[str, str] | None = None,
    is_ready: Callable[[str], bool] | None = None,
) -> Iterator[Target]:
    """Run a process within the block.

    Args:
        command: without the interpreter if it begins with ``-``.
        data: folder for its log.
        env: added to this process's environment, from which ``QUIRE_`` is left out.
        is_ready: told the address; by default whether it is taken, for one that listens.

    Raises BenchmarkError when it does not get ready.
    """
    whole = [sys.executable, *command] if command[0].startswith("-") else list(command)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("QUIRE_")}
    log = data / f"{name.replace(' ', '-')}.log"
    part = Part(name, whole, kept | {"PYTHONUNBUFFERED": "1"} | dict(env or {}), log)
    part.start()
    try:
        ready = is_ready or _is_taken
        give_up = time.monotonic() + _START_SECONDS
        while address and not ready(address):
            if not part.running or time.monotonic() > give_up:
                tail = "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-20:])
                raise BenchmarkError(f"{name} did not get ready\n{tail}")
            time.sleep(0.05)
        yield Target(name, address, part)
    finally:
        part.stop(_STOP_SECONDS)


@contextmanager
def store(data: Path, *, appendfsync: str = "everysec") -> Iterator[ValkeyProcess]:
    """Run an empty Valkey within the block."""
    (port,) = free_ports(1)
    with ValkeyProcess(port, data / f"valkey-{port}", appendfsync=appendfsync) as valkey:
        yield valkey


def free_address() -> str:
    """Return a ``host:port`` that nobody listens on."""
    return f"{HOST}:{free_ports(1)[0]}"


def connections(store_url: str) -> int:
    """Return how many connections the store has, those of the benchmark left out."""
    redis = make_sync_redis(store_url, name="bench")
    try:
        return sum(client["name"] != "bench" for client in redis.client_list())
    finally:
        redis.close()


class Load:
    """A load process, from ``with`` to its end. It is told and tells a JSON object a line.

    Args:
        given: its arguments; what is no string is passed as JSON.
    """

    def __init__(self, module: str, *given: object) -> None:
        arguments = [each if isinstance(each, str) else json.dumps(each) for each in given]
        self._command = [sys.executable, "-m", f"benchmarks.load.{module}", *arguments]
        self._process: subprocess.Popen[str]

    def __enter__(self) -> "Load":
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=os.environ | {"GRPC_VERBOSITY": "ERROR"},  # each lost connection is a line
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def tell(self, **command: int) -> None:
        """Send a command."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, object]:
        """Return what it says next. Raises BenchmarkError when it has ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise BenchmarkError(f"{self._command[2]} ended with {self._process.wait()}")
        said: dict[str, object] = json.loads(line)
        return said

    def hear_until(self, name: str) -> dict[str, object]:
        """Return the first thing said that has a field of that name."""
        while name not in (said := self.hear()):
            pass
        return said


def _is_taken(address: str) -> bool:
    return is_taken(int(address.rpartition(":")[2]))
