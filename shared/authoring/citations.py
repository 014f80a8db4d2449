"""Whether a document's citations are true: checked by code, against the stored sources."""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.authoring import render
from shared.authoring.bibliography import entry_key, entry_text
from shared.authoring.model import ChapterInfo, Citation, Document
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
    is said to stand, and the words before the marker, back to the marker before it
    or the paragraph's begin, are in the quote (white space apart). For the whole:
    each marker has its citation, numbers are dense in order of first use, and the
    bibliography, as listed and as printed, holds the cited sources and no others.

    Args:
        texts: stored text by source id.

    """
    stored = {name: text.encode() for name, text in texts.items()}
    digests = {name: hashlib.sha256(text).hexdigest() for name, text in stored.items()}
    text = document.text.encode()
    problems = list(_whole(document, text))
    for citation in document.citations:
        problems += _evidence(citation, stored, digests)
    problems += _markers(document, text)
    problems += _support(document, text)
    problems += _numbers(document)
    problems += _bibliography(document, text)
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


def _markers(document: Document, text: bytes) -> Iterator[str]:
    body = text[: _body_end(document)]
    standing = {start: number for start, _, number in render.markers(body)}
    said: set[int] = set()
    before = -1
    for citation in document.citations:
        if standing.get(citation.marker_start) != citation.number:
            yield f"{_name(citation)} does not stand there"
        if citation.marker_start in said:
            yield f"{_name(citation)} shares its marker with another citation"
        if citation.marker_start < before:
            yield f"{_name(citation)} is not in the order of the text"
        said.add(citation.marker_start)
        before = citation.marker_start
    for start in standing.keys() - said:
        yield f"the marker [{standing[start]}] at {start} has no citation"


def _support(document: Document, text: bytes) -> Iterator[str]:
    quotes: dict[int, str] = {c.marker_start: _bare(c.quote) for c in document.citations}
    for chapter in document.chapters:
        for sentence, starts in _sentences(chapter, text):
            known = [quotes[start] for start in starts if start in quotes]
            if known and not (sentence and any(sentence in quote for quote in known)):
                yield f"what stands before the marker at {starts[0]} is not in its quote"


def _sentences(chapter: ChapterInfo, text: bytes) -> Iterator[tuple[str, list[int]]]:
    """Yield what stands before each run of markers, bare, with where these begin."""
    position = chapter.start
    for block in text[chapter.start : chapter.end].split(b"\n\n"):
        said, starts, last = b"", list[int](), 0
        for start, end, _ in render.markers(block):
            between = block[last:start]
            if between.strip() or not starts:
                if starts:
                    yield _said(said), starts
                said, starts = between, []
            starts.append(position + start)
            last = end
        if starts:
            yield _said(said), starts
        position += len(block) + 2


def _said(markdown: bytes) -> str:
    return _bare(render.unescape(markdown.decode(errors="replace")))


def _bare(text: str) -> str:
    """Return ``text`` without white space, in which source and document may differ."""
    return "".join(text.split())


def _numbers(document: Document) -> Iterator[str]:
    used = list(dict.fromkeys(citation.number for citation in document.citations))
    if used != list(range(1, len(used) + 1)):
        yield "the numbers are not 1, 2, 3, … in order of first use"


def _bibliography(document: Document, text: bytes) -> Iterator[str]:
    infos = {source.id: source for source in document.sources}
    entries = {entry.number: entry for entry in document.bibliography}
    cited = {citation.number for citation in document.citations}
    if [entry.number for entry in document.bibliography] != sorted(cited):
        yield "the bibliography does not list exactly what is cited"
    for entry in document.bibliography:
        source = infos.get(entry.source_id)
        if source is None or entry.text != entry_text(source):
            yield f"entry [{entry.number}] of the bibliography is not that of its source"
    for citation in document.citations:
        listed = entries.get(citation.number)
        own, shown = (
            infos.get(citation.passage.source_id),
            infos.get(listed.source_id if listed else ""),
        )
        if own is None or shown is None or entry_key(own) != entry_key(shown):
            yield f"{_name(citation)} bears the number of another source"
    printed = render.bibliography(document.bibliography, document.language).encode()
    expected = b"\n\n" + printed + b"\n" if printed else b"\n"
    if text[_body_end(document) :] != expected:
        yield "the bibliography is not printed as listed"


def _body_end(document: Document) -> int:
    if document.chapters:
        return document.chapters[-1].end
    return len(render.heading(1, document.title).encode())


def _name(citation: Citation) -> str:
    return f"[{citation.number}] at {citation.marker_start}"
