"""The traces of one process: told to a collector where the environment names one."""

import logging
import os
from contextlib import ExitStack

import structlog

from shared.jobs.tracer import UNTRACED, Tracer

_ADDRESSES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_PROTOCOL = "http/protobuf"

_log = structlog.get_logger("quire.telemetry")


class ProcessTracing:
    """What a process tells of the work that it does.

    Nothing is told, and nothing of OpenTelemetry imported, unless a collector is named by
    the standard variables and the extra ``otel`` is installed.

    Args:
        service: name of the process.

    Attributes:
        tracer: is told of each piece of work.
    """

    def __init__(self, service: str) -> None:
        self.tracer: Tracer = UNTRACED
        self._stack = ExitStack()
        if not _wanted():
            return
        try:
            from shared.telemetry.tracing import OtelTracer  # noqa: PLC0415  an extra
        except ImportError as error:
            _log.warning("no traces are told: the extra otel is not installed", lacks=error.name)
            return
        # A line for each batch that is given up, none for each try.
        logging.getLogger("opentelemetry.exporter").setLevel(logging.ERROR)
        self.tracer = tracer = OtelTracer(service)
        self._stack.callback(tracer.close)
        _log.info("traces are told")

    def close(self) -> None:
        """Send what is left; takes a few seconds at most."""
        self._stack.close()


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
