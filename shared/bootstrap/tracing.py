"""The traces of one process: told to a collector where the environment names one."""

import os

import structlog

from shared.jobs.tracer import UNTRACED, Tracer

_ADDRESSES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_PROTOCOL = "http/protobuf"

_log = structlog.get_logger("quire.telemetry")


class ProcessTracing:
    """What a process tells of the work that it does.

    Nothing of OpenTelemetry is imported, and nothing is told, unless a collector is
    named by the standard variables.

    Args:
        service: name of the process.

    Attributes:
        tracer: is told of each piece of work.
    """

    def __init__(self, service: str) -> None:
        self.tracer: Tracer = UNTRACED
        self._close = lambda: None
        if not _wanted():
            return
        # Only here: it takes 0.2 s and 15 MB that most processes need not spend.
        from shared.telemetry.tracing import OtelTracer  # noqa: PLC0415

        self.tracer = tracer = OtelTracer(service)
        self._close = tracer.close
        _log.info("traces are told")

    def close(self) -> None:
        """Send what is left; takes a few seconds at most."""
        self._close()


def _wanted() -> bool:
    env = {name: value.strip() for name, value in os.environ.items() if name.startswith("OTEL_")}
    if not any(env.get(name) for name in _ADDRESSES):
        return False
    exporters = env.get("OTEL_TRACES_EXPORTER") or "otlp"
    if env.get("OTEL_SDK_DISABLED", "").lower() == "true" or exporters == "none":
        return False
    protocol = next((env[name] for name in _PROTOCOLS if env.get(name)), _PROTOCOL)
    if exporters != "otlp" or protocol != _PROTOCOL:
        _log.warning(
            "no traces are told: the exporter is otlp, its protocol http/protobuf",
            exporter=exporters,
            protocol=protocol,
        )
        return False
    return True
