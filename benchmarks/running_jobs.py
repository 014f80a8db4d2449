"""How fast jobs go through: from submit to the first event, many empty ones, long documents."""

import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast

from benchmarks.langgraph_dev import NAME as LANGGRAPH
from benchmarks.langgraph_dev import langgraph_dev, runs
from benchmarks.load.jobs import JobsPlan
from benchmarks.processes import Load, Target, free_address, running, store
from benchmarks.progress import head, say
from benchmarks.result import Row, compare
from benchmarks.size import Size
from deploy.local.valkey import ValkeyProcess
from shared.rpc.probe import is_serving

_PREFORK = "Celery prefork, asyncio.run"
_CHAPTERS = 8
_MODEL_SECONDS = 1.0
_KIB = 1024
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class _Service:
    """A server, one worker and their store."""

    address: str
    store_url: str
    worker: Target


def submit_first_event(size: Size) -> list[Row]:
    """Submit jobs one by one; see how soon a watcher is told that they started."""
    name, metric = "submit_first_event_p50", "submit to first event, p50"
    head(name, "from submit until a watcher is told that the job has started, one by one")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with store(data) as valkey, _service(valkey, data, "outline", "empty", 4) as service:
            count = size.count(200)
            say(f"Quire: {count} jobs")
            ours = _median_ms(_submit(service, "first_event", count))
        first, _ = _prefork(data, 10)
        with langgraph_dev(data) as target:
            count = size.count(40)
            say(f"{LANGGRAPH}: {count} runs")
            theirs = _median_ms(runs(target, "first_event", count))
    return [
        compare(
            name, metric, ours, "ms", baseline=LANGGRAPH, baseline_value=theirs,
            goal="at most 10 ms and 1/50", met=ours <= min(10, theirs / 50),
        ),
        compare(
            name, metric, ours, "ms",
            baseline=f"{_PREFORK}, no server", baseline_value=_median_ms(first),
        ),
    ]  # fmt: skip


def jobs_per_second(size: Size) -> list[Row]:
    """Submit many empty jobs at once to one worker process."""
    name, metric = "jobs_per_second", "empty jobs, one worker process"
    head(name, "many empty jobs at once, each write of Quire on disk before it is acknowledged")
    count = size.count(1000)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with (
            store(data, appendfsync="always") as valkey,
            _service(valkey, data, "outline", "empty", 16) as service,
        ):
            _submit(service, "first_event", 5)
            say(f"Quire: {count} jobs")
            ours = count / _submit(service, "outlines", count)[0]
        _, burst = _prefork(data, count)
        with langgraph_dev(data) as target:
            say(f"{LANGGRAPH}: {count} runs")
            theirs = count / runs(target, "empty", count)[0]
    return [
        compare(
            name, metric, ours, "/s", baseline=LANGGRAPH, baseline_value=theirs,
            goal="at least 100/s and 1×", met=ours >= max(100, theirs),
        ),
        compare(
            name, metric, ours, "/s",
            baseline=f"{_PREFORK}, nothing durable", baseline_value=count / burst,
        ),
    ]  # fmt: skip


def critical_path(size: Size) -> list[Row]:
    """Write many documents in one worker process that mostly waits for a model.

    Ideal is what the model alone takes: as many rounds as the documents need slots.
    """
    name = "critical_path"
    count = size.count(200)
    head(name, f"{count} documents × {_CHAPTERS} chapters × {_MODEL_SECONDS:g} s in one worker")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        slots = size.count(25)
        seconds, memory = _documents(data, count, slots)
        together, most = _documents(data, count, count)
        with langgraph_dev(data) as target:
            say(f"{LANGGRAPH}: {count} runs, all at once")
            (theirs,) = runs(target, "document", count)
    ideal = -(-count // slots) * _MODEL_SECONDS
    return [
        Row(
            name, f"efficiency, {slots} at once, ideal {ideal:g} s", ideal / seconds, "",
            goal="at least 0.8", met=ideal / seconds >= 0.8,
        ),
        Row(name, "memory of the worker", memory, "MiB", goal="at most 250 MiB", met=memory <= 250),
        compare(
            name, f"all at once, ideal {_MODEL_SECONDS:g} s", together, "s",
            baseline=LANGGRAPH, baseline_value=theirs,
        ),
        Row(
            name, "memory of the worker, all at once", most, "MiB",
            goal="at most 250 MiB", met=most <= 250,
        ),
    ]  # fmt: skip


def _documents(data: Path, count: int, slots: int) -> tuple[float, float]:
    """Return the seconds that so many documents take, and the worker's memory in MiB."""
    with (
        store(data) as valkey,
        _service(valkey, data, "document", "model", slots) as service,
        _most_memory(service.worker) as most,
    ):
        say(f"Quire: {count} documents, {slots} at once, {_CHAPTERS} chapters of each")
        (seconds,) = _submit(service, "documents", count)
    return seconds, most[0] / _KIB


@contextmanager
def _service(
    valkey: ValkeyProcess,
    data: Path,
    kind: Literal["outline", "document"],
    work: Literal["empty", "model"],
    slots: int,
) -> Iterator[_Service]:
    """Run a server and a worker within the block."""
    address = free_address()
    urls = {"QUIRE_STORE_URL": valkey.url, "QUIRE_BROKER_URL": valkey.url}
    worker_env = urls | {"QUIRE_SLOTS": str(slots), "QUIRE_CHAPTERS_AT_ONCE": str(_CHAPTERS)}
    server = ("-m", f"{kind}_service", "serve")
    worker = ("-m", "benchmarks.workers", work)
    with (
        running(
            f"{kind} server", server, data, address=address, is_ready=is_serving,
            env=urls | {"QUIRE_LISTEN": address},
        ),
        running(f"{kind} worker", worker, data, env=worker_env) as target,
    ):  # fmt: skip
        service = _Service(address, valkey.url, target)
        _submit(service, "outlines" if kind == "outline" else "documents", 1, chapters=1)
        yield service


def _submit(
    service: _Service,
    mode: Literal["first_event", "outlines", "documents"],
    count: int,
    chapters: int = _CHAPTERS,
) -> list[float]:
    """Return the seconds that ``benchmarks.load.jobs`` tells."""
    plan = JobsPlan(mode, service.address, service.store_url, count, chapters)
    with Load("jobs", asdict(plan)) as load:
        return cast("list[float]", load.hear()["seconds"])


def _prefork(data: Path, count: int) -> tuple[list[float], float]:
    """Return the seconds to the first event by job, and those of a burst of jobs."""
    with store(data) as valkey:
        command = ("-m", "benchmarks.baselines.prefork", valkey.url, "4")
        with running("prefork", command, data):
            say(f"{_PREFORK}: jobs one by one, then {count} at once")
            with Load("prefork_jobs", valkey.url, str(count)) as load:
                told = load.hear()
    return cast("list[float]", told["first"]), cast("float", told["burst"])


@contextmanager
def _most_memory(target: Target) -> Iterator[list[float]]:
    """Watch a process within the block; the list holds the most memory it had, in KiB."""
    most = [target.rss_kib]
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(_LOOK_SECONDS):
            most[0] = max(most[0], target.rss_kib)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        stop.set()
        thread.join()


def _median_ms(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000
