"""How a command ends: with its exit code, and with its error on standard error."""

import sys
from collections.abc import Callable
from typing import NoReturn

import typer
from rich.console import Console
from rich.text import Text

from quire_client.cli.exits import INTERRUPTED, CommandError


def end_with(command: Callable[[], int]) -> NoReturn:
    """Run a command and leave with its exit code; an error is printed in a few lines."""
    try:
        code = command()
    except CommandError as error:
        print_error(error)
        code = error.code
    except KeyboardInterrupt:  # before the services were called, as while a file is read
        code = INTERRUPTED
    raise typer.Exit(code)


def print_error(error: CommandError) -> None:
    """Print an error: what went wrong, then the facts or what to do."""
    if not sys.stderr.isatty():
        sys.stderr.write(
            "".join(f"{line}\n" for line in (f"quire: {error.message}", *_hints(error)))
        )
        return
    console = Console(stderr=True, highlight=False)
    console.print(Text.assemble(("quire: ", "bold red"), error.message))
    for line in _hints(error):
        console.print(Text(line), soft_wrap=True)  # commands are to be copied whole


def _hints(error: CommandError) -> list[str]:
    return [f"  {hint}" for hint in error.hints]
