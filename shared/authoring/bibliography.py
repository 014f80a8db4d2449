"""Numbers for citations and the list of cited sources: made by code, never by an author."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.authoring import render
from shared.authoring.counts import citations_of, sentences_of
from shared.authoring.model import (
    BibliographyEntry,
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
    SourceInfo,
)
from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.offsets import slice_bytes
from shared.errors import QuireError
from shared.reasons import Reason

_FULL_STOPS = tuple(".!?。！？…")


def number(draft: Draft, sources: Sequence[SourceDocument]) -> Document:
    """Return the finished document: Markdown with markers ``[n]`` and a bibliography.

    Sources are numbered in order of first use; those of the same URI and title
    share a number. A draft without evidence gets no bibliography. Raises
    QuireError(STEP_FAILED) when evidence names no source or no place in it.
    """
    writer = _Writer(draft.language, {source.info.id: source for source in sources})
    writer.line(render.heading(1, draft.title))
    chapters = tuple(writer.chapter(chapter) for chapter in draft.chapters)
    entries = tuple(writer.entries.values())
    if entries:
        writer.line(render.bibliography(entries, draft.language))
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
    )


def entry_key(source: SourceInfo) -> tuple[str, str]:
    """Return what makes two sources one entry of the bibliography."""
    return source.uri, source.title


def entry_text(source: SourceInfo) -> str:
    """Return the entry of a source as printed, without its number: ``title. uri``."""
    title = source.title or source.uri or source.id
    if not source.uri or source.uri == title:
        return title
    return f"{title}{'' if title.endswith(_FULL_STOPS) else '.'} {source.uri}"


@dataclass
class _Writer:
    """Puts Markdown together and keeps count of bytes."""

    language: str
    sources: dict[str, SourceDocument]
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    citations: list[Citation] = field(default_factory=list)
    entries: dict[tuple[str, str], BibliographyEntry] = field(default_factory=dict)
    _stored: dict[str, tuple[bytes, str]] = field(default_factory=dict)

    def line(self, markdown: str) -> None:
        """Begin a block: a blank line after the one before it."""
        self._add(("\n\n" if self.pieces else "") + markdown)

    def chapter(self, chapter: Chapter) -> ChapterInfo:
        start = self.size + len("\n\n")
        self._section(chapter.section, 2, chapter.section.node_id)
        said = " ".join(sentence.text for sentence in sentences_of(chapter.section))
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
            if place == 0:
                self.line("")
            elif self.language not in CHARACTER_LANGUAGES:
                self._add(" ")
            self._sentence(sentence, chapter_id)

    def _sentence(self, sentence: Sentence, chapter_id: str) -> None:
        self._add(render.escape(sentence.text))
        if sentence.evidence:
            self._add(render.before_marker(sentence.text))
        for passage in sentence.evidence:
            self._cite(passage, chapter_id)

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
        entry = self.entries.setdefault(
            entry_key(source.info),
            BibliographyEntry(
                number=len(self.entries) + 1,
                source_id=source.info.id,
                text=entry_text(source.info),
            ),
        )
        self.citations.append(
            Citation(
                number=entry.number,
                chapter_id=chapter_id,
                marker_start=self.size,
                passage=passage,
                quote=quote,
                source_sha256=sha256,
            )
        )
        self._add(render.marker(entry.number))

    def _add(self, markdown: str) -> None:
        self.pieces.append(markdown)
        self.size += len(markdown.encode())


def _no_evidence(passage: Passage, why: str) -> QuireError:
    return QuireError(
        Reason.STEP_FAILED,
        f"evidence {passage.source_id!r} {passage.start}..{passage.end}: {why}",
        metadata={"step": "bibliography"},
    )
