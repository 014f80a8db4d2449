"""The command line of a service: ``python -m NAME serve|worker``."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

from shared.settings import ServiceSettings, SettingsError, describe, load_settings

S = TypeVar("S", bound=ServiceSettings)

EXIT_USAGE = 2


def run_program(
    name: str, about: str, kind: type[S], commands: Mapping[str, tuple[str, Callable[[S], int]]]
) -> int:
    """Parse the command line, load the settings, run the command, return its exit code.

    Args:
        commands: by name, what each does (one line) and the function that does it.

    Wrong arguments or settings give exit code 2 and a line for each problem.
    """
    settings_help = f"Settings, from the environment:\n{describe(kind)}"
    parser = argparse.ArgumentParser(
        prog=f"python -m {name}",
        description=about,
        epilog=settings_help,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    choices = parser.add_subparsers(dest="command", required=True, metavar="command")
    for command, (meaning, _) in commands.items():
        choices.add_parser(
            command,
            help=meaning,
            description=meaning,
            epilog=settings_help,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    chosen = parser.parse_args().command
    try:
        settings = load_settings(kind)
    except SettingsError as error:
        for problem in error.problems:
            print(f"{name}: {problem}", file=sys.stderr)  # noqa: T201  the log is not set up yet
        return EXIT_USAGE
    if settings.log_format == "json":
        # What the core of gRPC writes to stderr by itself is no JSON. It looks at this when it is
        # imported, which the commands do.
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    return commands[chosen][1](settings)
