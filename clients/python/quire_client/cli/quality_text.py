"""The quality of a document as a short table, for a terminal or as plain text."""

import sys
from collections.abc import Iterator, Mapping, Sequence

from quire.document.v1.document_pb2 import Document
from quire.job.v1.job_pb2 import Usage
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from quire_client.cli.counting import count_text, length_text
from quire_client.cli.harmless import harmless
from quire_client.quality import DocumentReport, ModelUse, Quality, report_of

Row = tuple[str, str]

_NAMED = 5
"""Sources and requirements that are named; of more the number is told."""
_WIDEST = 60
"""Columns of a terminal for a title or a requirement; a Chinese character takes two."""
_NAME_WIDTH = 16
_MICROS = 1_000_000


def print_quality(document: Document) -> None:
    """Print what a document says of itself on standard error; nothing if it says nothing."""
    rows = tuple(quality_rows(document))
    if sys.stderr.isatty():
        table = Table.grid(padding=(0, 2))
        table.add_column(style="cyan", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in rows:
            table.add_row(name, Text(harmless(value)))
        if rows:
            Console(stderr=True, highlight=False).print(table)
        return
    for name, value in rows:
        sys.stderr.write(f"{name:<{_NAME_WIDTH}}{harmless(value)}\n")
    sys.stderr.flush()


def quality_rows(document: Document) -> Iterator[Row]:
    """Yield name and value of each row: the quality, then what is missing and why."""
    report = report_of(document)
    if report.quality is not None:
        yield from _quality(report.quality, document)
    yield from _missing(report)


def use_text(use: ModelUse | Usage) -> str:
    """Return what was used of models, in words."""
    parts = [
        count_text(use.model_calls, "calls"),
        f"{use.input_tokens:,} tokens in",
        f"{use.output_tokens:,} out",
    ]
    if use.cost_micros:
        parts.append(f"cost {use.cost_micros / _MICROS:,.4f}")
    return ", ".join(parts)


def _quality(quality: Quality, document: Document) -> Iterator[Row]:
    titles = {source.id: source.title for source in document.sources}
    yield "sentences", f"{quality.sentences:,}"
    yield "cited", _share(quality.cited, quality.sentences)
    yield "verified", _share(quality.verified, quality.cited)
    yield "uncited claims", f"{quality.uncited_claims:,}"
    if quality.unsupported:
        yield "unsupported", f"{quality.unsupported:,}, marked in the text"
    yield "repetition", f"{quality.repetition:.1%}"
    yield "length", _length(quality, document.language)
    yield "evidence", _evidence(quality)
    yield from _requirements(quality, {one.id: one.title for one in document.chapters})
    if quality.unused_sources:
        names = [titles.get(one) or one for one in quality.unused_sources]
        yield "unused sources", f"{len(names):,}: {_listed(names)}"
    for model, use in quality.models.items():
        yield "model", f"{model}: {use_text(use)}"


def _evidence(quality: Quality) -> str:
    used = sum(chapter.passages_used for chapter in quality.chapters)
    given = sum(chapter.passages_given for chapter in quality.chapters)
    left = f"; {quality.unused_passages:,} in no chapter" if quality.unused_passages else ""
    return f"{_share(used, given)} passages{left}"


def _requirements(quality: Quality, chapters: Mapping[str, str]) -> Iterator[Row]:
    if not quality.requirements:
        return
    met = [one for one in quality.requirements if one.met]
    not_met = [one for one in quality.requirements if not one.met]
    yield "requirements", f"{len(met):,} of {len(met) + len(not_met):,} met"
    for one in not_met[:_NAMED]:
        yield "  not met", _short(one.text)
    if len(not_met) > _NAMED:
        yield "  not met", f"and {len(not_met) - _NAMED:,} more"
    for one in met[:_NAMED]:
        yield "  met", _short(one.text)
        chapter = chapters.get(one.chapter_id, "")
        yield "    in", _short(chapter if one.place == chapter else f"{chapter}: {one.place}")
    if len(met) > _NAMED:
        yield "  met", f"and {len(met) - _NAMED:,} more"


def _missing(report: DocumentReport) -> Iterator[Row]:
    for chapter in report.missing:
        reason = " ".join(chapter.reason.split())
        yield "missing", f"{_short(chapter.title)}: {reason}"


def _length(quality: Quality, language: str) -> str:
    told = length_text(quality.length, language)
    if not quality.target_length:
        return told
    off = quality.length / quality.target_length - 1
    return f"{told}, {off:+.1%} of the {quality.target_length:,} asked for"


def _share(part: int, whole: int) -> str:
    """Return a share with its counts; nearly all is never told as 100%."""
    if not whole:
        return "0 of 0"
    share = part / whole if part == whole else min(part / whole, 0.999)
    return f"{share:.1%}, {part:,} of {whole:,}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(map(_short, names[:_NAMED])) + more


def _short(text: str) -> str:
    """Return a text on one line that is no wider than it may be."""
    line = " ".join(text.split())
    if cell_len(line) <= _WIDEST:
        return line
    return set_cell_size(line, _WIDEST - 1).rstrip() + "…"
