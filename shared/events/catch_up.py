"""Reading a job's events from its stream, shared by all who stand at the same place."""

import asyncio
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as StoreConnectionError

from shared.events.codec import EventCodec
from shared.events.ending import end_tasks
from shared.events.watcher import StoredEvent

PAGE_EVENTS = 64
PAGE_BYTES = 512 * 1024
_AT_ONCE = 12  # of the 16 connections that a server has for everything
_Place = tuple[str, int]


class StreamKeys(Protocol):
    """The names that reading and watching need; ``shared.jobs.keys.Keys`` has them."""

    @property
    def kind(self) -> str:
        """What the service's jobs make."""
        ...

    def past(self, job_id: str) -> str: ...

    def record(self, job_id: str) -> str: ...

    def events(self, job_id: str) -> str: ...

    def channel(self, job_id: str) -> str: ...


@dataclass(frozen=True, slots=True)
class StreamPage:
    """A job at one moment, with the events after the place asked for.

    Args:
        kind: what the job makes.
        state: as in ``shared.jobs.model.State``.
        newest: sequence of the newest event.
        oldest: sequence of the oldest event kept, ``newest + 1`` if none is. Certain
            only when the place asked for is beyond the newest.
        events: in order; not all of them if the last is not ``newest``.
    """

    kind: str
    owner: str
    uid: str
    state: str
    newest: int
    oldest: int
    events: tuple[StoredEvent, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no job of this id.

    Args:
        past: ``{kind}/{owner}`` of one that has expired; empty if none is remembered.
    """

    past: str


_Answer = StreamPage | Gone


class CatchUp:
    """Reads pages; at most 12 at once, and one for all who wait for the same."""

    def __init__(self, redis: Redis, keys: StreamKeys, codec: EventCodec) -> None:
        script = files("shared.events").joinpath("scripts/catch_up.lua").read_text("utf-8")
        self._script = redis.register_script(script)
        self._keys = keys
        self._codec = codec
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._waiting: dict[_Place, asyncio.Future[_Answer]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def read(self, job_id: str, after: int) -> StreamPage | Gone:
        """Return the page after ``after`` (-1: no events).

        The page is as of a moment after this call. Raises what redis-py raises.
        """
        place = (job_id, after)
        answer = self._waiting.get(place)
        if answer is None:
            answer = asyncio.get_running_loop().create_future()
            self._waiting[place] = answer
            task = asyncio.create_task(self._fetch(place, answer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(answer)

    async def close(self) -> None:
        """Cancel what is being read."""
        await end_tasks(self._tasks)

    async def _fetch(self, place: _Place, answer: asyncio.Future[_Answer]) -> None:
        job_id, after = place
        try:
            async with self._slots:
                # Who comes from here on may know of an event that this read does not see.
                del self._waiting[place]
                names = self._keys
                keys = [names.record(job_id), names.events(job_id), names.past(job_id)]
                reply = await self._script(keys=keys, args=[after, PAGE_EVENTS, PAGE_BYTES])
            answer.set_result(self._page(reply))
        except asyncio.CancelledError:
            if self._waiting.get(place) is answer:
                del self._waiting[place]
            _fail(answer, StoreConnectionError("reading has ended"))
            raise
        except Exception as error:
            _fail(answer, error)

    def _page(
        self,
        reply: "tuple[bytes, bytes, bytes, bytes, int, int, *tuple[bytes, ...]] | bytes | None",
    ) -> StreamPage | Gone:
        if reply is None or isinstance(reply, bytes):
            return Gone((reply or b"").decode())
        kind, owner, uid, state, newest, oldest, *entries = reply
        events = []
        for data in entries:
            head = self._codec.head(data)
            events.append(StoredEvent(head.sequence, head.terminal, data, head.time_ms))
        return StreamPage(
            kind.decode(),
            owner.decode(),
            uid.decode(),
            state.decode(),
            int(newest),
            int(oldest),
            tuple(events),
        )


def _fail(answer: asyncio.Future[_Answer], error: Exception) -> None:
    answer.set_exception(error)
    answer.exception()  # nobody may be left to hear it
