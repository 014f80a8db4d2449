"""A watch of many jobs as a stream of messages."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from typing import TypeVar, cast

from google.protobuf.message import Message
from quire.job.v1 import watch_pb2

from shared.convert.job import reason_number
from shared.errors import FieldViolation, QuireError
from shared.events.hub import EventHub
from shared.events.many import Cursor, Finder, JobLost, JobsMark, Selector, watch_many
from shared.events.watcher import StoredEvent
from shared.reasons import Reason
from shared.rpc.caller import current_owner
from shared.rpc.watch import embedder

R = TypeVar("R", bound=Message)


class JobsWatch:
    """Answers the WatchJobs calls of a server.

    Args:
        heartbeat_seconds: a client hears at least this often.
    """

    def __init__(self, hub: EventHub, finder: Finder, heartbeat_seconds: float) -> None:
        self._hub = hub
        self._finder = finder
        self._heartbeat_seconds = heartbeat_seconds

    async def relay(
        self,
        jobs: Iterable[watch_pb2.JobCursor],
        selector: watch_pb2.JobSelector | None,
        response: type[R],
    ) -> AsyncGenerator[R, None]:
        """Yield a message for each item; that of an event is serialised once.

        Args:
            response: with the fields ``event``, ``heartbeat`` and ``lost``.

        Raises QuireError INVALID_REQUEST, INVALID_PAGE_TOKEN, and what watching raises.
        """
        embed = embedder(response)
        items = watch_many(
            self._hub,
            self._finder,
            owner=current_owner(),
            cursors=_cursors(jobs),
            selector=None if selector is None else _selector(selector),
            heartbeat_seconds=self._heartbeat_seconds,
        )
        async with aclosing(items):
            async for item in items:
                if isinstance(item, StoredEvent):
                    # Bytes stand for the message: shared.rpc.frame sends them as they are.
                    yield cast("R", item.message(embed))
                else:
                    yield _message(response, item)


def _message(response: type[R], item: JobsMark | JobLost) -> R:
    if isinstance(item, JobLost):
        lost = watch_pb2.JobLost(
            job_id=item.job_id,
            reason=reason_number(item.error.reason),
            message=item.error.message,
            metadata=item.error.metadata,
        )
        return response(lost=lost)
    token = "" if item.position is None else str(item.position)
    return response(heartbeat=watch_pb2.JobsHeartbeat(resume_token=token, jobs=item.jobs))


def _cursors(jobs: Iterable[watch_pb2.JobCursor]) -> list[Cursor]:
    cursors: dict[str, Cursor] = {}
    for place, job in enumerate(jobs):
        if job.job_id in cursors:
            raise QuireError(
                Reason.INVALID_REQUEST,
                "a job stands twice in the request",
                violations=(FieldViolation(f"jobs[{place}].job_id", "must be there only once"),),
            )
        cursors[job.job_id] = Cursor(job.job_id, job.after_sequence, job.job_uid)
    return [*cursors.values()]


def _selector(selector: watch_pb2.JobSelector) -> Selector:
    token = selector.resume_token
    if token and not (token.isascii() and token.isdigit()):
        description = "was not made by WatchJobs; give back that of the last heartbeat unchanged"
        raise QuireError(
            Reason.INVALID_PAGE_TOKEN,
            f"resume_token {description}",
            violations=(FieldViolation("selector.resume_token", description),),
        )
    return Selector(dict(selector.labels), int(token) if token else None)
