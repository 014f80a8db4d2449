"""Real servers and workers, scraped over HTTP after real jobs."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import grpc
import pytest
from quire.outline.v1 import outline_service_pb2

from deploy.local.ports import HOST, Ports, free_ports, is_taken
from deploy.local.procfile import read_procfile
from deploy.local.stack import STORE, LocalStack, PartError
from tests.support.pair import EXAMPLES, Pair, context_files, unique_id
from tests.support.scrape import Scrape, scrape

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("metrics")]

FILES = [EXAMPLES / "README.md"]


class Told:
    """Where each part tells its metrics."""

    def __init__(self, stack: LocalStack) -> None:
        self.addresses = stack.metrics_addresses

    def part(self, name: str) -> Scrape:
        return scrape(self.addresses[name])

    def answers(self, name: str) -> bool:
        """Whether a part tells anything."""
        try:
            return self.part(name).has("process_cpu_seconds_total")
        except OSError:
            return False

    def all(self) -> dict[str, Scrape]:
        """What every part tells."""
        return {part: self.part(part) for part in self.addresses}

    def sum(self, name: str, **labels: str) -> float:
        """Sum over all processes, as PromQL's ``sum`` would."""
        return sum(self.part(part).sum(name, **labels) for part in self.addresses)


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    ports = replace(Ports.free(), metrics=four_free_ports())
    with LocalStack(tmp_path_factory.mktemp("metrics"), ports=ports) as running:
        yield running


@pytest.fixture(scope="module")
def told(stack: LocalStack) -> Told:
    told = Told(stack)
    assert list(told.addresses) == [part for part in read_procfile() if part != STORE]
    for part in told.addresses:  # a worker counts as ready before it listens
        wait_until(lambda: told.answers(part))  # noqa: B023  called at once
    return told


@pytest.fixture(scope="module")
def pair(stack: LocalStack) -> Iterator[Pair]:
    with (
        grpc.insecure_channel(stack.outline_address) as outline,
        grpc.insecure_channel(stack.document_address) as document,
    ):
        yield Pair(outline, document)


def four_free_ports() -> int:
    """Return the first of four ports in a row."""
    while True:
        (first,) = free_ports(1)
        if first < 65500 and not any(is_taken(first + number) for number in range(4)):
            return first


def wait_until(check: Callable[[], bool], seconds: float = 20) -> None:
    give_up = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < give_up
        time.sleep(0.1)


def test_one_outline_and_one_document_are_counted(pair: Pair, told: Told) -> None:
    before = told.all()
    outline_id, _ = pair.finished_outline("How do cities adapt to heat?", context_files(*FILES))
    job_id = pair.make_outline("twice", job_id=unique_id()).id
    assert pair.make_outline("twice", job_id=job_id).id == job_id
    pair.outline_events(job_id)
    pair.finished_document(outline_job_id=outline_id)
    # The last event is out before the attempt is over.
    wait_until(lambda: told.sum("quire_attempts_running") == 0)

    after = told.all()

    def rise(name: str, **labels: str) -> float:
        return sum(
            after[part].sum(name, **labels) - before[part].sum(name, **labels) for part in after
        )

    assert rise("quire_jobs_submitted_total", kind="outline") == 2
    assert rise("quire_jobs_submitted_total", kind="outline", priority="normal") == 2
    assert rise("quire_jobs_finished_total", kind="outline") == 2
    assert rise("quire_jobs_finished_total", kind="outline", state="succeeded") == 2
    assert rise("quire_jobs_submitted_total", kind="document") == 1
    assert rise("quire_jobs_finished_total", kind="document", state="succeeded") == 1
    for kind, jobs in (("outline", 2), ("document", 1)):
        assert rise("quire_attempts_started_total", kind=kind) == jobs
        assert rise("quire_attempts_ended_total", kind=kind, outcome="succeeded") == jobs
        assert rise("quire_job_duration_seconds_count", kind=kind) == jobs
        assert 0 < rise("quire_job_duration_seconds_sum", kind=kind) < 60 * jobs
        assert rise("quire_job_wait_seconds_count", kind=kind) == jobs
        assert rise("quire_doorbells_sent_total", kind=kind) >= jobs
        assert rise("quire_store_errors_total", kind=kind) == 0
        assert rise("quire_leases_lost_total", kind=kind) == 0
    assert rise("quire_step_duration_seconds_count", step="source") == len(FILES)
    assert rise("quire_step_duration_seconds_count", step="outline") == 2
    assert rise("quire_step_duration_seconds_count", step="plan") == 1
    assert rise("quire_step_duration_seconds_count", step="chapter") >= 1
    assert rise("quire_step_duration_seconds_count", step="other") == 0


def test_servers_tell_of_the_queue_and_the_store_workers_of_their_slots(
    pair: Pair, told: Told
) -> None:
    for kind in ("outline", "document"):
        server, worker = told.part(f"{kind}-server"), told.part(f"{kind}-worker")
        assert server.sum("quire_store_up", kind=kind) == 1
        assert server.has("quire_jobs_waiting")
        assert server.sum("quire_store_memory_used_bytes") > 100_000
        assert not server.has("quire_worker_slots")
        assert worker.sum("quire_worker_slots", kind=kind) == 4
        assert not worker.has("quire_store_up")
        assert not worker.has("quire_watchers")
        for part in (server, worker):
            assert part.sum("process_cpu_seconds_total") > 0


def test_watchers_and_how_late_events_are(pair: Pair, told: Told, stack: LocalStack) -> None:
    before = told.part("outline-server").sum("quire_event_lag_seconds_count")
    stack.stop_part("outline-worker")
    job_id = pair.make_outline("watched", context_files(*FILES)).id
    request = outline_service_pb2.WatchOutlineRequest(job_id=job_id)
    watching = pair.outline.WatchOutline(request, timeout=60)
    first = next(iter(watching))
    assert first.event.sequence == 1
    server = told.part("outline-server")
    assert server.sum("quire_watchers", kind="outline") == 1
    wait_until(  # the store is looked at once a second
        lambda: told.part("outline-server").sum("quire_jobs_waiting", priority="normal") == 1
    )
    # What was there before the watcher is no measure of lag.
    assert server.sum("quire_event_lag_seconds_count") == before
    stack.start_part("outline-worker")
    live = sum(1 for item in watching if item.HasField("event"))
    server = told.part("outline-server")
    assert server.sum("quire_event_lag_seconds_count") == before + live
    assert server.sum("quire_event_lag_seconds_sum") < 5 * live
    wait_until(lambda: told.part("outline-server").sum("quire_watchers") == 0)


def test_a_cancelled_job_is_counted_where_it_ends(
    pair: Pair, told: Told, stack: LocalStack
) -> None:
    before = told.part("outline-server")
    stack.stop_part("outline-worker")
    job_id = pair.make_outline("cancelled").id
    pair.outline.CancelOutline(outline_service_pb2.CancelOutlineRequest(job_id=job_id), timeout=10)
    pair.outline.CancelOutline(outline_service_pb2.CancelOutlineRequest(job_id=job_id), timeout=10)
    after = told.part("outline-server")
    for name, labels in (
        ("quire_jobs_finished_total", {"state": "cancelled", "reason": ""}),
        ("quire_job_cancel_requests_total", {}),
    ):
        assert after.sum(name, **labels) == before.sum(name, **labels) + 1
    stack.start_part("outline-worker")


def test_a_worker_tells_while_it_drains_and_then_no_more(told: Told, stack: LocalStack) -> None:
    assert told.part("document-worker").sum("quire_worker_slots") == 4
    assert stack.stop_part("document-worker")
    with pytest.raises(OSError):
        told.part("document-worker")
    stack.start_part("document-worker")
    wait_until(lambda: told.answers("document-worker"))


def test_a_taken_port_ends_a_process_at_its_start_with_the_cause(
    tmp_path: Path, stack: LocalStack
) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        env = {
            "QUIRE_METRICS_LISTEN": f"{HOST}:{taken.getsockname()[1]}",
            "QUIRE_STORE_URL": stack.store_url,
            "QUIRE_BROKER_URL": stack.store_url,
        }
        for part in ("outline-server", "document-worker"):
            alone = LocalStack(tmp_path, parts=(part,), part_env={part: env})
            if part.endswith("-server"):
                with pytest.raises(PartError, match="QUIRE_METRICS_LISTEN: cannot listen"):
                    alone.start()
            else:
                alone.start()
                wait_until(lambda: alone.ended() is not None)  # noqa: B023  called at once
                assert "QUIRE_METRICS_LISTEN: cannot listen" in alone.log(part)
            assert alone.parts[part].exit_code == 4
