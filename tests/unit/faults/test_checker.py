"""The checker of the fault tests finds what it is there to find."""

import dataclasses

import pytest

from tests.faults.checker import violations
from tests.faults.history import Event, History, ModelCall, Seen, Submit

GOOD = (
    Event("j", 1, "queued", 0, False, 1.0, cause="submitted"),
    Event("j", 2, "started", 1, False, 2.0),
    Event("j", 3, "chapter_started", 1, False, 2.1, chapter="c1"),
    Event("j", 4, "chapter_completed", 1, False, 3.0, chapter="c1"),
    Event("j", 5, "queued", 1, False, 20.0, cause="lease_lost"),
    Event("j", 6, "started", 2, False, 21.0),
    Event("j", 7, "chapter_completed", 2, False, 23.0, chapter="c2"),
    Event("j", 8, "completed", 2, True, 24.0),
)
CALLS = (
    ModelCall("j", 1, "c1/1", 2.2, 2.9),
    ModelCall("j", 1, "c2/1", 3.1, 4.0),
    ModelCall("j", 2, "c2/1", 21.5, 22.5),
)


def history(*events: Event, calls: tuple[ModelCall, ...] = CALLS) -> History:
    made = History(submits=[Submit("j", 0.9, 1.0, "acknowledged")])
    made.events += events
    made.model_calls += calls
    made.seen += [Seen("w", "j", event.sequence, event.terminal) for event in events]
    return made


def numbered(*events: Event) -> list[Event]:
    return [dataclasses.replace(event, sequence=at) for at, event in enumerate(events, 1)]


def test_a_good_history_passes() -> None:
    assert violations(history(*GOOD)) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ([], "acknowledged and lost"),
        ([*GOOD[:3], *GOOD[4:]], "sequences are not"),
        ([*GOOD[:-1]], "0 terminal events"),
        (numbered(*GOOD, GOOD[-1]), "2 terminal events"),
        (numbered(*GOOD[:-2], GOOD[-1], GOOD[-2]), "after the terminal event"),
        (numbered(*GOOD[:6], GOOD[3], *GOOD[6:]), "stale write"),
        (numbered(*GOOD[:5], GOOD[2], *GOOD[5:]), "stale write"),
        (numbered(*GOOD[:2], GOOD[5], *GOOD[6:]), "started while 1 ran"),
        (
            numbered(*GOOD[:5], dataclasses.replace(GOOD[5], attempt=1), GOOD[7]),
            "attempt number was used",
        ),
        (numbered(*GOOD[:7], GOOD[6], GOOD[7]), "finished 2 times"),
    ],
)
def test_a_broken_history_does_not(broken: list[Event], said: str) -> None:
    assert any(said in line for line in violations(history(*broken)))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (ModelCall("j", 2, "c3/1", 25.0, 26.0), "after the end"),
        (ModelCall("j", 1, "c2/2", 22.0, 23.0), "after the next started"),
        (ModelCall("j", 2, "c1/1", 21.2, 22.0), "bought again"),
    ],
)
def test_a_model_call_too_many(call: ModelCall, said: str) -> None:
    assert any(said in line for line in violations(history(*GOOD, calls=(*CALLS, call))))


def test_a_watcher_that_missed_something_or_saw_it_twice() -> None:
    made = history(*GOOD)
    made.seen.pop(3)
    assert any("gaps [4]" in line for line in violations(made))
    made = history(*GOOD)
    made.seen.insert(3, made.seen[2])
    assert any("repeats [3]" in line for line in violations(made))


def test_a_submit_that_was_not_acknowledged_may_be_lost() -> None:
    made = History(submits=[Submit("j", 0.9, 1.0, "unknown")])
    assert violations(made) == []
