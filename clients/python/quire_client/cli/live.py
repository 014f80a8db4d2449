"""Progress as a picture on a terminal that moves."""

from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from quire_client.cli.counting import count_text, duration_text, length_text
from quire_client.cli.view import ChapterRow, JobEvent, JobView, Stage

_REFRESH = 10  # frames a second
_FRAME_LINES = 5  # lines of the frame that are not chapters, and one to spare
_BAR_WIDTH = 24
_MARGIN = 3  # columns for the ^C that a terminal echoes; in the last one it would wrap
_NARROW = 64  # columns below which bar and citations are left out


class LiveProgress:
    """Redraws one job's state in place: its chapters, a bar, what happens now."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Live | None = None
        self._view: JobView | None = None
        self._spinner = Spinner("dots", style="cyan")

    def show(self, view: JobView) -> None:
        self._view = view
        self.resume()

    def event(self, event: JobEvent) -> None:
        """Nothing to do: the view was told, and the next frame shows it."""

    def note(self, text: str) -> None:
        self._console.print(Text(text, style="yellow"))

    def pause(self) -> None:
        """Leave the picture as it is and show the cursor."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def resume(self) -> None:
        if self._view is not None and self._live is None:
            self._live = Live(
                console=self._console,
                refresh_per_second=_REFRESH,
                get_renderable=self._frame,
                vertical_overflow="crop",
            )
            self._live.start(refresh=True)

    def end(self) -> None:
        """Leave the last picture on the screen."""
        if self._live is not None:
            self._live.stop()
            self._live = None
        self._view = None

    def _frame(self) -> RenderableType:
        view = self._view
        if view is None:
            return Text("")
        return frame(view, self._spinner, self._console.width, self._console.height)


def frame(view: JobView, spinner: Spinner, width: int, height: int) -> RenderableType:
    """Return the picture of a job, no higher than the terminal."""
    chapters = _chapters(view, spinner, max(3, height - _FRAME_LINES), narrow=width < _NARROW)
    return Constrain(Group(*chapters, _bar(view, spinner, width)), width - _MARGIN)


def _bar(view: JobView, spinner: Spinner, width: int) -> RenderableType:
    finished = view.status in ("done", "failed", "cancelled")
    marks = {"done": ("✓", "green"), "failed": ("✗", "red"), "cancelled": ("✗", "yellow")}
    mark: RenderableType = Text(*marks[view.status]) if finished else spinner
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=1)
    grid.add_column(no_wrap=True)
    if width >= _NARROW:
        grid.add_column(width=_BAR_WIDTH)
    grid.add_column(width=4, justify="right")
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    bar = ProgressBar(total=1.0, completed=view.fraction, complete_style="cyan")
    grid.add_row(
        mark,
        Text(view.kind.capitalize(), style="bold"),
        *([bar] if width >= _NARROW else []),
        Text(f"{view.fraction:.0%}"),
        Text(duration_text(view.elapsed()), style="dim"),
        Text(_status(view)),
    )
    grid.expand = True
    return grid


def _status(view: JobView) -> str:
    if not view.chapters_total or view.status in ("done", "failed", "cancelled"):
        return view.status
    written = sum(row.stage is Stage.WRITTEN for row in view.chapters.values())
    return f"{written}/{view.chapters_total} chapters · {view.status}"


def _chapters(view: JobView, spinner: Spinner, room: int, *, narrow: bool) -> list[RenderableType]:
    """Return a line a chapter; where room is short, those around the ones in work."""
    rows = sorted(view.chapters.items())
    if not rows:
        return []
    first, last = _window(rows, room)
    lines: list[RenderableType] = []
    if first:
        lines.append(Text(f"    … {first} before", style="dim"))
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=3, justify="right")
    grid.add_column(width=3, justify="right", style="dim")
    grid.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    grid.add_column(no_wrap=True, justify="right", style="dim")
    for place, row in rows[first:last]:
        facts = _facts(row, view.language, narrow=narrow)
        grid.add_row(_mark(row, spinner), str(place + 1), _title(row), facts)
    lines.append(grid)
    if last < len(rows):
        lines.append(Text(f"    … {len(rows) - last} after", style="dim"))
    return lines


def _window(rows: list[tuple[int, ChapterRow]], room: int) -> tuple[int, int]:
    """Return the first and the last (exclusive) of the rows that fit."""
    if len(rows) <= room:
        return 0, len(rows)
    room = max(1, room - 2)
    unfinished = [n for n, (_, row) in enumerate(rows) if row.stage is not Stage.WRITTEN]
    centre = unfinished[0] if unfinished else len(rows)
    lead = 1 if room > 1 else 0
    first = min(max(0, centre - lead), len(rows) - room)
    return first, first + room


def _mark(row: ChapterRow, spinner: Spinner) -> RenderableType:
    if row.stage is Stage.WRITING:
        return spinner
    return Text("✓", style="green") if row.stage is Stage.WRITTEN else Text("·", style="dim")


def _title(row: ChapterRow) -> Text:
    return Text(row.title, style="dim" if row.stage is Stage.WAITING else "")


def _facts(row: ChapterRow, language: str, *, narrow: bool) -> str:
    if row.stage is Stage.WRITTEN:
        length = length_text(row.length, language)
        return length if narrow else f"{length} · {count_text(row.citations, 'citations')}"
    return "writing" if row.stage is Stage.WRITING else ""
