"""Celery's thread pool, with a bell for the consumer.

The consumer asks for another message only when its poll returns; the end of a
task does not wake it, so a free slot waited up to a second for its next job
(20 tasks of 50 ms on 4 threads took 4.1 s). A pipe in the consumer's hub, written
to when a task has ended, cures that.
"""

import contextlib
import os
from collections.abc import Callable
from typing import Any

from celery.concurrency.thread import ApplyResult, TaskPool


class SlotPool(TaskPool):
    """As many threads as the worker has job slots."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def register_with_event_loop(self, hub: Any) -> None:
        """Let the consumer's hub (kombu, untyped) watch the pipe."""
        hub.add_reader(self._read, self._heard)

    def on_apply(
        self,
        target: Callable[..., Any],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
        callback: Callable[..., Any] | None = None,
        accept_callback: Callable[..., Any] | None = None,
        **options: Any,
    ) -> ApplyResult:
        """Run a task in a thread and wake the consumer when it has ended."""
        result = super().on_apply(target, args, kwargs, callback, accept_callback, **options)
        result.f.add_done_callback(lambda _: self._wake())
        return result

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):  # the pipe is full of wake-ups already
            os.write(self._write, b"\0")

    def _heard(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._read, 4096)
