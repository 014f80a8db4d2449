"""The command ``quire top`` and its options."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from quire_client.cli import arguments as args
from quire_client.cli import top_live
from quire_client.cli.connection import Connection
from quire_client.cli.ending import end_with
from quire_client.cli.exits import OK
from quire_client.cli.failures import command_error, merged
from quire_client.cli.top import Look, look
from quire_client.cli.top_picture import picture
from quire_client.cli.top_plain import print_lines, print_object
from quire_client.client import QuireClient
from quire_client.errors import QuireError
from quire_client.patience import Patience

T = TypeVar("T")

_LIVE_PATIENCE = Patience(connect=2.0, answer=5.0)
"""A picture that moves says soon that a service is away, and goes on trying by itself."""


def top(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="Look once and leave.", show_default=False)
    ] = False,
    json: args.Json = False,
) -> None:
    """Show queues, workers and your jobs, anew each second; q or Ctrl-C leaves.

    Queues and workers are those of all users, jobs are yours. Where the
    output is no terminal, and with --json, it looks once. Through a pipe
    each line begins with queue, worker, job or ended, then tabs part it.
    """

    def command() -> int:
        connection: Connection = context.obj
        console = Console(highlight=False)
        moving = console.is_terminal and not console.is_dumb_terminal
        if once or json or not moving:
            seen = _with_client(connection, connection.patience(), look)
            return _show(seen, console, json=json)
        return _with_client(
            connection, _LIVE_PATIENCE, lambda client: top_live.watch(client, console)
        )

    end_with(command)


def _with_client(
    connection: Connection, patience: Patience, work: Callable[[QuireClient], Awaitable[T]]
) -> T:
    async def run() -> T:
        outline, document = connection.endpoints()
        async with QuireClient(outline, document, patience=patience) as client:
            return await work(client)

    try:
        return asyncio.run(run())
    except QuireError as error:
        raise command_error(error) from None


def _show(seen: Look, console: Console, *, json: bool) -> int:
    """Print one look. Raises CommandError if a service did not answer."""
    if json:
        print_object(seen)
    elif not sys.stdout.isatty():
        print_lines(seen)
    elif len(seen.errors) < len(seen.services):
        clock = datetime.now().astimezone().strftime("%H:%M:%S")
        console.print(picture(seen, clock, console.width, None))
    if seen.errors:
        raise merged(seen.errors)
    return OK
