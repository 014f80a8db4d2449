"""``quire jobs watch``: follow many jobs at once, as a table that moves or as lines."""

import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from quire_client.cli.connection import Connection
from quire_client.cli.exits import FAILED, OK, CommandError
from quire_client.cli.failures import command_error, merged
from quire_client.cli.harmless import harmless
from quire_client.cli.jobs_view import COLUMNS, JobsView, lost_text
from quire_client.cli.locate import locate
from quire_client.cli.output import plain_json, print_json, print_line
from quire_client.cli.plain import event_line, event_text
from quire_client.cli.screen import Screen
from quire_client.cli.session import Service, Session
from quire_client.cli.top_live import until_left
from quire_client.cli.top_picture import line, listed
from quire_client.cli.view import JobEvent
from quire_client.client import QuireClient
from quire_client.errors import JobLostError, QuireError
from quire_client.patience import Away
from quire_client.watch_jobs_state import LostJob

_DRAW_SECONDS = 0.25
_FIXED = 6  # lines that are no jobs
_SHORT_ABSENCE = 1.0  # seconds; a shorter one is not worth a word


def watch_jobs(
    connection: Connection, job_ids: Sequence[str], labels: dict[str, str] | None, *, json: bool
) -> int:
    """Follow jobs to their ends, or for ever where labels are given; return the exit code.

    Raises:
        CommandError: a service refused or stayed away.

    """
    console = Console(highlight=False)
    if json:
        return _run(connection, job_ids, labels, _JsonLines())
    if console.is_terminal and not console.is_dumb_terminal:
        return _run(connection, job_ids, labels, _Table(console))
    return _run(connection, job_ids, labels, _Lines())


class _Lines:
    """A line for each change, on standard output; what is no change goes to standard error."""

    def __init__(self) -> None:
        self.view = JobsView()

    def event(self, kind: str, event: JobEvent) -> None:
        view = self.view.apply(kind, event)
        text = event_text(event, view.language)
        if text is not None:
            print_line(event_line(event, view.fraction, text))

    def lost(self, kind: str, lost: LostJob) -> None:
        self.view.lose(kind, lost)
        clock = datetime.now().astimezone().strftime("%H:%M:%S")
        print_line(f"{clock} {lost.job_id}   -% {lost_text(lost)}")

    def note(self, kind: str, text: str) -> None:
        if text:
            sys.stderr.write(harmless(text) + "\n")
            sys.stderr.flush()

    async def show(self) -> int:
        """Nothing to draw."""
        forever: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        return await forever


class _JsonLines(_Lines):
    """The same, each change as a JSON object."""

    def event(self, kind: str, event: JobEvent) -> None:
        self.view.apply(kind, event)
        print_json(plain_json(event))

    def lost(self, kind: str, lost: LostJob) -> None:
        self.view.lose(kind, lost)
        error = lost.error
        reason = error.reason if isinstance(error, JobLostError) else type(error).__name__
        print_json({"job_id": lost.job_id, "lost": {"reason": reason, "message": str(error)}})


class _Table:
    """A table that is drawn anew while something changes, and left where it ends."""

    def __init__(self, console: Console) -> None:
        self.view = JobsView()
        self._console = console
        self._notes: dict[str, str] = {}

    def event(self, kind: str, event: JobEvent) -> None:
        self._notes.pop(kind, None)
        self.view.apply(kind, event)

    def lost(self, kind: str, lost: LostJob) -> None:
        self._notes.pop(kind, None)
        self.view.lose(kind, lost)

    def note(self, kind: str, text: str) -> None:
        self._notes[kind] = text

    async def show(self) -> int:
        """Draw until cancelled."""
        with Live(console=self._console, auto_refresh=False, get_renderable=self._picture) as live:
            while True:
                live.refresh()
                await asyncio.sleep(_DRAW_SECONDS)

    def _picture(self) -> RenderableType:
        width, room = self._console.width, max(4, self._console.height - _FIXED)
        live, ended = self.view.live, self.view.ended
        for_ended = min(len(ended), max(room // 4, room - len(live)))
        clock = datetime.now().astimezone().strftime("%H:%M:%S")
        parts: list[RenderableType] = [
            Text.assemble(
                ("quire jobs watch", "bold"),
                f"  {clock}",
                (f"  {len(live)} under way; q quits", "dim"),
            )
        ]
        parts += [line(text, "yellow") for text in self._notes.values() if text]
        if live or ended:
            parts += listed(COLUMNS, live, room - for_ended, width, "jobs") if live else []
            parts += listed(COLUMNS, ended, for_ended, width, "ended jobs") if ended else []
        else:
            parts.append(Text("no job is under way", style="dim"))
        return Group(*parts)


def _run(
    connection: Connection,
    job_ids: Sequence[str],
    labels: dict[str, str] | None,
    shown: _Lines | _Table,
) -> int:
    try:
        return asyncio.run(_follow_all(connection, job_ids, labels, shown))
    except QuireError as error:
        raise command_error(error) from None


async def _follow_all(
    connection: Connection,
    job_ids: Sequence[str],
    labels: dict[str, str] | None,
    shown: _Lines | _Table,
) -> int:
    errors: list[CommandError] = []
    away = _Away(shown)

    async def follow(service: Service, jobs: list[str]) -> None:
        try:
            async with aclosing(service.watch_jobs(jobs, labels=labels)) as items:
                async for item in items:
                    away.back(service.kind)
                    if isinstance(item, LostJob):
                        shown.lost(service.kind, item)
                    else:
                        shown.event(service.kind, item)
        except QuireError as error:
            errors.append(command_error(error))
            shown.note(service.kind, errors[-1].message)

    async def all_services(client: QuireClient) -> int:
        jobs = await _by_service(client, job_ids)
        wanted = [service for service in jobs if jobs[service] or labels is not None]
        await asyncio.gather(*(follow(service, jobs[service]) for service in wanted))
        if errors:
            raise merged(errors)
        return FAILED if shown.view.failed else OK

    outline, document = connection.endpoints()
    async with QuireClient(
        outline, document, patience=connection.patience(), on_away=away.tell
    ) as client:
        return await until_left(all_services(client), shown.show())


class _Away:
    """Tells of a service that is away for longer than a moment, once."""

    def __init__(self, shown: _Lines | _Table) -> None:
        self._shown = shown
        self._since: dict[str, float] = {}
        self._told: set[str] = set()

    def tell(self, away: Away) -> None:
        kind = away.error.service
        since = self._since.setdefault(kind, time.monotonic())
        waiting = time.monotonic() + away.retry_in - since
        if waiting >= _SHORT_ABSENCE and kind not in self._told:
            self._told.add(kind)
            self._shown.note(kind, f"waiting for the {kind} service: {away.error.cause}")

    def back(self, kind: str) -> None:
        self._since.pop(kind, None)
        self._told.discard(kind)


async def _by_service(client: QuireClient, job_ids: Sequence[str]) -> dict[Service, list[str]]:
    jobs: dict[Service, list[str]] = {client.outlines: [], client.documents: []}
    session = Session(client, Screen(json=True))
    for job_id in job_ids:
        jobs[await locate(session, job_id)].append(job_id)
    return jobs
