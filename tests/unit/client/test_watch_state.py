"""What a watch decides, over streams that are cut anywhere and repeat what they like."""

import random

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quire.document.v1.document_pb2 import DocumentEvent
from quire.job.v1.events_pb2 import Heartbeat
from quire_client import Endpoint, Patience, QuireCallError, ServiceUnreachableError
from quire_client.watch_state import Start, WatchState

PATIENCE = Patience(connect=10.0, reconnect=60.0)
UNAVAILABLE = QuireCallError("document", grpc.StatusCode.UNAVAILABLE, "cut")


def state(start: Start) -> WatchState[DocumentEvent]:
    return WatchState("document", Endpoint("127.0.0.1:1"), "d-1", start, PATIENCE, 0.0)


def event(sequence: int, last: int = 0) -> DocumentEvent:
    return DocumentEvent(sequence=sequence, job_uid="life-1", terminal=sequence == last)


@given(
    last=st.integers(1, 12),
    after=st.integers(0, 11),
    reaches=st.lists(st.integers(0, 4), max_size=12),
    chance=st.randoms(use_true_random=False),
)
def test_every_event_once_and_in_order_however_streams_are_cut(
    last: int, after: int, reaches: list[int], chance: random.Random
) -> None:
    """A service that keeps its promise, over a way that cuts, repeats and sends heartbeats."""
    after = min(after, last - 1)
    watch = state(Start(after))
    told: list[int] = []
    for reach in (*reaches, last):  # events that each stream brings, the last one all
        asked = watch.open()
        assert asked.after == (told[-1] if told else after)
        assert asked.uid == ("life-1" if told else "")
        for sequence in range(asked.after + 1, min(asked.after + reach, last) + 1):
            if chance.random() < 0.3:
                assert watch.take(Heartbeat(), now=0.0) == ()
            if chance.random() < 0.3 and sequence > 1:
                again = event(chance.randrange(1, sequence), last)
                assert watch.take(again, now=0.0) == ()
            if watch.take(event(sequence, last), now=0.0):
                told.append(sequence)
        if watch.ended:
            break
        assert 0 <= watch.again(UNAVAILABLE, now=0.0) <= 5
    assert watch.ended
    assert told == list(range(after + 1, last + 1))


def test_patience_counts_from_the_last_message() -> None:
    watch = state(Start())
    watch.open()
    assert watch.take(Heartbeat(), now=100.0) == ()
    watch.again(UNAVAILABLE, now=159.0)
    with pytest.raises(ServiceUnreachableError) as caught:
        watch.again(UNAVAILABLE, now=160.1)
    assert caught.value.waited == pytest.approx(60.1)


def test_what_the_caller_does_with_an_event_costs_no_patience() -> None:
    watch = state(Start())
    watch.open()
    assert watch.take(event(1), now=0.0) == (event(1),)
    watch.ask(now=1000.0)
    assert watch.again(UNAVAILABLE, now=1001.0) <= 0.2
    with pytest.raises(ServiceUnreachableError):
        watch.again(UNAVAILABLE, now=1060.1)


@pytest.mark.parametrize(
    ("beats", "asked"),
    [
        ((), Start(latest=True)),
        ((0,), Start(latest=True)),
        ((7,), Start(7)),
        ((7, 9), Start(7)),
        ((0, 9), Start(9)),
    ],
)
def test_only_what_is_new_goes_on_from_the_first_heartbeat(
    beats: tuple[int, ...], asked: Start
) -> None:
    watch = state(Start(latest=True))
    assert watch.open() == Start(latest=True)
    for newest in beats:
        assert watch.take(Heartbeat(last_sequence=newest), now=0.0) == ()
    assert watch.open() == asked


def test_a_heartbeat_does_not_move_a_cursor() -> None:
    watch = state(Start(3))
    watch.open()
    watch.take(Heartbeat(last_sequence=9), now=0.0)
    assert watch.open() == Start(3)


def test_the_wait_grows_and_begins_anew_with_a_message() -> None:
    bounds = []
    for tries in range(8):
        delays = []
        for _ in range(60):
            watch = state(Start())
            watch.open()
            for _ in range(tries):
                watch.again(UNAVAILABLE, now=0.0)
            delays.append(watch.again(UNAVAILABLE, now=0.0))
            watch.take(Heartbeat(), now=0.0)
            assert watch.again(UNAVAILABLE, now=0.0) <= 0.2
        bounds.append(max(delays))
    assert all(most <= min(5.0, 0.2 * 2**tries) for tries, most in enumerate(bounds))
    assert bounds[7] > 2.0
