"""The port on which metrics are told."""

import socket
import time
import urllib.error
import urllib.request

import pytest

from shared.jobs.model import Kind
from shared.telemetry.exposition import MetricsServer
from shared.telemetry.metrics import JobMetrics, make_registry
from tests.support.scrape import scrape


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_it_tells_what_was_counted_until_it_is_closed(host: str) -> None:
    registry = make_registry()
    metrics = JobMetrics(registry, Kind.DOCUMENT)
    try:
        server = MetricsServer(registry, f"{host}:0")
    except OSError:
        pytest.skip(f"this machine has no {host}")
    address = f"{host}:{server.port}"
    try:
        metrics.doorbell_sent()
        told = scrape(address)
        assert told.sum("quire_doorbells_sent_total", kind="document") == 1
        assert told.sum("process_resident_memory_bytes") > 1e6
    finally:
        begin = time.monotonic()
        server.close()
    assert time.monotonic() - begin < 2
    with pytest.raises(urllib.error.URLError):
        scrape(address)


def test_a_client_that_says_nothing_holds_up_no_other_and_no_end() -> None:
    server = MetricsServer(make_registry(), "127.0.0.1:0")
    try:
        with socket.create_connection(("127.0.0.1", server.port)):
            assert scrape(f"127.0.0.1:{server.port}").has("process_start_time_seconds")
            begin = time.monotonic()
            server.close()
            assert time.monotonic() - begin < 2
    finally:
        server.close()


def test_two_cannot_have_one_port() -> None:
    server = MetricsServer(make_registry(), "127.0.0.1:0")
    try:
        with pytest.raises(OSError, match="in use"):
            MetricsServer(make_registry(), f"127.0.0.1:{server.port}")
    finally:
        server.close()


def test_it_only_answers_to_a_get() -> None:
    server = MetricsServer(make_registry(), "127.0.0.1:0")
    try:
        request = urllib.request.Request(
            f"http://127.0.0.1:{server.port}/metrics", data=b"x", method="POST"
        )
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=5)  # noqa: S310  to ourselves
        caught.value.close()
        assert caught.value.code == 405
    finally:
        server.close()
