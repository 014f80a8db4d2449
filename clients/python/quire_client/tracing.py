"""Tells a service of which trace a call is a part, where the caller uses OpenTelemetry."""

import sys


def trace_metadata() -> tuple[tuple[str, str], ...]:
    """Return the metadata that names the caller's span at hand (W3C Trace Context), if any.

    OpenTelemetry is not imported for it: whoever has a span at hand has imported it.
    """
    if "opentelemetry.trace" not in sys.modules:
        return ()
    from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415  optional
        TraceContextTextMapPropagator,
    )

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return tuple(carrier.items())
