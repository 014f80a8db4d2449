"""Lists of jobs, a page at a time (AIP-158)."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from redis.asyncio import Redis

from shared.errors import FieldViolation, QuireError
from shared.jobs.canonical import canonical_json
from shared.jobs.keys import Keys
from shared.jobs.model import JobRecord, Page, State
from shared.jobs.record import by_name, parse_record
from shared.jobs.scripts import Script, Scripts
from shared.reasons import Reason

MAX_SCAN = 1000
"""Jobs looked at for one page; a filter that few pass gives short pages, not slow ones."""

_BATCH = 100


@dataclass(frozen=True, slots=True)
class _Cursor:
    """The last job looked at: when it was recorded (Unix µs) and its id."""

    created_us: int
    job_id: str


async def list_jobs(
    redis: Redis,
    scripts: Scripts,
    keys: Keys,
    owner: str,
    *,
    states: frozenset[State],
    labels: Mapping[str, str],
    page_size: int,
    page_token: str,
) -> Page:
    """Return a page of an owner's jobs, the newest first.

    Jobs that are recorded while pages are read do not move the pages after. Ids
    that have expired are taken out of the index on the way. Raises QuireError
    INVALID_PAGE_TOKEN, and what redis-py raises.
    """
    seal = _seal(owner, states, labels)
    cursor = _open(page_token, seal) if page_token else None
    found: list[JobRecord] = []
    scanned = 0
    while scanned < MAX_SCAN:
        batch = await _next_ids(redis, keys.owner(owner), cursor)
        if not batch:
            return Page(tuple(found), "")
        for place, record in zip(batch, await _records(redis, keys, batch), strict=True):
            scanned += 1
            cursor = place
            if record is None or record.owner != owner:
                await scripts.run(
                    Script.FORGET,
                    [keys.record(place.job_id), keys.ended, keys.owner(owner)],
                    [place.job_id, owner],
                )
            elif _passes(record, keys, states, labels):
                found.append(record)
                if len(found) == page_size:
                    more = await _next_ids(redis, keys.owner(owner), cursor)
                    return Page(tuple(found), _token(cursor, seal) if more else "")
    return Page(tuple(found), _token(cursor, seal) if cursor else "")


def _passes(
    record: JobRecord, keys: Keys, states: frozenset[State], labels: Mapping[str, str]
) -> bool:
    return (
        record.kind is keys.kind and (not states or record.state in states) and record.bears(labels)
    )


async def _next_ids(redis: Redis, index: str, cursor: _Cursor | None) -> list[_Cursor]:
    """Return the jobs after the cursor; of equal times the higher id comes first."""
    offset = 0
    while True:
        rows = await redis.zrange(
            index,
            cursor.created_us if cursor else "+inf",
            "-inf",
            desc=True,
            byscore=True,
            withscores=True,
            offset=offset,
            num=_BATCH,
        )
        places = [
            _Cursor(int(score), member.decode())
            for member, score in cast("list[tuple[bytes, float]]", rows)
        ]
        if cursor is not None:
            after = (cursor.created_us, cursor.job_id)
            places = [place for place in places if (place.created_us, place.job_id) < after]
        if places or len(rows) < _BATCH:
            return places
        offset += _BATCH


async def _records(redis: Redis, keys: Keys, places: list[_Cursor]) -> list[JobRecord | None]:
    pipeline = redis.pipeline(transaction=False)
    for place in places:
        pipeline.hgetall(keys.record(place.job_id))
        pipeline.zrank(keys.waiting, place.job_id)
    rows = await pipeline.execute()
    return [
        parse_record(place.job_id, by_name(row), ahead) if row else None
        for place, row, ahead in zip(places, rows[::2], rows[1::2], strict=True)
    ]


def _seal(owner: str, states: frozenset[State], labels: Mapping[str, str]) -> str:
    """Return what ties a token to the list that made it."""
    listed = canonical_json([owner, [*sorted(states)], dict(labels)])
    return hashlib.sha256(listed).hexdigest()[:16]


def _token(cursor: _Cursor, seal: str) -> str:
    return base64.urlsafe_b64encode(
        json.dumps([cursor.created_us, cursor.job_id, seal]).encode()
    ).decode()


def _open(token: str, seal: str) -> _Cursor:
    try:
        created_us, job_id, tied = json.loads(base64.b64decode(token, b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError):
        raise _invalid() from None
    if tied != seal or not isinstance(created_us, int) or not isinstance(job_id, str):
        raise _invalid()
    return _Cursor(created_us, job_id)


def _invalid() -> QuireError:
    description = "was not made by this list; pass the token of the page before unchanged"
    return QuireError(
        Reason.INVALID_PAGE_TOKEN,
        f"page_token {description}",
        violations=(FieldViolation("page_token", description),),
    )
