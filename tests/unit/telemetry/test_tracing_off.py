"""Where nobody asks for traces, nothing is paid for them; where they cannot be told, it is said."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
for name in {hidden!r}:
    sys.modules[name] = None
import {service}.bootstrap.serve, {service}.bootstrap.work, quire_client
from quire_client.tracing import trace_metadata
from shared.bootstrap.tracing import ProcessTracing
from shared.jobs.tracer import UNTRACED
from shared.log import configure_logging
configure_logging("test")
tracing = ProcessTracing("quire-test")
assert tracing.tracer is UNTRACED
with tracing.tracer.span("work") as span, tracing.tracer.following(""):
    span.tell("quire.step", "work")
    assert tracing.tracer.carried() == ""
assert trace_metadata() == ()
tracing.close()
assert "shared.telemetry.tracing" not in sys.modules
print(json.dumps([name for name in sys.modules if name.startswith("opentelemetry.")]))
"""

COLLECTOR = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}


def run(
    env: dict[str, str], hidden: tuple[str, ...] = (), service: str = "document_service"
) -> tuple[list[str], str]:
    """Return what of OpenTelemetry was imported, and the log."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(service=service, hidden=hidden)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout), done.stderr


@pytest.mark.parametrize("service", ["outline_service", "document_service"])
def test_nothing_is_imported_where_no_collector_is_named(service: str) -> None:
    # redis-py and langsmith import what they find of the SDK, but they send nothing.
    imported, log = run({}, (), service)
    assert not [name for name in imported if name.startswith("opentelemetry.exporter")]
    assert log == ""


def test_a_service_without_the_extra_needs_nothing_of_it() -> None:
    assert run({}, ("opentelemetry",)) == ([], "")


@pytest.mark.parametrize(
    "env",
    [{"OTEL_TRACES_EXPORTER": "none"}, {"OTEL_SDK_DISABLED": "true"}, {"OTEL_SERVICE_NAME": "x"}],
)
def test_the_standard_switches_hold(env: dict[str, str]) -> None:
    collector = {} if "OTEL_SERVICE_NAME" in env else COLLECTOR
    _, log = run(env | collector)
    assert log == ""


def test_without_the_extra_a_service_starts_and_says_so() -> None:
    _, log = run(COLLECTOR, ("opentelemetry",))
    assert json.loads(log)["event"] == "no traces are told: the extra otel is not installed"


def test_another_protocol_is_said_to_be_unknown() -> None:
    _, log = run(COLLECTOR | {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
    assert json.loads(log)["protocol"] == "grpc"
