"""Logs of a process: one line an entry on stderr, ours and those of libraries alike.

Document text, requests and secrets are not logged. As a second line of defence, what
looks like a credential in a library's line is blotted out here, and errors are told by
their types and places: their words may quote a document.
"""

import logging
import re
import sys
import threading
from types import TracebackType
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from shared.jobs.stack import stack_of

_SECRET_FIELDS = frozenset({"authorization", "password", "secret", "token", "tokens"})
_CREDENTIALS = re.compile(r"(?<=://)[^\s/@]+(?=@)|(?<=[Bb]earer )\S+")
_BLOT = "***"
_log = structlog.get_logger("quire.process")

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

    Fields bound with ``structlog.contextvars`` (job id, attempt, step) are in every line
    too. What would end a thread or the process is logged as well.
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
        _tell_error,
        _blot,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
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
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(root.level, logging.INFO))
    logging.getLogger("asyncio").addFilter(_first_line)
    logging.captureWarnings(True)
    sys.excepthook = _process_ends
    threading.excepthook = _thread_ends


def _process_ends(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if isinstance(error, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _log.critical("the process ends by an error", exc_info=error)


def _thread_ends(ending: threading.ExceptHookArgs) -> None:
    name = ending.thread.name if ending.thread else ""
    _log.critical("a thread ends by an error", thread=name, exc_info=ending.exc_value)


def _first_line(record: logging.LogRecord) -> bool:
    """Take the task out of what asyncio says of an error: it is shown with the error's words."""
    record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def _tell_error(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["exception"] = stack_of(error)
    return event


def _blot(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if key.lower() in _SECRET_FIELDS:
            event[key] = _BLOT
        elif isinstance(value, str) and ("://" in value or "earer " in value):
            event[key] = _CREDENTIALS.sub(_BLOT, value)
    return event
