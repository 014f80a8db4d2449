"""What Celery may log: never what a message says, for that is a caller's text."""

import logging
import warnings

from celery.exceptions import SecurityWarning

_QUIET = ("celery.worker.strategy", "celery.app.trace")
"""Loggers that write the parameters of each task; the runner logs each attempt itself."""


_NO_TASK = "a message that is no task of this worker was dropped"


class _WithoutParameters(logging.Filter):
    """Takes parameters and bodies of messages out of what Celery says of them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "body" in str(record.msg).lower():
            record.msg, record.args = _NO_TASK, ()
        record.__dict__.pop("data", None)  # the parameters, for structured logs
        return True


def keep_quiet() -> None:
    """Set it up; call once, after the process's logging."""
    # Whether root is right is decided where the process is started, not in each log.
    warnings.filterwarnings("ignore", category=SecurityWarning)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in (*_QUIET, "celery.worker.consumer.consumer", "celery.worker.request"):
        logging.getLogger(name).addFilter(_WithoutParameters())
