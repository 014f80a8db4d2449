"""``quire top`` as a picture, no higher and no wider than the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quire_client.cli.harmless import harmless
from quire_client.cli.jobs import COLOURS
from quire_client.cli.options import StateName
from quire_client.cli.top import MOST_LIVE, Look, ServiceLook
from quire_client.cli.top_cells import (
    ENDED_COLUMNS,
    LIVE_COLUMNS,
    QUEUE_COLUMNS,
    WORKER_COLUMNS,
    ended_cells,
    live_cells,
    queue_cells,
    worker_cells,
)

_WIDE, _NARROW = 100, 72
"""Columns of a terminal: with the former every one of ours is shown, below the latter few are."""
_FIXED = 12  # lines that are no workers and no jobs
_LEAST = 2  # lines that each list has at least
_COUNTS = frozenset(
    {"WAITING", "HIGH", "NORMAL", "LOW", "OLDEST", "RUNNING", "SLOTS", "RETRYING"}
    | {"TRY", "DONE", "TIME", "TOOK", "AGO", "UP"}
)
_ONLY_IF_WIDE = frozenset({"KIND", "VERSION"})
_NOT_IF_NARROW = _ONLY_IF_WIDE | {"RETRYING", "SLOTS", "UP", "STEP", "TRY"}
_JOB_COLUMNS, _NARROW_JOB_COLUMNS = 32, 16
_WORKER_FACTS = 50  # columns that a worker needs beside its name

Row = tuple[str, ...]


def picture(
    look: Look, clock: str, width: int, height: int | None, hint: str = ""
) -> RenderableType:
    """Return the picture.

    Args:
        clock: the time, as it is to be shown.
        height: lines there are; ``None`` shows everything.
        hint: how to leave.
    """
    workers = [
        worker_cells(one.kind, worker, one.queue)
        for one in look.services
        if one.queue is not None
        for worker in one.queue.workers
    ]
    live = [live_cells(job, look.queue_of(job)) for job in look.live]
    ended = [ended_cells(job, look.queue_of(job)) for job in look.ended]
    problems = [line for one in look.services if (line := _problem(one))]
    room = None if height is None else height - _FIXED - len(problems)
    worker_lines, live_lines, ended_lines = _shares(room, len(workers), len(live), len(ended))
    parts: list[RenderableType] = [_title(look, clock, hint), Text(), _queues(look, width)]
    parts += problems
    if workers:
        parts.append(Text())
        parts += listed(WORKER_COLUMNS, workers, worker_lines, width, "workers")
    parts.append(Text())
    if live:
        parts += listed(LIVE_COLUMNS, live, live_lines, width, "jobs")
    else:
        parts.append(Text("none of your jobs is under way", style="dim"))
    if ended:
        parts.append(Text())
        parts += listed(ENDED_COLUMNS, ended, ended_lines, width, "jobs")
    return Group(*parts)


def _title(look: Look, clock: str, hint: str) -> RenderableType:
    grid = Table.grid(expand=True)
    grid.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    grid.add_column(no_wrap=True, justify="right")
    live = len(look.live)
    more = "+" if any(len(one.live) >= MOST_LIVE for one in look.services) else ""
    grid.add_row(
        Text.assemble(
            ("quire top", "bold"), f"  {clock}", (f"  {live}{more} live jobs of yours", "dim")
        ),
        Text(hint, style="dim"),
    )
    return grid


def _queues(look: Look, width: int) -> RenderableType:
    known = [queue_cells(one.kind, one.queue) for one in look.services if one.queue is not None]
    return _table(QUEUE_COLUMNS, known, width)


def _problem(one: ServiceLook) -> Text | None:
    """Return what is wrong with a service, in one line."""
    if one.error is not None:
        return line(f"trying again: {one.error.message}", "red")
    if one.queue is None:
        return line(f"asking the {one.kind} service at {one.address}", "dim")
    if not one.queue.workers:
        return line(f"no worker of the {one.kind} service is there", "yellow")
    return None


def line(text: str, style: str) -> Text:
    """Return a line that is cut where the terminal ends."""
    return Text(harmless(text), style=style, no_wrap=True, overflow="ellipsis")


def _shares(room: int | None, workers: int, live: int, ended: int) -> tuple[int, int, int]:
    """Part the lines: to the live jobs what workers and ended ones do not need."""
    if room is None:
        return workers, live, ended
    quarter = max(_LEAST, room // 4)
    for_workers = min(workers, max(quarter, room - max(live, 1) - min(ended, quarter)))
    for_ended = min(ended, max(quarter, room - for_workers - max(live, 1)))
    return for_workers, min(live, max(_LEAST, room - for_workers - for_ended)), for_ended


def listed(
    columns: Sequence[str],
    rows: Sequence[Row],
    lines: int,
    width: int,
    noun: str,
) -> list[RenderableType]:
    """Return a table of at most so many lines, the last of which may say what is left out."""
    shown = list(rows) if len(rows) <= lines else list(rows[: max(0, lines - 1)])
    table = _table(columns, shown, width)
    left = len(rows) - len(shown)
    return [table, Text(f"… {left:,} more {noun}", style="dim")] if left else [table]


def _table(columns: Sequence[str], rows: Sequence[Row], width: int) -> Table:
    wide = width >= _WIDE
    hidden = frozenset() if wide else _ONLY_IF_WIDE if width >= _NARROW else _NOT_IF_NARROW
    kept = [name for name in columns if name not in hidden]
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.expand = columns[-1] == "LAST SAID"
    for name in kept:
        if name == "LAST SAID":
            table.add_column(name, no_wrap=True, overflow="ellipsis", ratio=1)
        elif name in ("JOB", "ENDED"):
            widest = _JOB_COLUMNS if wide else _NARROW_JOB_COLUMNS
            table.add_column(name, no_wrap=True, overflow="ellipsis", max_width=widest)
        elif name == "WORKER":
            widest = max(_NARROW_JOB_COLUMNS, width - _WORKER_FACTS)
            table.add_column(name, no_wrap=True, overflow="ellipsis", max_width=widest)
        else:
            table.add_column(name, no_wrap=True, justify="right" if name in _COUNTS else "left")
    for row in rows:
        table.add_row(
            *(
                Text(harmless(cell), style=_style(name, cell))
                for name, cell in zip(columns, row, strict=True)
                if name in kept
            )
        )
    return table


def _style(name: str, cell: str) -> str:
    if name != "STATE":
        return ""
    if cell in set(StateName):
        return COLOURS.get(StateName(cell), "")
    return "yellow" if cell == "stopping" else ""
