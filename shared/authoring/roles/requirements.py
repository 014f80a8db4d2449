"""Requirements: what a document must cover, read from files, and whether it does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.authoring.model import SourceDocument
from shared.authoring.roles.coverage import Coverage, prepared
from shared.authoring.text.language import detect
from shared.authoring.text.offsets import ByteOffsets
from shared.authoring.text.sentences import split
from shared.authoring.text.structure import Block, Kind, blocks, item_spans

_DEMANDS = re.compile(
    r"\b(?:must|shall|should|ought to|ha(?:s|ve) to|needs? to|needs?|requir(?:es?|ed|ements?)|"
    r"covers?|includes?|address(?:es)?|mandatory|at least|is expected to|are expected to)\b"
    r"|必须|须|应当|应该|应(?!用|对|急|变|付|力|答|邀|届|有尽有)|需要|需(?!求)|要求|务必|包括|包含|涵盖"
    r"|覆盖|不得|至少|不少于",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})*[.)、．]?\s+|\d{1,3}[、．)]\s*|[（(][一二三四五六七八九十\d]{1,3}[）)]\s*"
    r"|[一二三四五六七八九十]{1,3}[、.．]\s*|[①-⑳]\s*|(?:R|REQ|Req)[-\s]?\d+(?:\.\d+)*[:.)]?\s+)(?=\S)"
)
_BOX = re.compile(r"\[[ xX✓]?\]\s+|[☐☑□■]\s*")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:\-]+")
_ID = re.compile(r"[A-Za-z]{1,5}[-. ]?\d+(?:[.-]\d+)*")
_LEADS_ON = (":", "：")
_SAYS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that the document must cover.

    Args:
        text: as its file says it, on one line, without numbering.
        start: byte offset in the stored text of the source; ``end``, exclusive.

    """

    text: str
    source_id: str
    start: int
    end: int


def requirements(sources: Sequence[SourceDocument]) -> tuple[Requirement, ...]:
    """Return the requirements of the sources whose role is ``requirements``, in order.

    Each item of a list, each numbered paragraph, each row of a table below its head and
    each sentence that demands something ("must", "应当", …) is one. What only leads to
    a list is none. A file in which nothing reads as a demand gives all its sentences, so
    that no file of requirements counts for nothing. Of the same text twice, the first.
    """
    found: dict[str, Requirement] = {}
    for source in sources:
        if source.info.role != "requirements":
            continue
        spans = list(_spans(source)) or list(_all_sentences(source))
        offsets = ByteOffsets(source.text)
        for start, end in spans:
            text = _said(source.text[start:end])
            if _SAYS.search(text):
                one = Requirement(
                    text, source.info.id, offsets.to_byte(start), offsets.to_byte(end)
                )
                found.setdefault(text.casefold(), one)
    return tuple(found.values())


def met(
    requirement: Requirement, document_sections: Sequence[tuple[str, str, str]], language: str
) -> tuple[str, str] | None:
    """Return where a document meets a requirement: (chapter id, heading or sentence).

    It is met where a heading with its section, or a sentence under its heading, has most of
    the requirement's content words, all its figures and all its names. Words that the
    whole document is full of count little. ``None`` if no place has them; a requirement in
    another language than the document's can be met by its names and figures alone.

    Args:
        document_sections: (chapter id, heading, text without markers), in reading order.
        language: that of the document.

    """
    return coverage(document_sections, language).place_of(requirement.text)


def coverage(document_sections: Sequence[tuple[str, str, str]], language: str) -> Coverage:
    """Return what ``met`` asks; the last one made is kept, for requirement after requirement."""
    return prepared(tuple(tuple(section) for section in document_sections), language)


def _spans(source: SourceDocument) -> Iterator[tuple[int, int]]:
    """Yield the requirements in character indexes."""
    text = source.text
    language = source.info.language or detect(text)
    for block in blocks(text, source.headings):
        if block.kind is Kind.LIST:
            yield from (
                span
                for span in item_spans(text, block)
                if not text[slice(*span)].rstrip().endswith(_LEADS_ON)
            )
        elif block.kind is Kind.TABLE:
            yield from _rows(text, block)
        elif block.kind is Kind.PROSE:
            yield from _of_prose(text, block, language)
        elif block.kind is Kind.HEADING and not source.headings:
            # In a text without marks a short demand looks like a heading.
            line = text[block.start : block.end]
            if _NUMBERED.match(line) and _DEMANDS.search(line):
                yield block.start, block.end


def _rows(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Yield the rows of a table but its head."""
    start, number = block.start, 0
    for line in text[block.start : block.end].split("\n"):
        if line.strip() and not _RULE.fullmatch(line):
            number += 1
            if number > 1:
                yield start, start + len(line.rstrip())
        start += len(line) + 1


def _of_prose(text: str, block: Block, language: str) -> Iterator[tuple[int, int]]:
    start = block.start
    for line in text[block.start : block.end].split("\n"):
        if _NUMBERED.match(line) and not line.rstrip().endswith(_LEADS_ON):
            yield start, start + len(line.rstrip())
        else:
            for span in split(line, language):
                said = line[span.start : span.end]
                if _DEMANDS.search(said) and not said.endswith(_LEADS_ON):
                    yield start + span.start, start + span.end
        start += len(line) + 1


def _all_sentences(source: SourceDocument) -> Iterator[tuple[int, int]]:
    language = source.info.language or detect(source.text)
    for block in blocks(source.text, source.headings):
        if block.kind is Kind.PROSE:
            for span in split(source.text[block.start : block.end], language):
                yield block.start + span.start, block.start + span.end


def _said(raw: str) -> str:
    """Return a requirement on one line, without its number, box or bars."""
    line = " ".join(raw.split())
    if line.startswith("|"):
        cells = [cell.strip() for cell in _BAR.split(line.strip("| "))]
        line = "; ".join(cell for cell in cells if _SAYS.search(cell) and not _ID.fullmatch(cell))
    numbered = _NUMBERED.match(line)
    line = line[numbered.end() :] if numbered else line
    return _BOX.sub("", line, count=1) if _BOX.match(line) else line
