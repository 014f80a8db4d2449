"""The course of a job, as the log and the trace tell it.

What is logged or traced within one of these blocks bears the ids and names of the block.
"""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, cast

from structlog.contextvars import bound_contextvars

from shared.jobs.model import JobRecord, State
from shared.jobs.ports import JobContext
from shared.jobs.tracer import Fact, Role, Span, Tracer

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}")
"""A key of a step that is surely no text."""

_FAILED = (State.FAILED, State.RETRYING)


class _Runtime(Protocol):
    """What a graph hands to a node, as ``runtime``."""

    @property
    def context(self) -> "_Deps": ...


class _Deps(Protocol):
    @property
    def job(self) -> JobContext: ...


P = ParamSpec("P")
T = TypeVar("T")


class AttemptSpan:
    """The span of an attempt under way."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def ended(self, state: State | None) -> None:
        """Say what the job's state is then; ``None`` if the attempt lost it."""
        told = state.value if state else "lost"
        self._span.tell("quire.state", told)
        if state is None or state in _FAILED:
            self._span.failed(told)


@contextmanager
def in_attempt(tracer: Tracer, record: JobRecord) -> Iterator[AttemptSpan]:
    """Be an attempt of a job, as a part of the trace that its submit belongs to."""
    told = {"job_id": record.job_id, "kind": record.kind.value, "attempt": record.attempt}
    with (
        bound_contextvars(**told),
        tracer.span(
            f"attempt {record.kind}", Role.CONSUMER, _facts(record), parent=record.trace
        ) as span,
    ):
        yield AttemptSpan(span)


@contextmanager
def in_node(tracer: Tracer, record: JobRecord, name: str) -> Iterator[None]:
    """Be a node of the graph, by the name that its progress is told under."""
    with bound_contextvars(step=name), tracer.span(f"node {name}", facts=_facts(record)):
        yield


@contextmanager
def in_step(tracer: Tracer, record: JobRecord, name: str, key: str) -> Iterator[Span]:
    """Be a kept step, by its name in the journal."""
    facts = _facts(record) | {"quire.step": name}
    if _NAME.fullmatch(key):
        facts["quire.step_key"] = key
    with bound_contextvars(step=name), tracer.span(f"step {name}", facts=facts) as span:
        yield span


def as_node(name: str, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Return a node of a graph that is told of as part of its job's course."""

    @wraps(work)
    async def node(*args: P.args, **kwargs: P.kwargs) -> T:
        runtime = cast("_Runtime", kwargs["runtime"])
        with runtime.context.job.node(name):
            return await work(*args, **kwargs)

    return node


def _facts(record: JobRecord) -> dict[str, Fact]:
    return {
        "quire.job_id": record.job_id,
        "quire.kind": record.kind.value,
        "quire.attempt": record.attempt,
    }
