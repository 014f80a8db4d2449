"""The sentences that passages hold, as what chapters are composed of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shared.authoring.extractive.standalone import Fitness, fitness
from shared.authoring.model import Passage, Sentence, SourceDocument
from shared.authoring.sources import clean
from shared.authoring.text.commands import command_spans
from shared.authoring.text.counts import length
from shared.authoring.text.language import detect
from shared.authoring.text.offsets import ByteOffsets
from shared.authoring.text.sentences import split
from shared.authoring.text.structure import Block, Kind, blocks, item_spans
from shared.authoring.text.words import content_tokens

_REACH = 1000
_ITEM = re.compile(r"\n\s{0,3}(?:[-*+•]|\d{1,4}[.)])\s")
_BOUNDARY = re.compile(r"(?:[.!?][\"')\]]*\s+|[。！？…][”’」』）】]*\s*|\n\s*|^\s*)$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a source that may become one of the document.

    Args:
        text: the sentence on one line.
        passage: exactly the sentence.
        block: (source id, byte offset) of the paragraph or list that it stands in.
        language: that of the passage.
        size: length in the unit of the language.
        words: content words, in order.

    """

    text: str
    passage: Passage
    block: tuple[str, int]
    in_list: bool
    fitness: Fitness
    language: str
    size: int
    words: tuple[str, ...]

    @property
    def place(self) -> tuple[str, int]:
        """Where the sentence begins: source id and byte offset."""
        return self.passage.source_id, self.passage.start

    def follows(self, other: "Candidate") -> bool:
        """Say whether it is the next sentence after ``other`` in the same paragraph."""
        return (
            self.passage.source_id == other.passage.source_id
            and 0 <= self.passage.start - other.passage.end <= 1
            and not self.in_list
        )

    def sentence(self) -> Sentence:
        """Return it as a sentence of a document, with its evidence."""
        return Sentence(text=self.text, evidence=(self.passage,))


class _Span(NamedTuple):
    """A sentence in character indexes, and the block around it."""

    start: int
    end: int
    block: int
    in_list: bool
    is_heading: bool


class Material:
    """Sources, ready to be cut into sentences."""

    def __init__(self, sources: Sequence[SourceDocument]) -> None:
        self._texts: Mapping[str, str] = {source.info.id: source.text for source in sources}
        self._offsets: dict[str, ByteOffsets] = {}
        self._found: dict[Passage, list[Candidate]] = {}

    def candidates(self, passage: Passage) -> Sequence[Candidate]:
        """Return the sentences that begin within ``passage``, in order.

        A passage that begins or ends within a sentence is widened to whole lines
        first, so no sentence is cut (but within lines of thousands of characters);
        one that holds the beginning of no sentence gives the sentences it touches.
        Tables, code and orders to a model give none; headings and items without a full stop are not
        fit to be read on their own.
        """
        if passage not in self._found:
            self._found[passage] = self._cut(passage)
        return self._found[passage]

    def _cut(self, passage: Passage) -> list[Candidate]:
        text = self._texts.get(passage.source_id, "")
        offsets = self._of(passage.source_id, text)
        first, last = offsets.to_char(passage.start), offsets.to_char(passage.end)
        begin, end = _widened(text, first, last)
        piece = text[begin:end]
        language = detect(piece)
        found = [
            _Span(
                begin + start,
                begin + stop,
                begin + block.start,
                _is_list(piece, block),
                block.kind is Kind.HEADING,
            )
            for block in blocks(piece)
            if block.kind not in (Kind.TABLE, Kind.CODE)
            for start, stop in _said(piece, block, language)
        ]
        inside = [span for span in found if first <= span.start < last] or [
            span for span in found if span.start < last and span.end > first
        ]
        return list(_candidates(inside, text, offsets, passage, language))

    def _of(self, source_id: str, text: str) -> ByteOffsets:
        if source_id not in self._offsets:
            self._offsets[source_id] = ByteOffsets(text)
        return self._offsets[source_id]


def _widened(text: str, first: int, last: int) -> tuple[int, int]:
    begin, end = first, last
    before = text[max(0, first - _REACH) : first]
    if _BOUNDARY.search(before) is None:
        begin = first - len(before) + before.rfind("\n") + 1
    if last < len(text) and _BOUNDARY.search(text[max(0, last - 8) : last + 1]) is None:
        after = text.find("\n", last, last + _REACH)
        end = after if after >= 0 else min(len(text), last + _REACH)
    return begin, end


def _is_list(text: str, block: Block) -> bool:
    """Say whether a block is a list, or the rest of one whose first item is cut off."""
    return block.kind is Kind.LIST or (
        block.kind is Kind.PROSE and _ITEM.search(text, block.start, block.end) is not None
    )


def _said(text: str, block: Block, language: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block that give no orders to a model."""
    content = text[block.start : block.end]
    if not _is_list(text, block):
        content = content.replace("\n", " ")
    orders = [
        (block.start + order.start, block.start + order.end)
        for order in command_spans(content, language)
    ]
    for start, end in _sentences(text, block, language):
        if not any(begin < end and start < stop for begin, stop in orders):
            yield start, end


def _sentences(text: str, block: Block, language: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a block in character indexes of ``text``."""
    if _is_list(text, block):
        for start, end in item_spans(text, block):
            for span in split(text[start:end], language):
                yield start + span.start, start + span.end
        return
    if block.kind is Kind.HEADING:
        marks = len(text[block.start : block.end]) - len(text[block.start : block.end].lstrip("# "))
        yield block.start + marks, block.end
        return
    # The lines of a paragraph may be wrapped; a sentence may cross them.
    for span in split(text[block.start : block.end].replace("\n", " "), language):
        yield block.start + span.start, block.start + span.end


def _candidates(
    spans: Sequence[_Span],
    text: str,
    offsets: ByteOffsets,
    passage: Passage,
    language: str,
) -> Iterator[Candidate]:
    for start, end, of, in_list, is_heading in spans:
        said = _one_line(text[start:end])
        if not clean.has_text(said):
            continue
        yield Candidate(
            text=said,
            passage=passage.model_copy(
                update={"start": offsets.to_byte(start), "end": offsets.to_byte(end)}
            ),
            block=(passage.source_id, offsets.to_byte(of)),
            in_list=in_list,
            fitness=Fitness.REST if is_heading else fitness(said, language),
            language=language,
            size=length(said, language),
            words=tuple(content_tokens(said, language)),
        )


def _one_line(text: str) -> str:
    line = ""
    for part in text.split("\n"):
        line = clean.join(line, part)
    return " ".join(line.split())
