"""``quire jobs``: list, get, cancel and delete jobs of both services."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC
from functools import partial
from typing import Literal

from google.protobuf.timestamp_pb2 import Timestamp
from quire.job.v1.job_pb2 import Job, JobOptions
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quire_client.cli.exits import OK, UNREACHABLE, CommandError
from quire_client.cli.failures import command_error, merged
from quire_client.cli.locate import locate
from quire_client.cli.options import StateName
from quire_client.cli.output import plain_json, print_json, print_line
from quire_client.cli.quality_text import use_text
from quire_client.cli.session import Service, Session
from quire_client.cli.view import failure_text
from quire_client.errors import QuireCallError, QuireError
from quire_client.wishes import Budget, apply_budget

COLOURS = {
    StateName.RUNNING: "cyan",
    StateName.SUCCEEDED: "green",
    StateName.FAILED: "red",
    StateName.RETRYING: "yellow",
    StateName.CANCELLING: "yellow",
}


_COLUMNS = ("JOB", "KIND", "STATE", "DONE", "CREATED", "LABELS", "LAST SAID")
_NARROW = 80  # columns of a terminal below which only the most needed are shown


async def list_jobs(session: Session, states: Sequence[StateName], labels: dict[str, str]) -> int:
    """Print the jobs of both services, the newest first.

    A service that does not answer is reported, and the other's jobs are printed.
    """
    numbers = [Job.State.Value(f"STATE_{state.name}") for state in states]
    services: tuple[Service, Service] = (session.client.outlines, session.client.documents)

    async def collect(service: Service) -> list[Job]:
        return [job async for job in service.list(numbers, labels)]

    answers = await asyncio.gather(*map(collect, services), return_exceptions=True)
    jobs: list[Job] = []
    errors: list[CommandError] = []
    for answer in answers:
        if isinstance(answer, QuireCallError):
            errors.append(command_error(answer))
        elif isinstance(answer, BaseException):
            raise answer
        else:
            jobs.extend(answer)
    jobs.sort(key=lambda job: job.create_time.ToNanoseconds(), reverse=True)
    if len(errors) < len(services):
        _print_jobs(session, jobs)
    if errors:
        raise merged(errors)
    return OK


async def get_job(session: Session, job_id: str) -> int:
    """Print all that is known of one job."""
    response = await (await locate(session, job_id)).get(job_id)
    if session.screen.json:
        print_json(plain_json(response))
        return OK
    for name, value in _details(response.job):
        if value:
            print_line(f"{name:<12}{value}")
    return OK


async def cancel_jobs(session: Session, job_ids: Sequence[str], delete_parts: bool) -> int:
    """Ask for the end of jobs; their finished parts stay or are deleted."""
    return await _each(session, job_ids, partial(_cancel, delete_parts=delete_parts))


async def retry_jobs(session: Session, job_ids: Sequence[str], budget: Budget | None) -> int:
    """Do again, as new jobs, what others did not finish; each may use as much as ``budget``."""
    return await _each(session, job_ids, partial(_retry, budget=budget))


async def delete_jobs(session: Session, job_ids: Sequence[str]) -> int:
    """Delete ended jobs."""
    return await _each(session, job_ids, _delete)


async def _cancel(session: Session, service: Service, job_id: str, *, delete_parts: bool) -> None:
    job = await service.cancel(job_id, delete_parts=delete_parts)
    if session.screen.json:
        print_json(plain_json(job))
    else:
        print_line(f"{job_id} {state_of(job)}")
        if job.state in (job.STATE_SUCCEEDED, job.STATE_FAILED):
            session.screen.say(f"{job_id} had ended already; nothing was cancelled")


async def _retry(session: Session, service: Service, job_id: str, *, budget: Budget | None) -> None:
    options = None
    if budget is not None:
        old = (await service.get(job_id)).job
        options = JobOptions(priority=old.priority, labels=old.labels)
        apply_budget(options, budget)
    job = await service.retry(job_id, options=options)
    if session.screen.json:
        print_json(plain_json(job))
    else:
        print_line(job.id)
        session.screen.say(f"retries {job_id}; see it with: quire watch {job.id}")


async def _delete(session: Session, service: Service, job_id: str) -> None:
    await service.delete(job_id)
    if session.screen.json:
        print_json({"id": job_id, "deleted": True})
    else:
        print_line(f"{job_id} deleted")


async def _each(
    session: Session,
    job_ids: Sequence[str],
    action: Callable[[Session, Service, str], Awaitable[None]],
) -> int:
    """Do something with each job, whatever happens to the others; return the worst code."""
    errors: list[CommandError] = []
    for job_id in job_ids:
        try:
            await action(session, await locate(session, job_id), job_id)
        except CommandError as error:
            errors.append(error)
        except QuireError as error:
            errors.append(command_error(error))
        if errors and errors[-1].code == UNREACHABLE:
            break
    if errors:
        raise merged(errors)
    return OK


def state_of(job: Job) -> str:
    """Return a job's state in lower case."""
    return type(job).State.Name(job.state).removeprefix("STATE_").lower()


def _print_jobs(session: Session, jobs: Sequence[Job]) -> None:
    if session.screen.json:
        print_json([plain_json(job) for job in jobs])
    elif not sys.stdout.isatty():
        for job in jobs:
            print_line("\t".join(_cells(job, iso=True)))
    elif not jobs:
        session.screen.say("no jobs")
    else:
        _print_table(jobs)


def _print_table(jobs: Sequence[Job]) -> None:
    console = Console(highlight=False)
    rows = [_cells(job, iso=False) for job in jobs]
    hidden = {"LABELS"} if not any(row[_COLUMNS.index("LABELS")] for row in rows) else set()
    if console.width < _NARROW:
        hidden |= {"KIND", "CREATED", "LABELS"}
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in _COLUMNS:
        if name in hidden:
            continue
        if name == "LAST SAID":
            table.add_column(name, no_wrap=True, overflow="ellipsis", ratio=1)
        elif name == "LABELS":
            table.add_column(name, overflow="fold")
        else:
            width = max(len(name), *(len(row[_COLUMNS.index(name)]) for row in rows))
            justify: Literal["left", "right"] = "right" if name == "DONE" else "left"
            table.add_column(name, no_wrap=True, min_width=width, justify=justify)
    for row in rows:
        state = row[_COLUMNS.index("STATE")]
        colour = COLOURS.get(StateName(state), "") if state in set(StateName) else ""
        table.add_row(
            *(
                Text(cell, style=colour if name == "STATE" else "")
                for name, cell in zip(_COLUMNS, row, strict=True)
                if name not in hidden
            )
        )
    console.print(table)


def _cells(job: Job, *, iso: bool) -> tuple[str, ...]:
    """Return id, kind, state, share done, time made, labels, and what was last said."""
    created = _iso(job.create_time) if iso else _local(job.create_time)
    said = failure_text(job.failure) if job.HasField("failure") else job.message
    labels = ",".join(f"{key}={value}" for key, value in sorted(job.labels.items()))
    kind = type(job).Kind.Name(job.kind).removeprefix("KIND_").lower()
    cells = (job.id, kind, state_of(job), f"{job.fraction:.0%}", created, labels, said)
    return tuple(" ".join(cell.split()) for cell in cells)


def _details(job: Job) -> list[tuple[str, str]]:
    job_id, kind, state, done, _, labels, said = _cells(job, iso=False)
    attempt = f"{job.attempt} of {job.max_attempts}" if job.attempt else ""
    return [
        ("job", job_id),
        ("kind", kind),
        ("state", f"{state}, {done}"),
        ("step", job.step),
        ("failure" if job.HasField("failure") else "last said", said),
        ("attempt", attempt),
        ("events", str(job.last_sequence)),
        ("models", use_text(job.usage) if job.usage.model_calls else ""),
        ("labels", labels),
        ("created", _moment(job.create_time)),
        ("started", _moment(job.start_time)),
        ("ended", _moment(job.end_time)),
        ("deadline", _moment(job.deadline)),
        ("kept until", _moment(job.expire_time)),
        ("retry of", job.retry_of),
    ]


def _moment(moment: Timestamp) -> str:
    """Return a moment for people; an absent one, which is zero, as nothing."""
    return _local(moment) if moment.seconds else ""


def _local(moment: Timestamp) -> str:
    return moment.ToDatetime(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _iso(moment: Timestamp) -> str:
    return moment.ToDatetime(tzinfo=UTC).isoformat(timespec="seconds")
