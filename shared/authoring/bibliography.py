"""Markers for citations and the list of cited sources: made by code, never by an author."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.authoring import render, verbatim
from shared.authoring.bibliography_styles import entry_key, is_numbered, references
from shared.authoring.counts import citations_of, sentences_of
from shared.authoring.exhibits import with_exhibits
from shared.authoring.model import (
    BibliographyEntry,
    BibliographyStyle,
    Chapter,
    ChapterInfo,
    Citation,
    Document,
    Draft,
    Paragraph,
    Passage,
    Section,
    Sentence,
    SourceDocument,
)
from shared.authoring.support import mark
from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.offsets import slice_bytes
from shared.errors import QuireError
from shared.reasons import Reason


def number(
    draft: Draft, sources: Sequence[SourceDocument], style: BibliographyStyle = "numeric"
) -> Document:
    """Return the finished document: Markdown with markers and a bibliography.

    Only cited sources are listed, in the order of the style (first use, or by name);
    those of the same URI and title share an entry. Tables and code of the sources come
    with the prose that is cited beside them (``exhibits``). Unsupported sentences are
    marked. A draft without evidence gets no
    bibliography. Raises QuireError(STEP_FAILED) when evidence names no source or no
    place in it.
    """
    draft = with_exhibits(draft, sources)
    by_id = {source.info.id: source for source in sources}
    cited = [by_id[p.source_id].info for p in _evidence(draft) if p.source_id in by_id]
    listed = references(cited, style, draft.language)
    entries = tuple(
        BibliographyEntry(number=one.number, source_id=one.source.id, text=one.text)
        for one in listed
    )
    markers = {entry_key(one.source): (one.number, one.marker) for one in listed}
    writer = _Writer(draft.language, by_id, markers, spaced=not is_numbered(style))
    writer.line(render.heading(1, draft.title))
    chapters = tuple(writer.chapter(chapter) for chapter in draft.chapters)
    if entries:
        numbered = is_numbered(style)
        writer.line(render.bibliography(entries, draft.language, numbered=numbered))
    text = "".join(writer.pieces) + "\n"
    return Document(
        title=draft.title,
        language=draft.language,
        text=text,
        chapters=chapters,
        citations=tuple(writer.citations),
        bibliography=entries,
        sources=tuple(source.info for source in sources),
        length=sum(chapter.length for chapter in chapters),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        bibliography_style=style,
        wording=draft.wording,
        missing=draft.missing,
        changes=draft.changes,
    )


def _prose(section: Section) -> Iterator[str]:
    """Yield the sentences of a section that the author wrote: no tables, no code."""
    for paragraph in section.paragraphs:
        if paragraph.kind == "prose":
            yield from (sentence.text for sentence in paragraph.sentences)
    for below in section.sections:
        yield from _prose(below)


def _evidence(draft: Draft) -> Iterator[Passage]:
    """Yield the evidence of all sentences, in reading order."""
    for chapter in draft.chapters:
        for sentence in sentences_of(chapter.section):
            yield from sentence.evidence


@dataclass
class _Writer:
    """Puts Markdown together and keeps count of bytes.

    Args:
        markers: number and marker of each source, by its ``entry_key``.
        spaced: whether markers are parted from words where words are.

    """

    language: str
    sources: dict[str, SourceDocument]
    markers: dict[tuple[str, str], tuple[int, str]]
    spaced: bool
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    citations: list[Citation] = field(default_factory=list)
    _stored: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def line(self, markdown: str) -> None:
        """Begin a block: a blank line after the one before it."""
        self._add(("\n\n" if self.pieces else "") + markdown)

    def chapter(self, chapter: Chapter) -> ChapterInfo:
        start = self.size + len("\n\n")
        self._section(chapter.section, 2, chapter.section.node_id)
        said = "" if chapter.role == "missing" else " ".join(_prose(chapter.section))
        return ChapterInfo(
            id=chapter.section.node_id,
            title=chapter.section.title,
            role=chapter.role,
            start=start,
            end=self.size,
            length=length(said, self.language),
            citations=citations_of(chapter),
        )

    def _section(self, section: Section, level: int, chapter_id: str) -> None:
        self.line(render.heading(level, section.title))
        for paragraph in section.paragraphs:
            self._paragraph(paragraph, chapter_id)
        for below in section.sections:
            self._section(below, level + 1, chapter_id)

    def _paragraph(self, paragraph: Paragraph, chapter_id: str) -> None:
        for place, sentence in enumerate(paragraph.sentences):
            if paragraph.kind != "prose":
                self._verbatim(paragraph.kind, sentence, chapter_id)
                continue
            if place == 0:
                self.line("")
            elif self.language not in CHARACTER_LANGUAGES:
                self._add(" ")
            self._sentence(sentence, chapter_id)

    def _verbatim(self, kind: verbatim.VerbatimKind, sentence: Sentence, chapter_id: str) -> None:
        self.line(verbatim.write(kind, sentence.text))
        if sentence.evidence:
            self.line("")
        for passage in sentence.evidence:
            self._cite(passage, chapter_id)

    def _sentence(self, sentence: Sentence, chapter_id: str) -> None:
        self._add(render.escape(sentence.text))
        if sentence.evidence:
            apart = self.spaced and self.language not in CHARACTER_LANGUAGES
            self._add(" " if apart else render.before_marker(sentence.text))
        for passage in sentence.evidence:
            self._cite(passage, chapter_id)
        if sentence.unsupported:
            self._add(mark.markdown(self.language))

    def _cite(self, passage: Passage, chapter_id: str) -> None:
        source = self.sources.get(passage.source_id)
        if source is None:
            raise _no_evidence(passage, "names no source of the document")
        if passage.source_id not in self._stored:
            encoded = source.text.encode()
            self._stored[passage.source_id] = encoded, hashlib.sha256(encoded).hexdigest()
        stored, sha256 = self._stored[passage.source_id]
        try:
            quote = slice_bytes(stored, passage.start, passage.end)
        except ValueError as error:
            raise _no_evidence(passage, str(error)) from None
        place, marker = self.markers[entry_key(source.info)]
        self.citations.append(
            Citation(
                number=place,
                chapter_id=chapter_id,
                marker_start=self.size,
                passage=passage,
                quote=quote,
                source_sha256=sha256,
            )
        )
        self._add(marker)

    def _add(self, markdown: str) -> None:
        self.pieces.append(markdown)
        self.size += len(markdown.encode())


def _no_evidence(passage: Passage, why: str) -> QuireError:
    return QuireError(
        Reason.STEP_FAILED,
        f"evidence {passage.source_id!r} {passage.start}..{passage.end}: {why}",
        metadata={"step": "bibliography"},
    )
