"""Decides whether a history keeps the promises of docs/reliability.md."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.faults.history import Cancel, Event, History, ModelCall, Read

SLACK = 0.5
"""Seconds by which a model call may have been sent before it was received."""

Rule = Literal[
    "lost",  # acknowledged, and there is nothing of it
    "order",  # sequences are 1, 2, 3, …
    "ending",  # exactly one terminal event, and it is the last
    "stale_write",  # nothing of an attempt that is over
    "attempts",  # numbered as promised, and no more than promised
    "late_call",  # no model call after the end, nor for an attempt that another has followed
    "bought_again",  # no model call for a finished chapter
    "cancel",  # an acknowledged cancel ends the job
    "read",  # what is read agrees with the events
    "watcher",  # a watcher sees every event once
    "half_done",  # records, results and indexes agree with the events
]

_STATES = {"completed": "succeeded", "failed": "failed", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Violation:
    """A promise that was broken."""

    rule: Rule
    job_id: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.job_id}: {self.what}"


def violations(history: History) -> list[Violation]:
    """Return what breaks a promise; nothing if all is kept."""
    events: dict[str, list[Event]] = defaultdict(list)
    for event in history.events:
        events[event.job_id].append(event)
    calls: dict[str, list[ModelCall]] = defaultdict(list)
    for call in history.model_calls:
        calls[call.job_id].append(call)
    reads: dict[str, list[Read]] = defaultdict(list)
    for read in history.reads:
        reads[read.job_id].append(read)
    cancels: dict[str, list[Cancel]] = defaultdict(list)
    for cancel in history.cancels:
        cancels[cancel.job_id].append(cancel)
    found = [
        Violation("lost", job_id, "acknowledged and lost")
        for job_id in history.acknowledged
        if job_id not in events
    ]
    for job_id, kept in events.items():
        told: tuple[tuple[Rule, Iterator[str]], ...] = (
            ("order", _order(kept)),
            ("ending", _ending(kept)),
            ("stale_write", _stale_writes(kept)),
            ("attempts", _attempts(kept)),
            ("late_call", _late_calls(kept, calls[job_id])),
            ("bought_again", _bought_again(kept, calls[job_id])),
            ("cancel", _cancels(kept, cancels[job_id])),
            ("read", _reads(kept, reads[job_id])),
        )
        found += [Violation(rule, job_id, what) for rule, said in told for what in said]
    return [*found, *_watchers(history, events)]


def _order(events: list[Event]) -> Iterator[str]:
    sequences = [event.sequence for event in events]
    if sequences != list(range(1, len(events) + 1)):
        yield f"sequences are not 1 to {len(events)}: {sequences}"


def _ending(events: list[Event]) -> Iterator[str]:
    terminal = [event for event in events if event.terminal]
    if len(terminal) != 1:
        yield f"{len(terminal)} terminal events"
    elif not events[-1].terminal:
        yield f"{events[-1].kind} after the terminal event {terminal[0].kind}"


def _stale_writes(events: list[Event]) -> Iterator[str]:
    """Each ``started`` follows a ``queued``; nothing of an older attempt comes after it."""
    running: int | None = None
    for event in events:
        match event.kind:
            case "queued" | "retrying":
                running = None
            case "started":
                if running is not None:
                    yield f"attempt {event.attempt} started while {running} ran"
                running = event.attempt
            case "completed" | "failed" | "cancelled":
                pass
            case kind:
                if event.attempt != running:
                    yield f"{kind} of attempt {event.attempt} while {running} ran"


def _attempts(events: list[Event]) -> Iterator[str]:
    """A hand-back costs no attempt, a lost worker and a retry cost one each."""
    following = 1
    for event in events:
        if event.kind == "started":
            if event.attempt != following:
                yield f"attempt {event.attempt} started, {following} was next"
            if event.max_attempts and event.attempt > event.max_attempts:
                yield f"attempt {event.attempt} of {event.max_attempts}"
        elif event.kind in ("queued", "retrying"):
            # Also of an attempt that was claimed and has said nothing.
            following = event.attempt + (event.cause != "drained")


def _late_calls(events: list[Event], calls: list[ModelCall]) -> Iterator[str]:
    ended = next((event.at for event in events if event.terminal), None)
    starts = [event for event in events if event.kind == "started"]
    for call in calls:
        if ended is not None and call.begin > ended + SLACK:
            yield f"{call.what} began {call.begin - ended:.2f} s after the end"
        later = [s.at for s in starts if s.attempt > call.attempt]
        if later and call.begin > later[0] + SLACK:
            late = call.begin - later[0]
            yield f"{call.what} of attempt {call.attempt} began {late:.2f} s after the next started"
    # A hand-back keeps the number of the attempt, so processes are told apart too.
    for number, start in enumerate(starts, 1):
        end = starts[number].at if number < len(starts) else float("inf")
        workers = {c.worker for c in calls if c.worker and start.at + SLACK < c.begin < end}
        if len(workers) > 1:
            yield f"{len(workers)} processes called after attempt {start.attempt} had started"


def _bought_again(events: list[Event], calls: list[ModelCall]) -> Iterator[str]:
    done = Counter(event.chapter for event in events if event.kind == "chapter_completed")
    for chapter, count in done.items():
        if count > 1:
            yield f"chapter {chapter} was finished {count} times"
    for event in events:
        if event.kind != "chapter_completed":
            continue
        for call in calls:
            if call.what.partition("/")[0] == event.chapter and call.begin > event.at + SLACK:
                yield f"{call.what} was bought again in attempt {call.attempt}"


def _cancels(events: list[Event], cancels: list[Cancel]) -> Iterator[str]:
    for cancel in cancels:
        for event in events:
            if event.at <= cancel.at + SLACK:
                continue
            late = f"{event.at - cancel.at:.2f} s after the cancel was acknowledged"
            if event.kind == "started":
                yield f"attempt {event.attempt} started {late}"
            elif event.terminal and event.kind != "cancelled":
                yield f"{event.kind} {late}"


def _reads(events: list[Event], reads: list[Read]) -> Iterator[str]:
    end = next((event for event in events if event.terminal), None)
    for read in reads:
        final = read.state in _STATES.values()
        if final and (end is None or read.end < end.at - SLACK):
            yield f"{read.state} was read before the terminal event"
        elif end is None or read.state == _STATES[end.kind]:
            continue
        elif final or read.begin > end.at + SLACK:
            yield f"{read.state} was read of a job that ended as {end.kind}"


def _watchers(history: History, by_job: dict[str, list[Event]]) -> Iterator[Violation]:
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for item in history.seen:
        seen[item.watcher, item.job_id].append(item.sequence)
    for (watcher, job_id), sequences in seen.items():
        wanted = [event.sequence for event in by_job.get(job_id, [])]
        if sequences != wanted:
            gaps = sorted(set(wanted) - set(sequences))
            repeats = [one for one, count in Counter(sequences).items() if count > 1]
            yield Violation("watcher", job_id, f"{watcher}: gaps {gaps}, repeats {repeats}")
