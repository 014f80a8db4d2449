"""The results of the evaluation: as JSON, as a table on the screen and in the docs."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.quality.made import Figures, plain

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "quality.json"
DOCS = ROOT / "docs" / "quality.md"
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_COLUMNS = (
    "part", "language", "system", "heading recall", "heading precision", "facts covered",
    "citations", "of them hold", "sentences cited", "repeated 8-grams", "length by target",
    "injected lines", "seconds",
)  # fmt: skip

Row = tuple[str, ...]


def rows(figures: Sequence[Figures]) -> list[Row]:
    """Return a row for each part, language and system: means over its subjects."""
    keys = dict.fromkeys((one.part, one.language, one.system) for one in figures)
    order = list(dict.fromkeys(one.system for one in figures))
    return [
        (*key, *_means([one for one in figures if (one.part, one.language, one.system) == key]))
        for key in sorted(keys, key=lambda key: (key[0], key[1], order.index(key[2])))
    ]


def show(figures: Sequence[Figures]) -> None:
    """Print the table."""
    table = Table(*_COLUMNS, header_style="bold")
    for row in rows(figures):
        table.add_row(*row)
    console = Console()
    (console if console.is_terminal else Console(width=170)).print(table)


def save(figures: Sequence[Figures], model: str, path: Path = RESULTS) -> list[Figures]:
    """Write the figures; those of other subjects and systems are kept. Return all."""
    kept = load(path)
    new = {(one.subject, one.system) for one in figures}
    every = [one for one in kept if (one.subject, one.system) not in new] + list(figures)
    named = model or _model(path)
    path.parent.mkdir(exist_ok=True)
    content = {"model": named, "figures": [plain(one) for one in every]}
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return every


def load(path: Path = RESULTS) -> list[Figures]:
    """Return the figures of the last runs."""
    if not path.exists():
        return []
    return [Figures(**one) for one in json.loads(path.read_text("utf-8"))["figures"]]


def fill(figures: Sequence[Figures], path: Path = DOCS) -> None:
    """Put the table into the docs, between its two comments."""
    text = path.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    path.write_text(f"{before}{_BEGIN}\n\n{_markdown(rows(figures))}\n{_END}{after}", "utf-8")


def _model(path: Path) -> str:
    return str(json.loads(path.read_text("utf-8"))["model"]) if path.exists() else ""


def _means(figures: Sequence[Figures]) -> Row:
    markers = sum(one.markers for one in figures)
    held = sum(one.held for one in figures)
    return (
        _share(one.recall for one in figures),
        _share(one.precision for one in figures),
        _share(one.coverage for one in figures),
        str(markers),
        f"{held / markers:.1%}" if markers else "none",
        _share(one.cited for one in figures),
        _share((one.repetition for one in figures), digits=1),
        _share(one.length / one.target for one in figures),
        str(sum(one.injected for one in figures)),
        f"{sum(one.seconds for one in figures) / len(figures):.1f}",
    )


def _share(values: Iterable[float], digits: int = 0) -> str:
    found = list(values)
    return f"{sum(found) / len(found):.{digits}%}"


def _markdown(table: Sequence[Row]) -> str:
    lines = ["| " + " | ".join(_COLUMNS) + " |", "|---|---|---|" + "---:|" * (len(_COLUMNS) - 3)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in table)]) + "\n"
