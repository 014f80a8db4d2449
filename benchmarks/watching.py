"""One run of many watchers against one server."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from benchmarks.environments import python_of
from benchmarks.load.events import make_jobs
from benchmarks.load.tally import Received
from benchmarks.load.watchers import WatchPlan
from benchmarks.load.writer import WriterPlan
from benchmarks.processes import (
    BenchmarkError,
    Load,
    Target,
    connections,
    free_address,
    running,
    store,
)
from benchmarks.progress import say
from deploy.local.valkey import ValkeyProcess
from shared.rpc.probe import is_serving

WARM_UP_SECONDS = 3.0
_SETTLE_SECONDS = 2.0
_JOIN_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What is watched, by how many.

    Args:
        rate: events a second, over all jobs together.
        seconds: how long events are written; the first three of them are not timed.
        message_bytes: of an event.
        deaf: watchers beside the others that never read.
    """

    watchers: int
    jobs: int
    rate: float
    seconds: float
    message_bytes: int = 100
    deaf: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run has shown.

    Args:
        cpu_us: processor time of the server for each delivered event, in µs.
        rss_kib: memory of the server for each watcher, in KiB.
        grown_mib: memory of the server while events were delivered, in MiB.
        connections: of the server to the store.
        pace: events written by events planned; below 1 the store was too slow.
    """

    received: Received
    cpu_us: float
    rss_kib: float
    grown_mib: float
    connections: int
    pace: float


@contextmanager
def quire(valkey: ValkeyProcess, data: Path) -> Iterator[Target]:
    """Run Quire's outline server within the block, with its defaults."""
    address = free_address()
    env = {
        "QUIRE_STORE_URL": valkey.url,
        "QUIRE_BROKER_URL": valkey.url,
        "QUIRE_LISTEN": address,
    }
    command = ("-m", "outline_service", "serve")
    with running("Quire", command, data, address=address, env=env, is_ready=is_serving) as target:
        yield target


@contextmanager
def connection_each(valkey: ValkeyProcess, data: Path) -> Iterator[Target]:
    """Run the server that has a Redis connection for each watcher."""
    address = free_address()
    command = ("-m", "benchmarks.baselines.connection_each", _port(address), valkey.url)
    with running("connection each", command, data, address=address) as target:
        yield target


@contextmanager
def sse(valkey: ValkeyProcess, data: Path) -> Iterator[Target]:
    """Run FastAPI with server-sent events."""
    address = free_address()
    script = str(Path(__file__).parent / "baselines" / "sse.py")
    command = (python_of("sse"), script, _port(address), valkey.url)
    with running("FastAPI SSE", command, data, address=address) as target:
        yield target


Serve = Callable[[ValkeyProcess, Path], Any]  # a context manager of a Target


def measure(serve: Serve, shape: Shape, data: Path) -> Measured:
    """Watch a server while events are written to its store."""
    with store(data) as valkey:
        make_jobs(valkey.port, shape.jobs)
        with serve(valkey, data) as target:
            plan = WriterPlan(
                valkey.port, shape.jobs, shape.rate, shape.seconds, shape.message_bytes
            )

            def write() -> tuple[int, float]:
                with Load("writer", asdict(plan)) as writer:
                    written = writer.hear()
                return int(cast("int", written["events"])), float(cast("float", written["seconds"]))

            return _run(target, shape, write, lambda: connections(valkey.url))


def measure_memory(shape: Shape, data: Path) -> Measured:
    """Watch the bare stream from memory, which makes its events itself."""
    address = free_address()
    facts = (shape.jobs, shape.rate, shape.seconds)
    command = ("-m", "benchmarks.baselines.memory", _port(address), *map(str, facts))
    with running("bare stream", command, data, address=address) as target:

        def write() -> tuple[int, float]:
            target.part.signal(signal.SIGUSR1)
            time.sleep(shape.seconds)
            return round(shape.rate * shape.seconds), shape.seconds

        return _run(target, shape, write, lambda: 0)


def _run(
    target: Target,
    shape: Shape,
    write: Callable[[], tuple[int, float]],
    count_connections: Callable[[], int],
) -> Measured:
    say(f"{target.name}: {shape.watchers:,} watchers join")
    module = "sse_watchers" if target.name == "FastAPI SSE" else "bare_watchers"
    plan = WatchPlan(target.address, shape.watchers, shape.jobs, deaf=shape.deaf)
    empty = target.rss_kib
    with Load(module, asdict(plan)) as load:
        wait_for_all(load, shape.watchers)
        time.sleep(_SETTLE_SECONDS)
        seen = count_connections()
        joined, cpu = target.rss_kib, target.cpu_seconds
        say(f"{target.name}: {shape.rate:,g} events/s on {shape.jobs:,} jobs, {shape.seconds:g} s")
        timer = threading.Timer(min(WARM_UP_SECONDS, shape.seconds / 4), load.tell, (), {"time": 1})
        timer.start()
        events, seconds = write()
        timer.join()
        load.tell(finish=events)
        received = Received(**cast("dict[str, Any]", load.hear_until("delivered")))
        used, full = target.cpu_seconds - cpu, target.rss_kib
    first = shape.watchers
    return Measured(
        received=received,
        cpu_us=used / max(1, received.delivered - first) * 1e6,
        rss_kib=(max(joined, full) - empty) / shape.watchers,
        grown_mib=(full - joined) / 1024,
        connections=seen,
        pace=shape.seconds / seconds,
    )


def wait_for_all(load: Load, watchers: int) -> None:
    """Wait until all are attached. Raises BenchmarkError when that takes minutes."""
    give_up = time.monotonic() + _JOIN_SECONDS
    while (attached := cast("int", load.hear()["attached"])) < watchers:
        if time.monotonic() > give_up:
            raise BenchmarkError(f"only {attached} of {watchers} watchers could join")


def _port(address: str) -> str:
    return address.rpartition(":")[2]
