"""The checker of the fault tests finds what it is there to find."""

import dataclasses
from typing import get_args

import pytest

from tests.faults.checker import Rule, violations
from tests.faults.history import Cancel, Event, History, ModelCall, Read, Seen, Submit

GOOD = (
    Event("j", 1, "queued", 0, False, 1.0, cause="submitted"),
    Event("j", 2, "started", 1, False, 2.0, max_attempts=3),
    Event("j", 3, "chapter_started", 1, False, 2.1, chapter="c1"),
    Event("j", 4, "chapter_completed", 1, False, 3.0, chapter="c1"),
    Event("j", 5, "queued", 1, False, 20.0, cause="lease_lost"),
    Event("j", 6, "started", 2, False, 21.0, max_attempts=3),
    Event("j", 7, "chapter_completed", 2, False, 23.0, chapter="c2"),
    Event("j", 8, "completed", 2, True, 24.0),
)
CALLS = (
    ModelCall("j", 1, "c1/1", 2.2, 2.9, worker=10),
    ModelCall("j", 1, "c2/1", 3.1, 4.0, worker=10),
    ModelCall("j", 2, "c2/1", 21.6, 22.5, worker=11),
)
DRAINED = (
    Event("j", 1, "queued", 0, False, 1.0, cause="submitted"),
    Event("j", 2, "started", 1, False, 2.0),
    Event("j", 3, "queued", 1, False, 3.0, cause="drained"),
    Event("j", 4, "started", 1, False, 4.0),
    Event("j", 5, "retrying", 1, False, 5.0),
    Event("j", 6, "queued", 1, False, 6.0, cause="retry"),
    Event("j", 7, "queued", 2, False, 7.0, cause="drained"),
    Event("j", 8, "started", 2, False, 8.0),
    Event("j", 9, "cancelled", 2, True, 9.0),
)
NEVER_RUN = (DRAINED[0], Event("j", 2, "cancelled", 0, True, 2.0))
PROVEN_ELSEWHERE: set[Rule] = {"half_done"}
"""Needs the store; ``tests/integration/jobs`` and the scenarios look at it."""


def history(*events: Event, calls: tuple[ModelCall, ...] = CALLS) -> History:
    made = History(submits=[Submit("j", 0.9, 1.0, "acknowledged")])
    made.events += events
    made.model_calls += calls
    made.seen += [Seen("w", "j", event.sequence, event.terminal) for event in events]
    return made


def numbered(*events: Event) -> list[Event]:
    return [dataclasses.replace(event, sequence=at) for at, event in enumerate(events, 1)]


def rules(made: History) -> set[str]:
    return {violation.rule for violation in violations(made)}


@pytest.mark.parametrize(
    "good",
    [GOOD, DRAINED, NEVER_RUN],
    ids=["lease lost", "handed back and retried", "cancelled while it waited"],
)
def test_a_good_history_passes(good: tuple[Event, ...]) -> None:
    calls = CALLS if good is GOOD else ()
    assert violations(history(*good, calls=calls)) == []


BROKEN: list[tuple[Rule, list[Event], str]] = [
    ("lost", [], "acknowledged and lost"),
    ("order", [*GOOD[:3], *GOOD[4:]], "sequences are not"),
    ("order", [GOOD[0], *GOOD], "sequences are not"),
    ("ending", [*GOOD[:-1]], "0 terminal events"),
    ("ending", numbered(*GOOD, GOOD[-1]), "2 terminal events"),
    ("ending", numbered(*GOOD[:-2], GOOD[-1], GOOD[-2]), "after the terminal event"),
    ("stale_write", numbered(*GOOD[:6], GOOD[3], *GOOD[6:]), "of attempt 1 while 2 ran"),
    ("stale_write", numbered(*GOOD[:5], GOOD[2], *GOOD[5:]), "of attempt 1 while None ran"),
    ("stale_write", numbered(*GOOD[:2], GOOD[5], *GOOD[6:]), "started while 1 ran"),
    (
        "attempts",
        numbered(*GOOD[:5], dataclasses.replace(GOOD[5], attempt=1), GOOD[7]),
        "attempt 1 started, 2 was next",
    ),
    (
        "attempts",
        numbered(*DRAINED[:3], dataclasses.replace(DRAINED[3], attempt=2), DRAINED[8]),
        "attempt 2 started, 1 was next",
    ),
    (
        "attempts",
        numbered(*GOOD[:5], dataclasses.replace(GOOD[5], max_attempts=1), *GOOD[6:]),
        "attempt 2 of 1",
    ),
    ("bought_again", numbered(*GOOD[:7], GOOD[6], GOOD[7]), "finished 2 times"),
]


@pytest.mark.parametrize(("rule", "broken", "said"), BROKEN)
def test_a_broken_history_does_not(rule: Rule, broken: list[Event], said: str) -> None:
    found = violations(history(*broken))
    assert any(one.rule == rule and said in one.what for one in found), found


LATE_CALLS: list[tuple[Rule, ModelCall, str]] = [
    ("late_call", ModelCall("j", 2, "c3/1", 25.0, 26.0), "after the end"),
    ("late_call", ModelCall("j", 1, "c2/2", 22.0, 23.0), "after the next started"),
    ("late_call", ModelCall("j", 2, "c2/2", 22.0, 23.0, worker=10), "2 processes"),
    ("bought_again", ModelCall("j", 2, "c1/1", 21.2, 22.0), "bought again"),
]


@pytest.mark.parametrize(("rule", "call", "said"), LATE_CALLS)
def test_a_model_call_too_many(rule: Rule, call: ModelCall, said: str) -> None:
    found = violations(history(*GOOD, calls=(*CALLS, call)))
    assert any(one.rule == rule and said in one.what for one in found), found


def test_a_call_of_the_process_that_has_handed_the_job_back() -> None:
    calls = (
        ModelCall("j", 1, "c1/0", 2.1, 2.9, worker=10),
        ModelCall("j", 1, "c1/0", 4.6, 4.8, worker=11),
    )
    assert violations(history(*DRAINED, calls=calls)) == []
    late = ModelCall("j", 1, "c1/1", 4.7, 4.8, worker=10)
    assert rules(history(*DRAINED, calls=(*calls, late))) == {"late_call"}


def test_a_watcher_that_missed_something_or_saw_it_twice() -> None:
    made = history(*GOOD)
    made.seen.pop(3)
    assert any("gaps [4]" in one.what for one in violations(made))
    made = history(*GOOD)
    made.seen.insert(3, made.seen[2])
    assert any("repeats [3]" in one.what for one in violations(made))
    assert rules(made) == {"watcher"}


def test_a_cancel_that_was_acknowledged_and_did_not_hold() -> None:
    made = history(*DRAINED, calls=())
    made.cancels.append(Cancel("j", 8.5))
    assert violations(made) == []
    made = history(*GOOD)
    made.cancels.append(Cancel("j", 19.0))
    assert [one.what for one in violations(made) if one.rule == "cancel"] == [
        "attempt 2 started 2.00 s after the cancel was acknowledged",
        "completed 5.00 s after the cancel was acknowledged",
    ]
    made = history(*GOOD)
    made.cancels.append(Cancel("j", 24.1))  # it had ended meanwhile
    assert violations(made) == []


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (Read("j", "succeeded", 10.0, 10.1), "before the terminal event"),
        (Read("j", "failed", 25.0, 25.1), "of a job that ended as completed"),
        (Read("j", "running", 25.0, 25.1), "of a job that ended as completed"),
        (Read("j", "succeeded", 25.0, 25.1), ""),
        (Read("j", "running", 22.0, 22.1), ""),
        (Read("j", "running", 23.9, 24.1), ""),
    ],
)
def test_what_is_read_agrees_with_the_events(read: Read, said: str) -> None:
    made = history(*GOOD)
    made.reads.append(read)
    assert [said in one.what for one in violations(made)] == ([True] if said else [])


def test_a_submit_that_was_not_acknowledged_may_be_lost() -> None:
    made = History(submits=[Submit("j", 0.9, 1.0, "unknown")])
    assert violations(made) == []


def test_every_rule_is_broken_here_once() -> None:
    broken = {rule for rule, *_ in (*BROKEN, *LATE_CALLS)} | {"watcher", "cancel", "read"}
    assert broken | PROVEN_ELSEWHERE == set(get_args(Rule))
