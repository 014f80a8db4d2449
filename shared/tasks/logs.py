"""What Celery may log: never what a message says, for that is a caller's text."""

import logging

_QUIET = ("celery.worker.strategy", "celery.app.trace")
"""Loggers that write the parameters of each task; the runner logs each attempt itself."""


class _WithoutBody(logging.Filter):
    """Takes the body out of what is said about a message that cannot be used."""

    def filter(self, record: logging.LogRecord) -> bool:
        if "body" in str(record.msg).lower():
            record.msg = "a message that is no task of this worker was dropped"
            record.args = ()
        return True


def keep_quiet() -> None:
    """Set it up; call once, after the process's logging."""
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("celery.worker.consumer.consumer").addFilter(_WithoutBody())
