"""Standard output for results, standard error for progress and errors."""

import sys
from typing import Protocol

from quire.outline.v1.outline_pb2 import Outline
from rich.console import Console

from quire_client.cli.harmless import harmless
from quire_client.cli.live import LiveProgress
from quire_client.cli.plain import PlainProgress
from quire_client.cli.tree import outline_lines, outline_tree
from quire_client.cli.view import JobEvent, JobView
from quire_client.patience import Away

_SHORT_ABSENCE = 1.0  # seconds; a shorter one is not worth a word
_TELL_EVERY = 15.0  # seconds of waiting between two words on it


class Progress(Protocol):
    """Shows how far one job after another is."""

    def show(self, view: JobView) -> None:
        """Begin with a job."""
        ...

    def event(self, event: JobEvent) -> None:
        """Show an event, which the view has taken in already."""
        ...

    def note(self, text: str) -> None:
        """Show a remark."""
        ...

    def pause(self) -> None:
        """Stop drawing, for a question."""
        ...

    def resume(self) -> None:
        """Draw again."""
        ...

    def end(self) -> None:
        """End with the job shown."""
        ...


class Screen:
    """What a command shows.

    Args:
        json: whether standard output is for JSON alone.
        events_are_result: whether plain progress is what was asked for, and so
            belongs on standard output (as for ``quire watch``).

    """

    def __init__(self, *, json: bool = False, events_are_result: bool = False) -> None:
        self.json = json
        self.interactive = sys.stdin.isatty() and sys.stderr.isatty()
        self.progress = _progress(json, events_are_result)
        self._away: dict[str, float] = {}

    def say(self, text: str) -> None:
        """Print a line on standard error."""
        sys.stderr.write(harmless(text) + "\n")
        sys.stderr.flush()

    def outline(self, outline: Outline, *, as_result: bool) -> None:
        """Print an outline as a tree, as the result or as progress."""
        stream = sys.stdout if as_result else sys.stderr
        if self.json and as_result:
            return
        if stream.isatty():
            Console(file=stream, highlight=False).print(outline_tree(outline))
        else:
            for line in outline_lines(outline):
                stream.write(line + "\n")
            stream.flush()

    def away(self, away: Away) -> None:
        """Tell that a service is away; not of a short absence, and not at each try."""
        self._away[away.error.service] = waited = (
            self._away.get(away.error.service, 0.0) + away.retry_in
        )
        if waited >= _SHORT_ABSENCE:
            self._away[away.error.service] = _SHORT_ABSENCE - _TELL_EVERY
            self.progress.note(f"waiting for the {away.error.service} service: {away.error.cause}")


def _progress(json: bool, events_are_result: bool) -> Progress:
    if json and events_are_result:
        return PlainProgress(lambda _: None)  # the events are printed as JSON instead
    console = Console(stderr=True, highlight=False)
    moving = console.is_terminal and not console.is_dumb_terminal and not json
    if events_are_result and not sys.stdout.isatty():
        moving = False
    if moving:
        return LiveProgress(console)

    def write(text: str) -> None:
        stream = sys.stdout if events_are_result else sys.stderr
        stream.write(text + "\n")
        stream.flush()

    return PlainProgress(write)
