"""Tables, code and formulas that stand by a cited passage come into the document with it.

Authors write sentences; what a source shows beside them, in the same section of it, would
be lost. Each table, each piece of code and each formula that stands by itself goes below the
first paragraph that cites the prose right before it, word for word, with a citation of its
own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.authoring.model import (
    Draft,
    Paragraph,
    Passage,
    Section,
    Sentence,
    SourceDocument,
)
from shared.authoring.text.commands import commands
from shared.authoring.text.offsets import ByteOffsets
from shared.authoring.text.structure import Kind, blocks
from shared.authoring.verbatim import VerbatimKind, cells, displayed, write

_LONGEST = 4000
"""Characters; a longer table or listing is left to its source."""

_KINDS: dict[Kind, VerbatimKind] = {Kind.TABLE: "table", Kind.CODE: "code"}


def with_exhibits(draft: Draft, sources: Sequence[SourceDocument]) -> Draft:
    """Return the draft with the tables and the code that belong to what its body cites."""
    cited = {
        passage.source_id
        for chapter in draft.chapters
        for paragraph in _paragraphs(chapter.section)
        for passage in _evidence(paragraph)
    }
    setter = _Setter({one.info.id: list(_exhibits(one)) for one in sources if one.info.id in cited})
    chapters = tuple(
        chapter.model_copy(update={"section": setter.section(chapter.section)})
        if chapter.role == "body"
        else chapter
        for chapter in draft.chapters
    )
    return draft.model_copy(update={"chapters": chapters})


@dataclass(frozen=True, slots=True)
class _Exhibit:
    """A table or code of a source, and the prose before it (bytes, end exclusive)."""

    kind: VerbatimKind
    text: str
    passage: Passage
    prose_start: int
    prose_end: int


@dataclass
class _Setter:
    exhibits: dict[str, list[_Exhibit]]
    _shown: set[tuple[str, int]] = field(default_factory=set)

    def section(self, section: Section) -> Section:
        """Return the section with its exhibits, and so the sections below it."""
        paragraphs: list[Paragraph] = []
        for paragraph in section.paragraphs:
            paragraphs.append(paragraph)
            paragraphs += self._beside(paragraph)
        below = tuple(self.section(one) for one in section.sections)
        return section.model_copy(update={"paragraphs": tuple(paragraphs), "sections": below})

    def _beside(self, paragraph: Paragraph) -> Iterator[Paragraph]:
        for cited in _evidence(paragraph):
            for exhibit in self.exhibits.get(cited.source_id, ()):
                key = cited.source_id, exhibit.passage.start
                overlap = cited.start < exhibit.prose_end and exhibit.prose_start < cited.end
                if not overlap or key in self._shown:
                    continue
                self._shown.add(key)
                passage = exhibit.passage.model_copy(update={"place": cited.place})
                sentence = Sentence(text=exhibit.text, evidence=(passage,))
                yield Paragraph(sentences=(sentence,), kind=exhibit.kind)


def _exhibits(source: SourceDocument) -> Iterator[_Exhibit]:
    text, offsets = source.text, ByteOffsets(source.text)
    formulas = dict(displayed(text))
    prose: tuple[int, int] | None = None
    position = 0
    for block in blocks(text, source.headings):
        if block.start < position:
            # The rest of a formula with blank lines in it.
            continue
        stop = formulas.get(block.start, block.end)
        position = max(stop, block.end)
        start, end = offsets.to_byte(block.start), offsets.to_byte(stop)
        is_formula = block.start in formulas and stop >= block.end
        kind = "code" if is_formula else _KINDS.get(block.kind)
        if kind is None:
            prose = None if block.kind is Kind.HEADING else (start, offsets.to_byte(block.end))
            continue
        found = text[block.start : stop]
        if prose is None or len(found) > _LONGEST or not _is_whole(kind, found):
            continue
        passage = Passage(source_id=source.info.id, start=start, end=end)
        yield _Exhibit(kind, found, passage, *prose)


def _is_whole(kind: VerbatimKind, found: str) -> bool:
    """Return whether a block can be set as what it is; a table needs bars around its rows."""
    if kind == "code":
        return bool(found.strip(" \t\n`~$"))
    lines = found.strip().split("\n")
    if any(commands(cell) for row in cells(found) for cell in row):
        return False
    barred = all(line.strip().startswith("|") and line.strip().endswith("|") for line in lines)
    return barred and len(lines) > 1 and bool(write(kind, found))


def _paragraphs(section: Section) -> Iterator[Paragraph]:
    yield from section.paragraphs
    for below in section.sections:
        yield from _paragraphs(below)


def _evidence(paragraph: Paragraph) -> Iterator[Passage]:
    for sentence in paragraph.sentences:
        yield from sentence.evidence
