"""Runs a Celery worker as one of our processes, with our own way to stop.

SIGTERM or SIGINT: the consumer takes no more messages, running jobs are handed
back, then the worker ends. Celery's own handlers are not installed: a second
SIGTERM would make Celery exit at once with nothing handed back, and SIGQUIT
crashes a thread pool.
"""

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

from celery import Celery
from celery.apps.worker import Worker
from celery.signals import setup_logging
from celery.worker import state

from shared.tasks.logs import keep_quiet
from shared.tasks.pool import SlotPool


class QuireWorker(Worker):
    """A worker that neither installs signal handlers nor prints a banner."""

    def install_platform_tweaks(self, worker: Any) -> None:
        """Leave signals to ``run_worker``."""

    def emit_banner(self) -> None:
        """Print nothing; the log says that the worker is ready."""


def run_worker(
    app: Celery, *, slots: int, name: str, on_stop: Callable[[], None], on_hurry: Callable[[], None]
) -> int:
    """Consume until SIGTERM or SIGINT; return the exit code. Call it in the main thread.

    Args:
        slots: jobs at once.
        name: host name part of the worker's name, for monitors.
        on_stop: called once, in the signal handler, at the first signal; must not
            block. It has to see to it that running tasks return.
        on_hurry: the same at each further signal: they have to return at once.
    """
    setup_logging.connect(_keep_logging)
    keep_quiet()
    worker = QuireWorker(
        app=app,
        pool=SlotPool,
        concurrency=slots,
        hostname=f"{name}@{socket.gethostname()}",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        loglevel="INFO",
    )

    def stop(number: int, frame: FrameType | None) -> None:
        first = state.should_stop is None or state.should_stop is False
        state.should_stop = 0
        (on_stop if first else on_hurry)()

    state.should_stop = None
    previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        worker.start()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
        setup_logging.disconnect(_keep_logging)
    return int(worker.exitcode or 0)


def _keep_logging(**_: object) -> None:
    """Receive Celery's signal so that it leaves the process's logging as it is."""
