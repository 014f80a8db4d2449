"""Exit codes, and how a command ends early."""

OK = 0
FAILED = 1
USAGE = 2
UNREACHABLE = 3
INTERRUPTED = 130

EPILOG = (
    "Exit codes: 0 done; 1 the job failed or was cancelled, or the document is below "
    "--fail-under; 2 the command or the request was refused; 3 a service cannot be "
    "reached; 130 interrupted by Ctrl-C."
)


class CommandError(Exception):
    """Ends a command.

    Args:
        code: the exit code.
        message: what went wrong, in one line.
        hints: further lines: the facts, or what to do.

    """

    def __init__(self, code: int, message: str, *hints: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hints = hints


def usage(message: str, *hints: str) -> CommandError:
    """Return the error of a command that cannot be run as it was typed."""
    return CommandError(USAGE, message, *hints)
