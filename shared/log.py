"""Logs of a process: one line an entry on stderr, ours and those of libraries alike.

Document text, requests and secrets are not logged. What looks like a credential in
a library's line is blotted out here, as a second line of defence.
"""

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_SECRET_FIELDS = frozenset({"authorization", "password", "secret", "token", "tokens"})
_CREDENTIALS = re.compile(r"(?<=://)[^\s/@]+(?=@)|(?<=[Bb]earer )\S+")
_BLOT = "***"
_NOISY = ("amqp", "asyncio", "celery", "grpc", "httpcore", "httpx", "kombu", "redis")


def configure_logging(
    service: str,
    *,
    form: Literal["json", "console"] = "json",
    level: Literal["debug", "info", "warning", "error"] = "info",
) -> None:
    """Set up structlog and the standard library's logging; call once, first in a process.

    Args:
        service: put into every line, for example ``outline-server``.
        form: ``json`` for machines, ``console`` for eyes.
        level: least severity that is logged; libraries never log below ``info``.

    Fields bound with ``structlog.contextvars`` (job id, attempt) are in every line too.
    """

    def add_service(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    chain: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        add_service,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    # Tracebacks as plain text: structlog's dictionaries of frames hold local variables.
    end: list[Processor] = (
        [structlog.processors.format_exc_info, _blot, structlog.processors.JSONRenderer()]
        if form == "json"
        else [
            _blot,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,
            ),
        ]
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *chain,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=chain,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *end],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(root.level, logging.INFO))
    logging.captureWarnings(True)


def _blot(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if key.lower() in _SECRET_FIELDS:
            event[key] = _BLOT
        elif isinstance(value, str) and ("://" in value or "earer " in value):
            event[key] = _CREDENTIALS.sub(_BLOT, value)
    return event
