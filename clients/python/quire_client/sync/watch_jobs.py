"""A watch of many jobs in one stream, for code without asyncio."""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from quire.job.v1.watch_pb2 import JobLost, JobsHeartbeat

from quire_client.sync.caller import SyncCaller
from quire_client.sync.stream import Messages
from quire_client.sync.watch import SyncWatch, follow
from quire_client.watch_jobs import places
from quire_client.watch_jobs_state import EventOfMany, JobPlace, JobsState, JobsWish, LostJob

E = TypeVar("E", bound=EventOfMany)
M = TypeVar("M")


def watch_jobs(
    caller: SyncCaller,
    begin: Callable[[JobsWish], Messages[M]],
    item_of: Callable[[M], E | JobsHeartbeat | JobLost],
    jobs: Iterable[JobPlace | str],
    labels: Mapping[str, str] | None,
    *,
    timeout: float | None,
    silence: float,
) -> SyncWatch[E | LostJob]:
    """Return a watch; its first stream is opened when it is first asked for an item.

    Args:
        begin: opens a stream.
        item_of: returns what a message brings.
        jobs: at most 1,000; an id alone is followed from its first event.
        labels: follow also all jobs of the caller that bear these and have not ended, and
            those that come; ``None`` for none but those named.
        timeout: seconds that all of it may take, from now on.
        silence: seconds without a message after which a stream is taken as cut.

    """
    state: JobsState[E] = JobsState(
        caller.service, caller.endpoint, places(jobs), labels, caller.patience, time.monotonic()
    )
    return follow(caller, begin, item_of, state, timeout=timeout, silence=silence)
