"""What a document consists of, whatever the format: blocks of spans, sources, quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from shared.authoring.model import Citation


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look.

    Args:
        math: whether it is a formula in TeX, without its dollar signs.
        href: an address (http, https or mailto) to which it leads, or ``""``.

    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    math: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """A marker in the text.

    Args:
        place: of the citation among those of the document, from 0.
        text: the marker as shown, with its brackets.
        source: number of the bibliography's entry.
        quote: number of the quote, from 1.

    """

    place: int
    text: str
    source: int
    quote: int


Inline: TypeAlias = Span | Cite
Inlines: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body; ``level`` is 2 for chapters, ``number`` counts from 1."""

    level: int
    number: int
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``first`` is its first number, ``None`` if it is not numbered."""

    first: int | None
    items: tuple["tuple[Block, ...]", ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its head."""

    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quotation."""

    blocks: tuple["Block", ...]


Block: TypeAlias = Heading | Paragraph | Items | Table | Code | Quotation


@dataclass(frozen=True, slots=True)
class Entry:
    """A source of the bibliography.

    Args:
        label: ``[3]``, or ``""`` in a style without numbers.
        address: where ``text`` ends with a web address: that address; else ``""``.

    """

    number: int
    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage that is cited, once however often it is.

    Args:
        source: number of the bibliography's entry.
        place: heading or page above it, or ``""``.
        cites: places of the citations that cite it.

    """

    number: int
    source: int
    label: str
    place: str
    blocks: tuple[Block, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A document, ready to be set."""

    title: str
    language: str
    body: tuple[Block, ...]
    entries: tuple[Entry, ...]
    quotes: tuple[Quote, ...]
    partial: bool

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the body, in reading order."""
        return tuple(block for block in self.body if isinstance(block, Heading))


def plain(inlines: Sequence[Inline]) -> str:
    """Return the words of some inlines, with the markers."""
    return "".join(inline.text for inline in inlines)


def quote_key(citation: Citation) -> tuple[str, int, int]:
    """Return what makes two citations cite the same passage."""
    return citation.passage.source_id, citation.passage.start, citation.passage.end
