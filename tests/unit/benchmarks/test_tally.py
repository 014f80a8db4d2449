"""What watchers received, counted."""

import math
import time

from benchmarks.load.tally import Tally, percentile


def test_every_event_once_and_in_order_is_exact() -> None:
    tally = Tally(watchers=4, jobs=2)
    for watcher in range(4):
        for sequence in (1, 2, 3):
            tally.received(watcher, sequence, time.time())
    result = tally.result(events=4)
    assert result.exact
    assert result.delivered == 12
    assert tally.attached == 4


def test_what_is_wrong_is_told_apart() -> None:
    tally = Tally(watchers=3, jobs=3)
    for watcher in range(3):
        tally.received(watcher, 1, 0.0)
    tally.received(0, 2, 0.0)
    tally.received(0, 2, 0.0)
    tally.received(1, 3, 0.0)
    result = tally.result(events=6)
    assert (result.duplicates, result.gaps) == (1, 1)
    # Three have a last sequence of 3: one stands at 2, one at 3, one at 1.
    assert result.missing == 3
    assert not result.exact


def test_events_are_shared_out_in_turn() -> None:
    tally = Tally(watchers=3, jobs=3)
    assert [tally.last_of(watcher, 4) for watcher in range(3)] == [3, 2, 2]


def test_only_what_is_timed_counts_for_the_latency() -> None:
    tally = Tally(watchers=1, jobs=1)
    tally.received(0, 1, 0.0)
    tally.begin_timing()
    tally.received(0, 2, time.time() - 0.5)
    result = tally.result(events=1)
    assert result.timed == 1
    assert 500 <= result.latencies["p99"] < 1_000


def test_a_watcher_is_back_with_its_next_event() -> None:
    tally = Tally(watchers=2, jobs=2)
    for watcher in range(2):
        tally.received(watcher, 1, 0.0)
        tally.lost(watcher, "UNAVAILABLE")
    began = time.time()
    tally.received(0, 2, 0.0)
    result = tally.result(events=1)
    assert result.lost == 1
    assert result.back_at >= began
    assert result.errors == {"UNAVAILABLE": 2}


def test_percentiles_are_values_that_were_seen() -> None:
    ordered = [float(number) for number in range(1, 101)]
    assert percentile(ordered, 0.5) == 50
    assert percentile(ordered, 0.99) == 99
    assert percentile(ordered, 1.0) == 100
    assert percentile([7.0], 0.99) == 7
    assert math.isnan(percentile([], 0.5))
