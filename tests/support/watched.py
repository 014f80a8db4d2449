"""A job to be watched, written into Redis without the job engine."""

from redis.asyncio import Redis

from shared.events.codec import EventHead
from shared.events.payloads import Payload
from shared.jobs.keys import Keys
from shared.jobs.model import State

OWNER = "ann"


class LineCodec:
    """Events as ``sequence|terminal|text``."""

    def encode(self, job_id: str, job_uid: str, attempt: int, payload: Payload) -> bytes:
        raise NotImplementedError("the tests write whole events")

    def head(self, data: bytes) -> EventHead:
        sequence, terminal, _ = data.split(b"|", 2)
        return EventHead(int(sequence), terminal == b"1")


class WatchedJob:
    """Writes as the job engine does: record, stream and channel in one transaction."""

    def __init__(self, redis: Redis, keys: Keys, job_id: str = "job", uid: str = "u1") -> None:
        self._redis = redis
        self._keys = keys
        self.job_id = job_id
        self.uid = uid
        self.newest = 0
        self.oldest = 1
        self.gone = False

    async def begin(self, events: int = 1) -> None:
        """Record the job, with so many events."""
        await self._redis.hset(
            self._keys.record(self.job_id),
            mapping={
                "kind": self._keys.kind.value,
                "owner": OWNER,
                "uid": self.uid,
                "state": State.RUNNING.value,
                "seq": 0,
            },
        )
        for _ in range(events):
            await self.write()

    async def write(self, text: str = "", *, terminal: bool = False, publish: bool = True) -> None:
        """Append an event; ``publish=False`` is a lost message."""
        sequence = self.newest + 1
        data = f"{sequence}|{terminal:d}|{text}".encode()
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(
                self._keys.events(self.job_id),
                {"event_type": "task_progress", "data": data},
                id=f"{sequence}-0",
            )
            pipe.hset(self._keys.record(self.job_id), "seq", sequence)
            if terminal:
                pipe.hset(self._keys.record(self.job_id), "state", State.SUCCEEDED.value)
            if publish:
                pipe.publish(self._keys.channel(self.job_id), data)
            await pipe.execute()
        self.newest = sequence  # only now may anyone have been told of it

    async def end(self, *, publish: bool = True) -> None:
        """Append the terminal event."""
        await self.write("end", terminal=True, publish=publish)

    async def trim(self, oldest: int) -> None:
        """Drop the events before ``oldest``."""
        self.oldest = oldest
        await self._redis.xtrim(self._keys.events(self.job_id), minid=oldest, approximate=False)

    async def delete(self) -> None:
        """Delete the job as if it had never been."""
        await self._redis.delete(*self._keys.of_job(self.job_id))

    async def expire(self) -> None:
        """Let the job's keys go, as when their time is over."""
        self.gone = True
        await self._redis.set(self._keys.past(self.job_id), f"{self._keys.kind}/{OWNER}")
        await self._redis.delete(*self._keys.of_job(self.job_id))
