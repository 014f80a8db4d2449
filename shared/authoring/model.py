"""What authors read and write. Plain frozen data that goes through JSON unchanged.

Offsets are byte offsets into the stored text of a source (UTF-8, Unicode NFC,
line ends LF), start inclusive, end exclusive.
"""

from typing import Literal

from shared.authoring.brief import Genre
from shared.authoring.frozen import Model
from shared.authoring.quality.model import Quality

SourceRole = Literal["data", "style_guide", "requirements", "outline"]
"""What a source is for; only data is evidence."""

ChapterRole = Literal["body", "introduction", "summary", "missing"]

Wording = Literal["verbatim", "checked"]
"""How sentences were made: taken word for word, or written and checked against their evidence."""

BibliographyStyle = Literal["numeric", "author_date", "gbt7714"]
"""How sources are listed and cited; see ``bibliography_styles``."""


class Heading(Model):
    """A heading of a source, as found in its file.

    Args:
        level: 1 for the highest.
        start: offset of the heading's line in the stored text.
        end: offset after the heading's line.

    """

    level: int
    title: str
    start: int
    end: int


class PageStart(Model):
    """Where a page of a PDF begins in the stored text; ``number`` counts from 1."""

    number: int
    start: int


class SourceInfo(Model):
    """A source without its text.

    Args:
        authors: as the source names them, in its order; none if it names none.
        published: when, as the source says it (a year or an ISO date), or ``""``.
        retrieved: when it was fetched from the web, in UTC (RFC 3339), or ``""``.

    """

    id: str
    title: str
    uri: str = ""
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    role: SourceRole = "data"
    language: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    retrieved: str = ""


class SourceDocument(Model):
    """A source with its stored text and what the parser saw of its structure."""

    info: SourceInfo
    text: str
    headings: tuple[Heading, ...] = ()
    pages: tuple[PageStart, ...] = ()


class Passage(Model):
    """A part of a source. ``place`` is the heading or page above it, for people."""

    source_id: str
    start: int
    end: int
    place: str = ""


class ScoredPassage(Model):
    """A passage with its relevance to the query, higher is better."""

    passage: Passage
    score: float


class Evidence(Model):
    """What research selected, the best first."""

    passages: tuple[ScoredPassage, ...] = ()


class OutlineNode(Model):
    """A chapter or, below one, a section.

    Args:
        purpose: what it is for; ``key_points``, what it must say.
        target_length: with its sections; 0 if not planned.

    """

    id: str
    title: str
    content_summary: str = ""
    purpose: str = ""
    key_points: tuple[str, ...] = ()
    target_length: int = 0
    passages: tuple[Passage, ...] = ()
    children: tuple["OutlineNode", ...] = ()


class Outline(Model):
    """The structure of a document to be written, in reading order.

    Args:
        grounding: ``sources`` if built from them, ``none`` for a skeleton without
            evidence, empty if the caller wrote the outline.
        genre: what kind of document it is for; ``None`` for a plain report.
        target_length: see ``Brief``; so is ``max_length``.

    """

    title: str
    query: str = ""
    language: str = ""
    grounding: Literal["", "sources", "none"] = ""
    nodes: tuple[OutlineNode, ...] = ()
    sources: tuple[SourceInfo, ...] = ()
    genre: Genre | None = None
    target_length: int = 0
    max_length: int = 0


class ChapterPlan(Model):
    """All that an author needs to write one chapter, and nothing of other chapters.

    Args:
        index: place among the chapters, from 0.
        node: the chapter's node with its sections.
        passages: evidence given to the chapter, by node id, the best first.
            Passages are given to one chapter only.
        language: that of the document; ``query``, what the document is about.
        target_length: of the chapter; 0 leaves it to the author.
        max_length: of the chapter, never passed; 0 for none.
        strict: whether a claim that its evidence does not bear is removed, not marked.

    """

    index: int
    total: int
    node: OutlineNode
    passages: dict[str, tuple[Passage, ...]]
    language: str = ""
    query: str = ""
    genre: Genre | None = None
    target_length: int = 0
    max_length: int = 0
    strict: bool = False


class DocumentPlan(Model):
    """A document split into chapters."""

    title: str
    language: str
    query: str
    chapters: tuple[ChapterPlan, ...]
    genre: Genre | None = None
    target_length: int = 0
    max_length: int = 0
    strict: bool = False


class Sentence(Model):
    """A sentence of a document and the passages that say it.

    The text bears no markers; numbers are given by the bibliography, when the
    order of the whole is known.

    Args:
        unsupported: a claim that its evidence did not bear: it lost its citation and
            is marked in the text.

    """

    text: str
    evidence: tuple[Passage, ...] = ()
    unsupported: bool = False


class Paragraph(Model):
    """Sentences that belong together.

    Args:
        kind: ``table`` and ``code`` hold one sentence: a block of a source's stored text,
            word for word, with that block as its evidence.

    """

    sentences: tuple[Sentence, ...]
    kind: Literal["prose", "table", "code"] = "prose"


class Section(Model):
    """A heading with its text and the sections below it.

    Args:
        node_id: the outline's node; the same id in the events of the chapter.

    """

    node_id: str
    title: str
    paragraphs: tuple[Paragraph, ...] = ()
    sections: tuple["Section", ...] = ()


class Chapter(Model):
    """A written chapter: ``role`` says who made it, the author or the fusion.

    A missing one holds a note in place of its text.
    """

    role: ChapterRole = "body"
    section: Section


class MissingChapter(Model):
    """A chapter of the plan that was not written, and why, for people."""

    id: str
    title: str
    reason: str


class Change(Model):
    """One edit that fusion made; ``before`` or ``after`` is empty where there is none."""

    kind: Literal["repeat_removed", "transition_added", "term_unified", "shortened"]
    chapter_id: str
    before: str = ""
    after: str = ""


class Draft(Model):
    """The chapters of a document in reading order, before numbers are given.

    Args:
        missing: chapters that were not written; the bibliography marks them in the text.
        changes: what fusion did to the chapters.

    """

    title: str
    language: str
    chapters: tuple[Chapter, ...]
    wording: Wording = "verbatim"
    missing: tuple[MissingChapter, ...] = ()
    changes: tuple[Change, ...] = ()


class Citation(Model):
    """One marker, as ``[n]``, in the text and its evidence.

    Args:
        number: that of the bibliography's entry, also where the marker bears a name.
        marker_start: offset of the marker in the document's Markdown (UTF-8).
        quote: the passage, word for word as in the stored text.

    """

    number: int
    chapter_id: str
    marker_start: int
    passage: Passage
    quote: str
    source_sha256: str


class BibliographyEntry(Model):
    """A cited source; ``text`` is the entry as printed, without its number."""

    number: int
    source_id: str
    text: str


class ChapterInfo(Model):
    """Where a chapter stands in the document's Markdown, and how long it is."""

    id: str
    title: str
    role: ChapterRole
    start: int
    end: int
    length: int
    citations: int


class Document(Model):
    """A finished document: the JSON kept at ``job_result:{id}``.

    Args:
        text: Markdown, with markers and the bibliography.
        partial: whether chapters are missing or were cut short by a budget.
        length: words, or characters in Chinese and Japanese, without headings, tables,
            code and bibliography.

    """

    title: str
    language: str
    text: str
    chapters: tuple[ChapterInfo, ...]
    citations: tuple[Citation, ...]
    bibliography: tuple[BibliographyEntry, ...]
    sources: tuple[SourceInfo, ...]
    partial: bool = False
    length: int
    text_sha256: str
    bibliography_style: BibliographyStyle = "numeric"
    wording: Wording = "verbatim"
    missing: tuple[MissingChapter, ...] = ()
    changes: tuple[Change, ...] = ()
    quality: Quality | None = None
