"""The prose of a finished document: its sentences, with the quotes that stand behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.authoring import render, verbatim
from shared.authoring.model import ChapterInfo, Citation, Document
from shared.authoring.support import mark
from shared.authoring.text import sentences

_BLANK_LINE = b"\n\n"


@dataclass(frozen=True, slots=True)
class ProseSentence:
    """A sentence as readers see it, without markers and escapes.

    Args:
        citations: that stand behind it; none if it is not cited.
        unsupported: whether it is marked as a claim that its evidence did not bear.

    """

    text: str
    citations: tuple[Citation, ...] = ()
    unsupported: bool = False


@dataclass(frozen=True, slots=True)
class ProseSection:
    """A heading and the paragraphs of prose below it, up to the next heading."""

    chapter_id: str
    heading: str
    paragraphs: tuple[tuple[ProseSentence, ...], ...]

    def sentences(self) -> Iterator[ProseSentence]:
        """Yield the sentences of all paragraphs, in order."""
        for paragraph in self.paragraphs:
            yield from paragraph


def sections_of(document: Document) -> tuple[ProseSection, ...]:
    """Return the prose of a document by heading, in reading order.

    Tables, code, the bibliography and paragraphs of markers alone are no prose; neither is
    what stands in place of a missing chapter.
    """
    text = document.text.encode()
    cited = {citation.marker_start: citation for citation in document.citations}
    return tuple(
        section
        for chapter in document.chapters
        if chapter.role != "missing"
        for section in _sections(chapter, text, cited, document.language)
    )


def bare(text: str) -> str:
    """Return ``text`` without white space, in which source and document may differ."""
    return "".join(text.split())


def _sections(
    chapter: ChapterInfo, text: bytes, cited: Mapping[int, Citation], language: str
) -> Iterator[ProseSection]:
    position, heading = chapter.start, chapter.title
    paragraphs: list[tuple[ProseSentence, ...]] = []
    begun = False
    for block in text[chapter.start : chapter.end].split(_BLANK_LINE):
        if block.startswith(b"#"):
            if begun:
                yield ProseSection(chapter.id, heading, tuple(paragraphs))
            paragraphs, begun = [], True
            heading = render.unescape(block.decode().lstrip("#").strip())
        elif verbatim.read(block.decode()) is None:
            found = tuple(_paragraph(block, position, cited, language))
            if found:
                paragraphs.append(found)
        position += len(block) + len(_BLANK_LINE)
    yield ProseSection(chapter.id, heading, tuple(paragraphs))


def _paragraph(
    block: bytes, position: int, cited: Mapping[int, Citation], language: str
) -> Iterator[ProseSentence]:
    """Yield the sentences of a block of Markdown that begins at byte ``position``."""
    said, last = b"", 0
    run: list[Citation] = []
    for begin, end, _ in render.markers(block):
        citation = cited.get(position + begin)
        if citation is None:
            continue
        between = block[last:begin]
        if run and between.strip():
            yield from _said(said, run, language)
            run = []
        if not run:
            said = between
        run.append(citation)
        last = end
    if run:
        yield from _said(said, run, language)
    yield from _said(block[last:], (), language)


def _said(markdown: bytes, citations: Sequence[Citation], language: str) -> Iterator[ProseSentence]:
    """Yield the sentences that stand before a run of markers, or before none.

    The run belongs to the last of them, and to those right before it that stand word for
    word in its quotes: what an author gave as one sentence may be more to the splitter.
    """
    *marked, rest = markdown.decode().split(mark.markdown(language).strip())
    for part in marked:
        *others, last = _split(part, language) or [""]
        yield from map(ProseSentence, others)
        if last:
            yield ProseSentence(last, unsupported=True)
    found = _split(rest, language)
    quotes = [bare(citation.quote) for citation in citations]
    first = max(0, len(found) - 1)
    while first and any(bare(found[first - 1]) in quote for quote in quotes):
        first -= 1
    for place, sentence in enumerate(found):
        yield ProseSentence(sentence, tuple(citations) if place >= first else ())


def _split(markdown: str, language: str) -> list[str]:
    text = render.unescape(markdown)
    return [text[span.start : span.end] for span in sentences.split(text, language)]
