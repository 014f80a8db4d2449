"""Whether a document's citations are true: checked by code, against the stored sources."""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.authoring import render
from shared.authoring.bibliography_styles import (
    Reference,
    entry_key,
    is_numbered,
    references,
)
from shared.authoring.model import Citation, Document
from shared.authoring.support.wordings import unborne
from shared.authoring.text.offsets import slice_bytes

_CHAPTER_HEAD = b"## "


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold. ``message`` quotes neither document nor source."""

    message: str


def verify(document: Document, texts: Mapping[str, str]) -> list[Problem]:
    """Return all that is wrong with the citations; nothing if they all hold.

    Checked are, for each citation: its source is there and is the text that was
    cited (SHA-256), the quote stands there word for word, the marker stands where it
    is said to stand, and what stands before the marker is in the quote word for word or,
    where the document's wording is ``checked``, its last sentence is borne by the quotes
    (``support.wordings``). For the whole:
    each marker has its citation, numbers are dense in order of first use (or entries
    sorted, as the style has it), and the bibliography, as listed and as printed, holds
    the cited sources and no others.

    Args:
        texts: stored text by source id.

    """
    stored = {name: text.encode() for name, text in texts.items()}
    digests = {name: hashlib.sha256(text).hexdigest() for name, text in stored.items()}
    text = document.text.encode()
    problems = list(_whole(document, text))
    for citation in document.citations:
        problems += _evidence(citation, stored, digests)
    listed = _listed(document)
    problems += _markers(document, text, listed)
    problems += unborne(document, text)
    problems += _numbers(document)
    problems += _bibliography(document, text, listed)
    return [Problem(message) for message in problems]


def _whole(document: Document, text: bytes) -> Iterator[str]:
    if hashlib.sha256(text).hexdigest() != document.text_sha256:
        yield "the text is not the one that its SHA-256 was made from"
    starts = sorted(citation.marker_start for citation in document.citations)
    named = Counter(citation.chapter_id for citation in document.citations)
    before = 0
    for chapter in document.chapters:
        if not before <= chapter.start <= chapter.end <= len(text):
            yield f"chapter {chapter.id!r} does not lie at {chapter.start}..{chapter.end}"
        elif not text.startswith(_CHAPTER_HEAD, chapter.start):
            yield f"chapter {chapter.id!r} does not begin at {chapter.start}"
        before = chapter.end
        cited = bisect_left(starts, chapter.end) - bisect_left(starts, chapter.start)
        if not cited == named[chapter.id] == chapter.citations:
            yield f"chapter {chapter.id!r} has {cited} citations, not {chapter.citations}"


def _evidence(
    citation: Citation, stored: Mapping[str, bytes], digests: Mapping[str, str]
) -> Iterator[str]:
    passage = citation.passage
    where = f"{_name(citation)} (source {passage.source_id!r}, {passage.start}..{passage.end})"
    source = stored.get(passage.source_id)
    if source is None:
        yield f"{where} names a source that is not there"
        return
    if digests[passage.source_id] != citation.source_sha256:
        yield f"{where} cites another text than the stored one"
    try:
        found = slice_bytes(source, passage.start, passage.end)
    except ValueError as error:
        yield f"{where} points to no passage: {error}"
        return
    if not found.strip():
        yield f"{where} points to nothing"
    if found != citation.quote:
        yield f"{where} quotes what its source does not say there"


def _listed(document: Document) -> dict[tuple[str, str], Reference]:
    """Return the bibliography that the citations ask for, by the key of the source."""
    infos = {source.id: source for source in document.sources}
    cited = [c.passage.source_id for c in document.citations]
    found = references(
        [infos[name] for name in cited if name in infos],
        document.bibliography_style,
        document.language,
    )
    return {entry_key(reference.source): reference for reference in found}


def _markers(
    document: Document, text: bytes, listed: Mapping[tuple[str, str], Reference]
) -> Iterator[str]:
    body = text[: _body_end(document)]
    standing = {start: marker for start, _, marker in render.markers(body)}
    names = {reference.number: reference.marker for reference in listed.values()}
    if is_numbered(document.bibliography_style):
        names = {c.number: render.marker(str(c.number)) for c in document.citations}
    said: set[int] = set()
    before = -1
    for citation in document.citations:
        if standing.get(citation.marker_start, "") != names.get(citation.number):
            yield f"{_name(citation)} does not stand there"
        if citation.marker_start in said:
            yield f"{_name(citation)} shares its marker with another citation"
        if citation.marker_start < before:
            yield f"{_name(citation)} is not in the order of the text"
        said.add(citation.marker_start)
        before = citation.marker_start
    for start in standing.keys() - said:
        name = standing[start] if standing[start][1:-1].isdigit() else "of a name"
        yield f"the marker {name} at {start} has no citation"


def _numbers(document: Document) -> Iterator[str]:
    used = list(dict.fromkeys(citation.number for citation in document.citations))
    if not is_numbered(document.bibliography_style):
        if sorted(used) != list(range(1, len(used) + 1)):
            yield "the numbers are not 1, 2, 3, …"
    elif used != list(range(1, len(used) + 1)):
        yield "the numbers are not 1, 2, 3, … in order of first use"


def _bibliography(
    document: Document, text: bytes, listed: Mapping[tuple[str, str], Reference]
) -> Iterator[str]:
    numbered = is_numbered(document.bibliography_style)
    infos = {source.id: source for source in document.sources}
    entries = {entry.number: entry for entry in document.bibliography}
    cited = {citation.number for citation in document.citations}
    if [entry.number for entry in document.bibliography] != sorted(cited):
        yield "the bibliography does not list exactly what is cited"
    for entry in document.bibliography:
        source = infos.get(entry.source_id)
        own_reference = listed.get(entry_key(source)) if source else None
        if (
            own_reference is None
            or entry.text != own_reference.text
            or (not numbered and entry.number != own_reference.number)
        ):
            yield f"entry [{entry.number}] of the bibliography is not that of its source"
    for citation in document.citations:
        listing = entries.get(citation.number)
        own, shown = (
            infos.get(citation.passage.source_id),
            infos.get(listing.source_id if listing else ""),
        )
        if own is None or shown is None or entry_key(own) != entry_key(shown):
            yield f"{_name(citation)} bears the number of another source"
    printed = render.bibliography(
        document.bibliography, document.language, numbered=numbered
    ).encode()
    expected = b"\n\n" + printed + b"\n" if printed else b"\n"
    if text[_body_end(document) :] != expected:
        yield "the bibliography is not printed as listed"


def _body_end(document: Document) -> int:
    if document.chapters:
        return document.chapters[-1].end
    return len(render.heading(1, document.title).encode())


def _name(citation: Citation) -> str:
    return f"[{citation.number}] at {citation.marker_start}"
