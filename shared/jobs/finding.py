"""Finds an owner's jobs in the order in which they were recorded, for those who follow many."""

from collections.abc import Mapping
from typing import cast

from redis.asyncio import Redis

from shared.events.many import Found
from shared.jobs.keys import Keys
from shared.jobs.record import by_name, parse_record
from shared.jobs.redis_errors import store_errors

_BATCH = 200


class JobFinder:
    """``shared.events.many.Finder`` over the owners' indexes."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def since(
        self, owner: str, labels: Mapping[str, str], position: int
    ) -> tuple[list[Found], int]:
        """Return the jobs recorded after a position that bear the labels, and the new position.

        A position is the time of a submit in Unix µs; 0 is before all. Not all that there
        are: call again from the new position until it does not move. Raises QuireError
        STORE_UNAVAILABLE.
        """
        with store_errors():
            rows = await self._redis.zrange(
                self._keys.owner(owner),
                cast("int", f"({position}"),  # exclusive; redis-py passes it on as it is
                cast("int", "+inf"),
                byscore=True,
                withscores=True,
                offset=0,
                num=_BATCH,
            )
            places = [
                (member.decode(), int(score))
                for member, score in cast("list[tuple[bytes, float]]", rows)
            ]
            pipeline = self._redis.pipeline(transaction=False)
            for job_id, _ in places:
                pipeline.hgetall(self._keys.record(job_id))
            records = await pipeline.execute() if places else []
        found = []
        for (job_id, created_us), fields in zip(places, records, strict=True):
            record = parse_record(job_id, by_name(fields)) if fields else None
            if (
                record is not None
                and (record.kind, record.owner) == (self._keys.kind, owner)
                and record.bears(labels)
            ):
                found.append(Found(job_id, record.uid, created_us, record.state.final))
        return found, places[-1][1] if places else position
