"""Errors of the client as a command shows them."""

from collections.abc import Sequence

from quire_client.channel import is_loopback
from quire_client.cli.counting import duration_text
from quire_client.cli.exits import FAILED, UNREACHABLE, USAGE, CommandError
from quire_client.errors import (
    ConfigurationError,
    QuireCallError,
    QuireError,
    ServiceUnreachableError,
)

_FAULTS = ("INTERNAL", "UNKNOWN", "DATA_LOSS")
_SILENT = ("UNAVAILABLE", "DEADLINE_EXCEEDED")
_SHOWN_BY_MESSAGE = ("accepted", "field")

_ADVICE = {
    "UNAUTHENTICATED": "give a token with --token-file or QUIRE_TOKEN",
    "JOB_EXISTS": "an id is used for one request only: choose another --job-id",
    "JOB_ACTIVE": "cancel it first: quire jobs cancel {job_id}",
    "JOB_NOT_FINISHED": "follow it with: quire watch {job_id}",
    "OUTLINE_NOT_FINISHED": "follow it with: quire watch {job_id}",
    "OUTLINE_NOT_FOUND": "see your jobs with: quire jobs list",
    "JOB_NOT_FOUND": "see your jobs with: quire jobs list",
    "NO_SOURCES": "make the outline from files or from pages that --web finds, or give its nodes "
    "a content_summary",
    "CURSOR_OUT_OF_RANGE": "events {oldest_sequence} to {newest_sequence} are kept",
}


def command_error(error: QuireError) -> CommandError:
    """Return how a command ends with an error of the client."""
    if isinstance(error, ServiceUnreachableError):
        start = ("start it with: make up",) if is_loopback(error.address) else ()
        return CommandError(
            UNREACHABLE,
            f"the {error.service} service cannot be reached at {error.address} "
            f"({error.cause}; tried for {duration_text(error.waited)})",
            *start,
            f"say where it is with: --{error.service}-address or "
            f"QUIRE_{error.service.upper()}_ADDRESS",
        )
    if isinstance(error, QuireCallError):
        return _call_error(error)
    if isinstance(error, ConfigurationError):
        return CommandError(
            USAGE, str(error), "use --ca-cert, or --insecure if the network is trusted"
        )
    return CommandError(FAILED, str(error))


def merged(errors: Sequence[CommandError]) -> CommandError:
    """Return several errors as one, with the worst exit code."""
    first, *others = errors
    return CommandError(
        max(error.code for error in errors),
        first.message,
        *first.hints,
        *(line for error in others for line in (error.message, *error.hints)),
    )


def _call_error(error: QuireCallError) -> CommandError:
    named = error.reason and error.reason != error.code.name
    name = f"{error.code.name}, {error.reason}" if named else error.code.name
    if error.code.name in _SILENT:
        code, verb = UNREACHABLE, "cannot answer"
    elif error.code.name in _FAULTS:
        code, verb = FAILED, "met with a fault"
    else:
        code, verb = USAGE, "refused"
    hints = [
        f"{item.field}: {item.description}"
        for item in error.violations
        if item.description not in error.message
    ]
    if not hints:
        hints = [f"{key}: {value}" for key, value in sorted(_facts(error).items())]
    advice = _ADVICE.get(error.reason)
    if advice is not None:
        hints.append(advice.format_map(_Known(error.metadata)))
    return CommandError(
        code, f"the {error.service} service {verb} ({name}): {error.message}", *hints
    )


def _facts(error: QuireCallError) -> dict[str, str]:
    """Return the facts that the message does not tell already."""
    return {
        key: value
        for key, value in error.metadata.items()
        if value and (key in _SHOWN_BY_MESSAGE or value not in error.message)
    }


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"
