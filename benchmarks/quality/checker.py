"""Checks the citations of a finished document, apart from the code that made them.

``python -m benchmarks.quality.checker RESULT.json SOURCES_DIR`` reads the JSON of a document,
as kept and as ``quire document --json`` prints it, and a folder with the stored texts of its
sources, whatever the files are called: a text is known by its SHA-256. It exits with 1 when
something does not hold, and with 2 when it cannot read what it is given.

It shares nothing with the product: it reads the Markdown, splits the sentences and judges
them by rules of its own (``checker_markdown``, ``checker_rules``).
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality import checker_rules
from benchmarks.quality.checker_markdown import Claim, Marker, Read, read

EXIT_WRONG, EXIT_UNREADABLE = 1, 2
_ARGUMENTS = 3


class UnreadableError(Exception):
    """What was given is no document or no folder of texts."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A citation: the sentence that it stands behind, its quote, and what is wrong with it.

    Args:
        start: byte of the marker in the document.

    """

    start: int
    label: str
    sentence: str
    quote: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found.

    Args:
        problems: of the document as a whole.
        sentences: of prose, headings and the list of sources apart.
        cited: how many of them have a citation.

    """

    citations: tuple[Judged, ...]
    problems: tuple[str, ...]
    sentences: int
    cited: int

    @property
    def held(self) -> int:
        """How many citations have nothing wrong."""
        return sum(not one.problems for one in self.citations)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong at all."""
        return not self.problems and self.held == len(self.citations)


@dataclass(frozen=True, slots=True)
class _Cited:
    number: int
    start: int
    source_id: str
    first: int
    last: int
    quote: str
    sha256: str


def check(document: Mapping[str, object], texts: Sequence[bytes]) -> Report:
    """Judge a document.

    Args:
        document: its JSON.
        texts: of the sources, as stored. Raises UnreadableError if the JSON is none of a document.

    """
    try:
        text = _string(document, "text").encode()
        records = [_record(one) for one in _objects(document, "citations")]
        sources = {_string(one, "id"): one for one in _objects(document, "sources")}
        listed = {_integer(one, "number"): one for one in _objects(document, "bibliography")}
        verbatim = document.get("wording") == "verbatim"
        digest, style = _string(document, "text_sha256"), document.get("bibliography_style")
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError(f"no document: {error!r}") from error
    found = read(text.decode())
    stored = {hashlib.sha256(one).hexdigest(): one for one in texts}
    problems: list[str] = []
    if hashlib.sha256(text).hexdigest() != digest:
        problems.append("the text is not the one that the digest was made from")
    problems += _bibliography(found, records, listed, sources, numbered=style != "author_date")
    problems += _unclaimed(found, records)
    judged = list(_judge(found, records, sources, stored, verbatim=verbatim))
    return Report(tuple(judged), tuple(problems), found.sentences, len(found.claims))


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong and how much holds; return the exit code."""
    if len(arguments) != _ARGUMENTS:
        sys.stderr.write("usage: python -m benchmarks.quality.checker RESULT.json SOURCES_DIR\n")
        return EXIT_UNREADABLE
    try:
        document = json.loads(Path(arguments[1]).read_text("utf-8"))
        if isinstance(document, dict) and isinstance(document.get("document"), dict):
            document = document["document"]
        if not isinstance(document, dict):
            raise UnreadableError("no document: the JSON is no object")
        files = sorted(path for path in Path(arguments[2]).rglob("*") if path.is_file())
        report = check(document, [path.read_bytes() for path in files])
    except (OSError, ValueError, UnreadableError) as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_UNREADABLE
    for problem in report.problems:
        print(problem)
    for one in report.citations:
        for problem in one.problems:
            print(f"{one.label} at byte {one.start}: {problem}")
    print(
        f"{report.held} of {len(report.citations)} citations hold; "
        f"{report.cited} of {report.sentences} sentences are cited"
    )
    return 0 if report.holds else EXIT_WRONG


def _judge(
    found: Read,
    records: Sequence[_Cited],
    sources: Mapping[str, Mapping[str, object]],
    stored: Mapping[str, bytes],
    *,
    verbatim: bool,
) -> Iterator[Judged]:
    said: dict[int, Claim] = {m.start: claim for claim in found.claims for m in claim.markers}
    standing: dict[int, Marker] = {m.start: m for claim in found.claims for m in claim.markers}
    shared = Counter(record.start for record in records)
    quotes: defaultdict[int, list[str]] = defaultdict(list)
    for record in records:
        if claim := said.get(record.start):
            quotes[claim.markers[0].start].append(record.quote)
    for record in records:
        wrong = list(_evidence(record, sources, stored))
        claim, marker = said.get(record.start), standing.get(record.start)
        if claim is None or marker is None:
            wrong.append("no marker stands there")
        else:
            if marker.number is not None and marker.number != record.number:
                wrong.append(f"the marker says {marker.label}, the record {record.number}")
            if shared[record.start] > 1:
                wrong.append("several records share the marker")
            together = quotes[claim.markers[0].start]
            if problem := checker_rules.unsupported(claim, record.quote, together, verbatim):
                wrong.append(problem)
        yield Judged(
            record.start,
            marker.label if marker else f"[{record.number}]",
            claim.text if claim else "",
            record.quote,
            tuple(wrong),
        )


def _evidence(
    record: _Cited, sources: Mapping[str, Mapping[str, object]], stored: Mapping[str, bytes]
) -> Iterator[str]:
    source = sources.get(record.source_id)
    if source is None:
        yield "its source is not among those of the document"
        return
    if source.get("role", "data") != "data":
        yield "its source is no evidence"
    if source.get("sha256") != record.sha256:
        yield "its digest is not that of its source"
    text = stored.get(record.sha256)
    if text is None:
        yield "no text with the digest of its source was given: it is missing or was altered"
        return
    quote = record.quote.encode()
    if not record.quote.strip():
        yield "it quotes nothing"
    elif text.find(quote) < 0:
        yield "its quote is not in its source"
    elif text[record.first : record.last] != quote:
        yield "its quote stands elsewhere in its source"


def _unclaimed(found: Read, records: Sequence[_Cited]) -> Iterator[str]:
    known = {record.start for record in records}
    for claim in found.claims:
        for marker in claim.markers:
            if marker.start not in known:
                yield f"the marker at byte {marker.start} has no record"


def _bibliography(
    found: Read,
    records: Sequence[_Cited],
    listed: Mapping[int, Mapping[str, object]],
    sources: Mapping[str, Mapping[str, object]],
    *,
    numbered: bool,
) -> Iterator[str]:
    cited = {record.number for record in records}
    if cited != set(listed):
        yield "the list of sources does not hold exactly what is cited"
    if numbered and sorted(cited) != sorted(found.listed):
        yield "the list of sources as printed has other numbers than those cited"
    for number, entry in listed.items():
        if entry.get("source_id") not in sources:
            yield f"entry {number} of the list is no source of the document"


def _record(one: Mapping[str, object]) -> _Cited:
    passage = one["passage"]
    if not isinstance(passage, dict):
        raise TypeError("passage")
    return _Cited(
        _integer(one, "number"),
        _integer(one, "marker_start"),
        _string(passage, "source_id"),
        _integer(passage, "start"),
        _integer(passage, "end"),
        _string(one, "quote"),
        _string(one, "source_sha256"),
    )


def _objects(holder: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    found = holder[name]
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise TypeError(name)
    return found


def _string(holder: Mapping[str, object], name: str) -> str:
    value = holder[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _integer(holder: Mapping[str, object], name: str) -> int:
    value = holder[name]
    if isinstance(value, str) and value.isdigit():
        return int(value)  # 64-bit numbers are strings in the JSON of protobuf
    if not isinstance(value, int):
        raise TypeError(name)
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv))
