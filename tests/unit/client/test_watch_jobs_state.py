"""What a watch of many jobs decides: each event once and in order, whatever a stream repeats."""

import random
from collections import defaultdict

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quire.document.v1.document_pb2 import ChapterText, DocumentEvent
from quire.job.v1.errors_pb2 import ERROR_REASON_RESULT_EXPIRED
from quire.job.v1.watch_pb2 import JobCursor, JobLost, JobSelector, JobsHeartbeat
from quire_client import (
    Endpoint,
    JobLostError,
    JobReplacedError,
    Patience,
    QuireCallError,
    WatchGapError,
)
from quire_client import watch_jobs_state as jobs_state
from quire_client.watch_jobs_state import JobPlace, JobsState, JobsWish, LostJob

UNAVAILABLE = QuireCallError("document", grpc.StatusCode.UNAVAILABLE, "cut")
BEAT = JobsHeartbeat(resume_token="7", jobs=1)


def state(*jobs: JobPlace, labels: dict[str, str] | None = None) -> JobsState[DocumentEvent]:
    return JobsState("document", Endpoint("127.0.0.1:1"), jobs, labels, Patience(), 0.0)


def event(job_id: str, sequence: int, last: int = 0, uid: str = "life-1") -> DocumentEvent:
    return DocumentEvent(job_id=job_id, sequence=sequence, job_uid=uid, terminal=sequence == last)


def cursor(job_id: str, after: int, uid: str = "life-1") -> JobCursor:
    return JobCursor(job_id=job_id, after_sequence=after, job_uid=uid)


def lost(items: tuple[DocumentEvent | LostJob, ...]) -> LostJob:
    (item,) = items
    assert isinstance(item, LostJob)
    return item


@settings(deadline=None)  # the machine may be busy
@given(
    lasts=st.lists(st.integers(1, 5), min_size=1, max_size=6),
    reaches=st.lists(st.integers(0, 12), max_size=8),
    chance=st.randoms(use_true_random=False),
)
def test_every_event_once_and_in_order_however_streams_are_cut(
    lasts: list[int], reaches: list[int], chance: random.Random
) -> None:
    """A service that keeps its promise; what is selected since the token comes again whole."""
    log = {f"d-{place}": last for place, last in enumerate(lasts)}
    watch = state(labels={"team": "a"})
    told: dict[str, list[int]] = defaultdict(list)
    for reach in (*reaches, 10_000):  # events that each stream brings, the last one all
        wish = watch.open()
        known = {job.job_id: job.after_sequence for job in wish.jobs}
        assert known == {job: seen[-1] for job, seen in told.items() if seen[-1] < log[job]}
        rest = [(job, known.get(job, 0) + 1) for job in log]
        for _ in range(reach):
            if not rest:
                break
            if chance.random() < 0.2:
                watch.take(BEAT, 0.0)
            job, sequence = rest.pop(chance.randrange(len(rest)))
            if sequence < log[job]:
                rest.append((job, sequence + 1))
            for item in watch.take(event(job, sequence, log[job]), 0.0):
                assert isinstance(item, DocumentEvent)
                told[item.job_id].append(item.sequence)
        assert not watch.ended
        watch.again(UNAVAILABLE, 0.0)
    assert dict(told) == {job: [*range(1, last + 1)] for job, last in log.items()}


def test_the_token_and_the_places_of_living_jobs_are_given_back() -> None:
    watch = state(JobPlace("a", 2, "life-9"), JobPlace("b"), labels={"team": "a"})
    assert watch.open() == JobsWish(
        (cursor("a", 2, "life-9"), cursor("b", 0, "")), JobSelector(labels={"team": "a"})
    )
    watch.take(BEAT, 0.0)
    watch.take(JobsHeartbeat(jobs=2), 0.0)  # one without a token takes none away
    watch.take(event("b", 1), 0.0)
    watch.take(event("c", 1), 0.0)
    watch.take(event("d", 1, last=1), 0.0)
    assert watch.open() == JobsWish(
        (cursor("a", 2, "life-9"), cursor("b", 1), cursor("c", 1)),
        JobSelector(labels={"team": "a"}, resume_token="7"),
    )


def test_it_ends_when_the_named_jobs_have_ended_or_are_lost() -> None:
    watch = state(JobPlace("a"), JobPlace("b"))
    assert watch.open().selector is None
    watch.take(event("a", 1, last=1), 0.0)
    assert not watch.ended
    said = JobLost(
        job_id="b", reason=ERROR_REASON_RESULT_EXPIRED, message="gone", metadata={"job_id": "b"}
    )
    error = lost(watch.take(said, 0.0)).error
    assert isinstance(error, JobLostError)
    assert (error.reason, error.metadata) == ("RESULT_EXPIRED", {"job_id": "b"})
    assert watch.ended


def test_with_labels_it_does_not_end_by_itself() -> None:
    watch = state(JobPlace("a"), labels={})
    watch.open()
    watch.take(event("a", 1, last=1), 0.0)
    assert not watch.ended
    with pytest.raises(QuireCallError) as caught:
        watch.close()
    assert caught.value.cut


def test_a_gap_loses_its_job_and_no_other() -> None:
    watch = state(JobPlace("a"), JobPlace("b"))
    watch.open()
    watch.take(event("a", 1), 0.0)
    error = lost(watch.take(event("a", 3), 0.0)).error
    assert isinstance(error, WatchGapError)
    assert (error.expected, error.received) == (2, 3)
    assert watch.take(event("a", 4), 0.0) == ()
    assert watch.take(event("b", 1), 0.0) == (event("b", 1),)
    assert [job.job_id for job in watch.open().jobs] == ["b"]


def test_a_job_whose_life_was_not_known_yet_is_lost_once() -> None:
    watch = state(JobPlace("a", 5), labels={})
    watch.open()
    assert isinstance(lost(watch.take(event("a", 7), 0.0)).error, WatchGapError)
    assert watch.take(event("a", 8), 0.0) == ()
    assert watch.take(event("a", 9, last=9), 0.0) == ()


def test_a_named_job_of_another_life_is_lost() -> None:
    watch = state(JobPlace("a", 2, "life-1"))
    watch.open()
    error = lost(watch.take(event("a", 1, uid="life-2"), 0.0)).error
    assert isinstance(error, JobReplacedError)
    assert watch.ended


def test_a_new_life_of_a_selected_job_is_a_job_of_its_own() -> None:
    watch = state(labels={})
    watch.open()
    watch.take(event("a", 1), 0.0)
    first = event("a", 1, uid="life-2")
    old, new = watch.take(first, 0.0)
    assert isinstance(old, LostJob)
    assert new == first
    end = event("a", 2, last=2, uid="life-2")
    assert watch.take(end, 0.0) == (end,)
    again = event("a", 1, uid="life-3")
    assert watch.take(again, 0.0) == (again,)


def test_text_of_an_older_attempt_moves_the_cursor_alone() -> None:
    watch = state(JobPlace("a"))
    watch.open()
    for sequence, attempt, wanted in ((1, 2, True), (2, 1, False), (3, 2, True)):
        piece = event("a", sequence)
        piece.chapter_text.CopyFrom(ChapterText(chapter_id="c", chapter_attempt=attempt))
        assert bool(watch.take(piece, 0.0)) is wanted
    assert watch.open().jobs == (cursor("a", 3),)


@pytest.mark.parametrize(
    ("after", "messages", "over"),
    [
        (4, [BEAT], True),
        (4, [], False),  # not even the heartbeat that comes first
        (4, [BEAT, BEAT], False),  # it stood for a while
        (0, [BEAT], False),  # no job is without an event
        (4, [BEAT, event("other", 1)], False),
    ],
)
def test_ok_is_the_end_only_where_all_had_ended_before(
    after: int, messages: list[JobsHeartbeat | DocumentEvent], over: bool
) -> None:
    watch = state(JobPlace("a", after))
    watch.open()
    for message in messages:
        watch.take(message, 0.0)
    if over:
        watch.close()
    else:
        with pytest.raises(QuireCallError):
            watch.close()
    assert watch.ended is over


def test_ended_jobs_are_remembered_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_state, "ENDED_KEPT", 3)
    watch = state(labels={})
    watch.open()
    for place in range(4):
        watch.take(event(f"d-{place}", 1, last=1), 0.0)
    assert [bool(watch.take(event(f"d-{n}", 1, last=1), 0.0)) for n in (3, 2, 1, 0)] == [
        False,
        False,
        False,
        True,
    ]
