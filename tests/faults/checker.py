"""Decides whether a history keeps the promises of docs/reliability.md."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.history import Event, History, ModelCall

SLACK = 0.5
"""Seconds by which a model call may have been sent before it was received."""


def violations(history: History, *, kept_events: bool = True) -> list[str]:
    """Return what breaks a promise, one line each; nothing if all is kept.

    Args:
        kept_events: whether the events of every job are still there to be looked at.
    """
    found: list[str] = []
    by_job: dict[str, list[Event]] = defaultdict(list)
    for event in history.events:
        by_job[event.job_id].append(event)
    calls: dict[str, list[ModelCall]] = defaultdict(list)
    for call in history.model_calls:
        calls[call.job_id].append(call)
    for job_id in history.acknowledged:
        if kept_events and job_id not in by_job:
            found.append(f"{job_id}: acknowledged and lost")
    for job_id, events in by_job.items():
        for problem in (
            *_order(events),
            *_ending(events),
            *_attempts(events),
            *_model_calls(events, calls[job_id]),
            *_chapters(events, calls[job_id]),
        ):
            found.append(f"{job_id}: {problem}")
    found += _watchers(history, by_job)
    return found


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


def _attempts(events: list[Event]) -> Iterator[str]:
    """Each ``started`` follows a ``queued``; nothing of an older attempt comes after it."""
    running: int | None = None
    started: Counter[int] = Counter()
    for event in events:
        match event.kind:
            case "queued" | "retrying":
                running = None
            case "started":
                if running is not None:
                    yield f"attempt {event.attempt} started while {running} ran"
                running = event.attempt
                started[event.attempt] += 1
            case "completed" | "failed" | "cancelled":
                pass
            case kind:
                if event.attempt != running:
                    yield f"stale write: {kind} of attempt {event.attempt} while {running} ran"
    drained = sum(event.cause == "drained" for event in events)
    twice = sum(count - 1 for count in started.values())
    if twice > drained:
        yield f"an attempt number was used {twice} times too often, with {drained} hand-backs"


def _model_calls(events: list[Event], calls: list[ModelCall]) -> Iterator[str]:
    """No call begins after the end, nor for an attempt after the next one has started."""
    ended = next((event.at for event in events if event.terminal), None)
    starts = [event for event in events if event.kind == "started"]
    for call in calls:
        if ended is not None and call.begin > ended + SLACK:
            yield f"{call.what} began {call.begin - ended:.2f} s after the end"
        later = [s.at for s in starts if s.attempt > call.attempt]
        if later and call.begin > later[0] + SLACK:
            late = call.begin - later[0]
            yield f"{call.what} of attempt {call.attempt} began {late:.2f} s after the next started"


def _chapters(events: list[Event], calls: list[ModelCall]) -> Iterator[str]:
    """A finished chapter is not bought again."""
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


def _watchers(history: History, by_job: dict[str, list[Event]]) -> Iterator[str]:
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for item in history.seen:
        seen[item.watcher, item.job_id].append(item.sequence)
    for (watcher, job_id), sequences in seen.items():
        wanted = [event.sequence for event in by_job.get(job_id, [])]
        if sequences != wanted:
            gaps = sorted(set(wanted) - set(sequences))
            repeats = [one for one, count in Counter(sequences).items() if count > 1]
            yield f"watcher {watcher} of {job_id}: gaps {gaps}, repeats {repeats}"
