"""A watcher's queue, and what a page of the stream means to it."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import QuireError
from shared.events.catch_up import Gone, StreamPage
from shared.events.follow import follow
from shared.events.watcher import QUEUE_BYTES, QUEUE_EVENTS, UNKNOWN, StoredEvent, Watcher
from shared.reasons import Reason


def event(sequence: int, data: bytes = b"x") -> StoredEvent:
    return StoredEvent(sequence, terminal=False, data=data)


def watcher(after: int | None = 0) -> Watcher:
    """Return one that has read its page and waits for live events."""
    made = Watcher(after, "", now=0.0)
    made.stale = False
    return made


def page(*sequences: int, newest: int, oldest: int = 1, **fields: str) -> StreamPage:
    values = {"kind": "outline", "owner": "ann", "uid": "u1", "state": "running"} | fields
    events = tuple(event(sequence) for sequence in sequences)
    return StreamPage(**values, newest=newest, oldest=oldest, events=events)


def step(reader: Watcher, given: StreamPage | Gone) -> list[int]:
    events = follow(reader, given, job_id="j", kind="outline", owner="ann")
    return [each.sequence for each in events]


def drained(reader: Watcher) -> list[int]:
    seen = []
    while live := reader.next():
        reader.give(live)
        seen.append(live.sequence)
    return seen


def test_live_events_come_in_order_and_once() -> None:
    reader = watcher(after=2)
    for sequence in (2, 3, 3, 4, 3, 5):
        reader.offer(event(sequence))
    assert drained(reader) == [3, 4, 5]
    assert not reader.stale


def test_a_gap_sends_to_the_stream() -> None:
    reader = watcher(after=2)
    reader.offer(event(4))
    assert reader.next() is None
    assert reader.stale


def test_a_first_event_after_others_may_be_another_life() -> None:
    reader = watcher(after=1)
    reader.offer(event(1))
    assert reader.stale


@pytest.mark.parametrize(
    ("count", "size"), [(QUEUE_EVENTS + 1, 1), (3, QUEUE_BYTES // 2)], ids=["events", "bytes"]
)
def test_the_queue_is_bounded(count: int, size: int) -> None:
    reader = watcher()
    for sequence in range(1, count + 1):
        reader.offer(event(sequence, b"x" * size))
    assert reader.stale
    assert reader.next() is None
    assert reader.newest == count - 1


async def test_the_bell_wakes_the_sleeper_and_a_cancel_leaves_no_trace() -> None:
    reader = watcher()
    sleeper = asyncio.create_task(reader.wait())
    await asyncio.sleep(0)
    reader.offer(event(1))
    await asyncio.wait_for(sleeper, 1)
    sleeper = asyncio.create_task(reader.wait())
    await asyncio.sleep(0)
    sleeper.cancel()
    await asyncio.gather(sleeper, return_exceptions=True)
    reader.wake()


@given(
    st.lists(st.tuples(st.integers(-6, 0), st.booleans()), min_size=1, max_size=120),
    st.integers(0, 5),
)
def test_whatever_is_lost_or_repeated_each_event_is_seen_once(
    messages: list[tuple[int, bool]], after: int
) -> None:
    """A message lags behind the stream's end by so many; then the watcher may look."""
    reader = watcher(after)
    newest, seen = after, []

    def look() -> None:
        nonlocal seen
        seen += drained(reader)
        while reader.stale:
            reader.stale = False
            wanted = range(reader.cursor + 1, min(newest, reader.cursor + 3) + 1)
            for each in follow(
                reader, page(*wanted, newest=newest), job_id="j", kind="outline", owner="ann"
            ):
                reader.give(each)
                seen.append(each.sequence)

    for lag, looks in messages:
        newest += 1
        if newest + lag > 0:
            reader.offer(event(newest + lag))
        if looks:
            look()
    reader.go_stale()
    look()
    assert seen == list(range(after + 1, newest + 1))


def test_a_page_is_given_whole_and_says_whether_more_follows() -> None:
    reader = watcher()
    assert step(reader, page(1, 2, newest=2)) == [1, 2]
    assert not reader.stale
    assert reader.uid == "u1"
    assert step(reader, page(1, 2, newest=3)) == [1, 2]
    assert reader.stale


def test_only_what_is_new_begins_at_the_newest() -> None:
    reader = watcher(after=None)
    assert reader.cursor == UNKNOWN
    assert step(reader, page(newest=7)) == []
    assert reader.cursor == 7


@pytest.mark.parametrize(
    ("after", "given", "oldest"),
    [
        (9, page(newest=7, oldest=3), "3"),
        (2, page(5, 6, newest=6), "5"),
        (2, page(newest=6), "7"),
    ],
    ids=["beyond", "trimmed", "nothing kept"],
)
def test_a_cursor_outside_is_told_what_is_kept(after: int, given: StreamPage, oldest: str) -> None:
    with pytest.raises(QuireError) as caught:
        step(watcher(after), given)
    assert caught.value.reason is Reason.CURSOR_OUT_OF_RANGE
    assert caught.value.metadata["oldest_sequence"] == oldest
    assert caught.value.metadata["newest_sequence"] == str(given.newest)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Gone(""), Reason.JOB_NOT_FOUND),
        (Gone("outline/ann"), Reason.RESULT_EXPIRED),
        (Gone("document/ann"), Reason.JOB_NOT_FOUND),
        (Gone("outline/joann"), Reason.JOB_NOT_FOUND),
        (page(1, newest=1, owner="bob"), Reason.JOB_OF_ANOTHER_OWNER),
        (page(1, newest=1, kind="document"), Reason.JOB_NOT_FOUND),
        (page(1, newest=1, uid="u2"), Reason.JOB_NOT_FOUND),
    ],
)
def test_what_is_not_the_callers_job(given: StreamPage | Gone, reason: Reason) -> None:
    reader = watcher()
    reader.uid = "u1"
    with pytest.raises(QuireError) as caught:
        step(reader, given)
    assert caught.value.reason is reason
