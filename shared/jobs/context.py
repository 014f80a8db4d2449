"""What a handler is given: ``shared.jobs.ports.JobContext`` over one attempt."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager

import structlog

from shared.events.payloads import Payload, Progress
from shared.jobs.attempt import Attempt
from shared.jobs.canonical import digest
from shared.jobs.course import in_node, in_step
from shared.jobs.model import JobRequest, JsonValue
from shared.jobs.observer import UNOBSERVED, JobObserver
from shared.jobs.steps import KeptStep, decode_step, encode_step, step_field
from shared.jobs.tracer import UNTRACED, Tracer

_log = structlog.get_logger("quire.jobs")


class AttemptContext:
    """Lets a handler tell of its progress and keep its finished steps.

    Attributes:
        at: name of the step that the last progress event told of.
    """

    def __init__(
        self,
        attempt: Attempt,
        request: JobRequest,
        observer: JobObserver = UNOBSERVED,
        tracer: Tracer = UNTRACED,
    ) -> None:
        self.at = ""
        self._tracer = tracer
        self._observer = observer
        self._attempt = attempt
        self._request = request
        self._fields: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._kept: set[str] = set()

    @property
    def job_id(self) -> str:
        return self._attempt.record.job_id

    @property
    def attempt(self) -> int:
        return self._attempt.record.attempt

    @property
    def request(self) -> JobRequest:
        return self._request

    async def emit(self, payload: Payload) -> None:
        if isinstance(payload, Progress):
            self.at = payload.step
        await self._attempt.emit(payload)

    def node(self, name: str) -> AbstractContextManager[None]:
        return in_node(self._tracer, self._attempt.record, name)

    async def step(
        self,
        name: str,
        key: str,
        given: JsonValue,
        work: Callable[[], Awaitable[JsonValue]],
        *,
        completed: Callable[[JsonValue], Payload] | None = None,
        reuse: Callable[[JsonValue], bool] | None = None,
    ) -> JsonValue:
        field, asked = step_field(name, key), digest(given)
        async with self._fields[field]:
            with in_step(self._tracer, self._attempt.record, name, key) as span:
                # Nothing can be there yet: a round trip less for each step of most jobs.
                unread = self._attempt.is_first and field not in self._kept
                value = None if unread else await self._attempt.read_step(field)
                kept = decode_step(value) if value is not None else None
                reused = (
                    kept is not None
                    and kept.given == asked
                    and (reuse is None or reuse(kept.output))
                )
                span.tell("quire.reused", reused)
                if kept is not None and reused:
                    self._observer.step_reused(name)
                    _log.debug("step reused")
                    return kept.output
                begin = time.monotonic()
                output = await work()
                event = completed(output) if completed is not None else None
                await self._attempt.keep_step(field, encode_step(KeptStep(asked, output)), event)
                self._kept.add(field)
                seconds = time.monotonic() - begin
                self._observer.step_done(name, seconds)
                _log.debug("step done", seconds=round(seconds, 3))
                return output
