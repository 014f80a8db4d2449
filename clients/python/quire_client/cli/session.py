"""One run of a command: its client, its screen, the job that it follows."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeAlias

from quire_client.cli.connection import Connection
from quire_client.cli.exits import FAILED, INTERRUPTED, UNREACHABLE, CommandError
from quire_client.cli.failures import command_error
from quire_client.cli.interrupt import Choice, Interrupted, ask_on_terminal, attend
from quire_client.cli.screen import Screen
from quire_client.cli.view import JobEvent, JobView, failure_text
from quire_client.client import QuireClient
from quire_client.documents import DocumentClient
from quire_client.errors import QuireError
from quire_client.outlines import OutlineClient
from quire_client.watch_state import Start

Service: TypeAlias = OutlineClient | DocumentClient

_FROM_THE_START = Start()
_SIGNAL_BASE = 128  # a shell's exit code for a command ended by a signal


@dataclass(frozen=True, slots=True)
class Running:
    """The job that Ctrl-C is about.

    Args:
        back: how to get back to it, one command a line.
        confirmed: whether the service has answered that it has the job.

    """

    service: Service
    job_id: str
    back: tuple[str, ...]
    confirmed: bool = True


class Session:
    """What the parts of a command share."""

    def __init__(self, client: QuireClient, screen: Screen) -> None:
        self.client = client
        self.screen = screen
        self.running: Running | None = None
        self._cancelled = False
        self._ended = asyncio.Event()
        self._unasked = asyncio.Event()  # a question keeps the screen to itself
        self._unasked.set()

    async def follow(
        self,
        service: Service,
        view: JobView,
        *,
        start: Start = _FROM_THE_START,
        tell: Callable[[JobEvent], None] | None = None,
    ) -> None:
        """Show a job until it has succeeded.

        Args:
            start: where to begin.
            tell: is told of each event.

        Raises:
            CommandError: it failed or was cancelled.

        """
        progress = self.screen.progress
        progress.show(view)
        self._ended.clear()
        last: JobEvent | None = None
        watch = service.watch(view.job_id, after=start.after, latest=start.latest)
        async with aclosing(watch) as events:
            async for event in events:
                view.apply(event)
                progress.event(event)
                if tell is not None:
                    tell(event)
                last = event
        self._ended.set()
        await self._unasked.wait()
        progress.end()
        await self._outcome(service, view.job_id, last)

    async def ask(self) -> Choice:
        """Ask what to do at Ctrl-C; leave if there is no job yet or nobody to ask.

        The job going on meanwhile draws nothing; if it ends, so does the question.
        """
        if self.running is None or not self.running.confirmed or not self.screen.interactive:
            return Choice.DETACH
        self._unasked.clear()
        asking = asyncio.ensure_future(ask_on_terminal())
        ended = asyncio.ensure_future(self._ended.wait())
        try:
            await asyncio.wait({asking, ended}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asking.cancel()
            ended.cancel()
            await asyncio.gather(asking, ended, return_exceptions=True)
        choice = Choice.RESUME if asking.cancelled() else asking.result()
        if choice is not Choice.DETACH:
            self.screen.progress.resume()
            self._unasked.set()
        return choice

    async def cancel(self) -> None:
        """Cancel the job that is followed."""
        if self.running is not None:
            self._cancelled = True
            self.screen.progress.note("cancelling; Ctrl-C once more leaves at once")
            await self.running.service.cancel(self.running.job_id)

    async def _outcome(self, service: Service, job_id: str, last: JobEvent | None) -> None:
        name = f"the {service.kind} job {job_id}"
        match last.WhichOneof("payload") if last is not None else None:
            case "completed":
                return
            case "failed" if last is not None:
                raise CommandError(FAILED, f"{name} failed", failure_text(last.failed.failure))
            case "cancelled":
                raise self._was_cancelled(name)
        # Nothing new was sent, or the end is of a kind that this client does not know.
        job = (await service.get(job_id)).job
        if job.state == job.STATE_CANCELLED:
            raise self._was_cancelled(name)
        if job.state != job.STATE_SUCCEEDED:
            raise CommandError(FAILED, f"{name} failed", failure_text(job.failure))

    def _was_cancelled(self, name: str) -> CommandError:
        return CommandError(INTERRUPTED if self._cancelled else FAILED, f"{name} was cancelled")


def run(
    connection: Connection, screen: Screen, work: Callable[[Session], Coroutine[Any, Any, int]]
) -> int:
    """Do a command's work with a client, and return its exit code.

    Raises:
        CommandError: the work ended early.

    """
    # A coroutine's first two types are those of its driver, which is asyncio.
    try:
        return asyncio.run(_run(connection, screen, work))
    except QuireError as error:
        raise command_error(error) from None


async def _run(
    connection: Connection, screen: Screen, work: Callable[[Session], Coroutine[Any, Any, int]]
) -> int:
    outline, document = connection.endpoints()
    async with QuireClient(
        outline, document, patience=connection.patience(), on_away=screen.away
    ) as client:
        session = Session(client, screen)
        try:
            return await attend(
                work(session),
                ask=session.ask,
                pause=screen.progress.pause,
                resume=screen.progress.resume,
                cancel=session.cancel,
            )
        except QuireError as error:
            raise _gave_up(session, command_error(error)) from None
        except Interrupted as interrupted:
            raise _detached(session, _SIGNAL_BASE + interrupted.number) from None


def _gave_up(session: Session, error: CommandError) -> CommandError:
    """Return an error with the way back to the job, if the service is only away."""
    running = session.running
    if running is None or error.code != UNREACHABLE:
        return error
    back = (f"get back to job {running.job_id} with: {command}" for command in running.back[:1])
    return CommandError(error.code, error.message, *error.hints, *back)


def _detached(session: Session, code: int) -> CommandError:
    running = session.running
    if running is None:
        return CommandError(code, "interrupted")
    name = f"the {running.service.kind} job {running.job_id}"
    return CommandError(
        code,
        f"detached; {name} goes on"
        if running.confirmed
        else f"interrupted before the service had confirmed {name}; it may have it all the same",
        *(f"get back with: {command}" for command in running.back[:1]),
        *(f"and then: {command}" for command in running.back[1:]),
    )
