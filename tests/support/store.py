"""Reads Redis as one would who knows nothing of Quire but the names of its keys."""

import json
from typing import Any, cast

from redis import Redis

Fields = dict[bytes, bytes]


def stream(store: Redis, job_id: str) -> list[tuple[bytes, Fields]]:
    """Return ids and fields of a job's events."""
    return cast("list[tuple[bytes, Fields]]", store.xrange(f"job_events:{job_id}"))


def result(store: Redis, job_id: str) -> dict[str, Any] | None:
    """Return the JSON of a job's result, ``None`` if there is none."""
    value = cast("bytes | None", store.get(f"job_result:{job_id}"))
    return json.loads(value) if value is not None else None


def wait_for(store: Redis, job_id: str) -> None:
    """Wait until the job is recorded; before that there is nothing to watch."""
    reply = store.xread({f"job_events:{job_id}": 0}, block=20_000, count=1)
    assert reply, f"{job_id} was not recorded within 20 s"
