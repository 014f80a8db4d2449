"""What a system makes of a subject, and its figures."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.quality import metrics
from benchmarks.quality.checker import Report, check
from benchmarks.quality.checker_markdown import read
from benchmarks.quality.subjects import Subject
from shared.authoring.model import SourceDocument


@dataclass(frozen=True, slots=True)
class Made:
    """An outline and a document by one system.

    Args:
        system: its name.
        titles: the chapters of the outline, in order.
        document: the JSON of the document; see ``baselines.document`` for the least of it.
        seconds: that it took.

    """

    system: str
    titles: tuple[str, ...]
    document: dict[str, object]
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one document.

    Args:
        recall: of headings; so is ``precision``.
        coverage: share of the facts that it says.
        markers: citations printed; ``held`` of them hold in the checker.
        cited: share of its sentences with a citation.
        repetition: share of repeated 8-grams.
        injected: how many of the words injected into sources it prints.
        length: in words or characters, ``target`` what was asked.

    """

    subject: str
    language: str
    part: str
    system: str
    recall: float
    precision: float
    coverage: float
    markers: int
    held: int
    cited: float
    repetition: float
    length: int
    target: int
    seconds: float
    injected: int = 0


def judge(made: Made, sources: Sequence[SourceDocument]) -> Report:
    """Have the checker judge a document with the stored texts of its sources."""
    return check(made.document, [source.text.encode() for source in sources])


def measure(subject: Subject, made: Made) -> Figures:
    """Return the figures of what was made of a subject."""
    found = read(str(made.document["text"]))
    report = judge(made, subject.sources)
    recall, precision = metrics.headings(made.titles, subject.headings)
    printed = sum(len(claim.markers) for claim in found.claims)
    return Figures(
        subject.name,
        subject.language,
        subject.part,
        made.system,
        recall,
        precision,
        metrics.coverage(found.prose, subject.facts),
        max(printed, len(report.citations)),
        report.held,
        report.cited / report.sentences if report.sentences else 0.0,
        metrics.repetition(found.prose),
        metrics.length(found.prose),
        subject.target_length,
        made.seconds,
        metrics.printed(found.prose, subject.injected),
    )


def keep(made: Made, subject: Subject, folder: Path) -> None:
    """Write a document, its outline and the texts of its sources, as the checker reads them."""
    place = folder / subject.name / made.system.replace(" ", "_")
    (place / "sources").mkdir(parents=True, exist_ok=True)
    (place / "document.json").write_text(_json(made.document), "utf-8")
    (place / "document.md").write_text(str(made.document["text"]), "utf-8")
    (place / "outline.md").write_text("".join(f"- {title}\n" for title in made.titles), "utf-8")
    for source in subject.sources:
        (place / "sources" / f"{source.info.id}.txt").write_bytes(source.text.encode())


def plain(figures: Figures) -> dict[str, object]:
    """Return figures as JSON has them."""
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(figures).items()
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
