"""What a page of the stream means for a watcher that stands at some place."""

from shared.errors import QuireError
from shared.events.catch_up import Gone, StreamPage
from shared.events.watcher import UNKNOWN, StoredEvent, Watcher
from shared.reasons import Reason


def follow(
    watcher: Watcher, page: StreamPage | Gone, *, job_id: str, kind: str, owner: str
) -> tuple[StoredEvent, ...]:
    """Return the events that follow the cursor; note in the watcher what the page says.

    Raises QuireError JOB_NOT_FOUND (no job, or one of another kind or uid),
    JOB_OF_ANOTHER_OWNER, RESULT_EXPIRED or CURSOR_OUT_OF_RANGE.
    """
    if isinstance(page, Gone):
        if page.past == f"{kind}/{owner}":
            raise QuireError(
                Reason.RESULT_EXPIRED,
                "the job has expired, and its events with it",
                metadata={"job_id": job_id},
            )
        raise _not_found(job_id)
    if page.kind != kind:
        raise _not_found(job_id)
    if page.owner != owner:
        raise QuireError(
            Reason.JOB_OF_ANOTHER_OWNER,
            f"job {job_id} belongs to another owner",
            metadata={"job_id": job_id},
        )
    if watcher.uid not in ("", page.uid):
        raise _not_found(job_id)
    watcher.uid = page.uid
    watcher.newest = page.newest
    if watcher.cursor == UNKNOWN:
        watcher.cursor = page.newest
    if watcher.cursor > page.newest:
        raise _out_of_range(job_id, page.oldest, page.newest)
    if watcher.cursor < page.newest and not page.events:
        raise _out_of_range(job_id, page.newest + 1, page.newest)
    for expected, event in enumerate(page.events, start=watcher.cursor + 1):
        if event.sequence != expected:
            raise _out_of_range(job_id, event.sequence, page.newest)
    if page.events and page.events[-1].sequence < page.newest:
        watcher.stale = True
    return page.events


def _not_found(job_id: str) -> QuireError:
    return QuireError(
        Reason.JOB_NOT_FOUND,
        "no job of this id is kept for this caller",
        metadata={"job_id": job_id},
    )


def _out_of_range(job_id: str, oldest: int, newest: int) -> QuireError:
    kept = f"events {oldest} to {newest} are kept" if oldest <= newest else "no events are kept"
    return QuireError(
        Reason.CURSOR_OUT_OF_RANGE,
        f"{kept}; the cursor lies outside of them",
        metadata={
            "job_id": job_id,
            "oldest_sequence": str(oldest),
            "newest_sequence": str(newest),
        },
    )
