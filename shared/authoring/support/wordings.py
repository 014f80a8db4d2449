"""What stands before the markers of a document, and whether the quotes there bear it."""

from collections.abc import Iterator, Sequence

from shared.authoring import render, verbatim
from shared.authoring.model import ChapterInfo, Document
from shared.authoring.support.check import check
from shared.authoring.support.mark import after_marks
from shared.authoring.text import sentences


def unborne(document: Document, text: bytes) -> Iterator[str]:
    """Yield a message for each run of markers whose quotes do not bear what stands before it.

    Where the wording is ``verbatim``, the words back to the marker before or the
    paragraph's begin must be in a quote (white space apart). Where it is ``checked``,
    the last sentence of them must be borne by the quotes of the run together, and a
    sentence that is marked as unsupported bears no marker. A table or code above a
    paragraph of markers alone must be in a quote in either.

    Args:
        text: that of the document in UTF-8.

    """
    quotes = {citation.marker_start: citation.quote for citation in document.citations}
    for chapter in document.chapters:
        for said, starts, exhibit in _before_markers(chapter, text):
            known = [quotes[start] for start in starts if start in quotes]
            if not known:
                continue
            if exhibit or document.wording == "verbatim":
                plain = said if exhibit else render.unescape(said)
                if not _is_quoted(plain, known, in_table=exhibit == "table"):
                    yield f"what stands before the marker at {starts[0]} is not in its quote"
            elif (why := _unchecked(said, known, document.language)) is not None:
                yield f"what stands before the marker at {starts[0]} {why}"


def _unchecked(said: str, quotes: Sequence[str], language: str) -> str | None:
    after = after_marks(said)
    if not after.strip():
        return "is marked as unsupported" if said.strip() else "is nothing"
    plain = render.unescape(after)
    last = sentences.split(plain, language)[-1]
    verdict = check(plain[last.start : last.end], quotes, language)
    if verdict.supported or verdict.problem is None:
        return None
    return f"is not borne by its quotes ({verdict.problem.value})"


def _is_quoted(said: str, quotes: Sequence[str], *, in_table: bool) -> bool:
    if in_table:
        cells = _bare(said).replace("|", "")
        return bool(cells) and any(cells in _bare_cells(one) for one in quotes)
    plain = _bare(said)
    return bool(plain) and any(plain in _bare(one) for one in quotes)


def _before_markers(
    chapter: ChapterInfo, text: bytes
) -> Iterator[tuple[str, list[int], verbatim.VerbatimKind | None]]:
    """Yield what stands before each run of markers, as Markdown, with where these begin.

    The third is what kind of block it is, if it is a table or code above the markers.
    """
    position = chapter.start
    above: tuple[verbatim.VerbatimKind, str] | None = None
    for block in text[chapter.start : chapter.end].split(b"\n\n"):
        said, starts, last = b"", list[int](), 0
        for start, end, _ in render.markers(block):
            between = block[last:start]
            if between.strip() or not starts:
                if starts:
                    yield said.decode(errors="replace"), starts, None
                said, starts = between, []
            starts.append(position + start)
            last = end
        if starts and above and not said.strip():
            yield above[1], starts, above[0]
        elif starts:
            yield said.decode(errors="replace"), starts, None
        above = None if starts else verbatim.read(block.decode(errors="replace"))
        position += len(block) + 2


def _bare_cells(table: str) -> str:
    """Return what the cells of a table of a source say, without bars and white space."""
    return _bare("".join(map("".join, verbatim.cells(table)))).replace("|", "")


def _bare(text: str) -> str:
    """Return ``text`` without white space, in which source and document may differ."""
    return "".join(text.split())
