"""A document as PDF, set by Typst: contents, bookmarks, links, page numbers.

All that the document says is written as Typst strings, in which nothing is markup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typst

from shared.authoring.delivery.content import (
    Block,
    Cite,
    Code,
    Content,
    Entry,
    Heading,
    Inline,
    Items,
    Paragraph,
    Quotation,
    Quote,
    Table,
    plain,
)
from shared.authoring.delivery.fonts import MONO, find_fonts
from shared.authoring.delivery.words import words

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_CODE_LANGUAGE = re.compile(r"[A-Za-z0-9+#-]{1,20}")
# Longer than a line of a narrow column; ideographs and kana break anywhere as it is.
_LONG_WORD = re.compile(r"([^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{36,})")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_PREAMBLE = r"""
#set page(paper: "a4", margin: (x: 27mm, y: 28mm), numbering: "1")
#set par(justify: true, leading: 0.75em, spacing: 1.1em)
#set list(spacing: 0.7em)
#set enum(spacing: 0.7em)
#set table(stroke: 0.5pt + luma(150), inset: 6pt)
#show heading: set block(above: 1.6em, below: 0.9em)
#show table.cell: set par(justify: false)
#show table.cell.where(y: 0): strong
#show link: set text(fill: rgb("#1a5fb4"))
#show raw.where(block: true): it => block(
  fill: luma(245), inset: 8pt, radius: 2pt, width: 100%, it)
// For words too long for a line: they may break between any two characters.
#let breakable(word) = word.clusters().join(box())
"""


def pdf(content: Content, font_folders: Sequence[Path]) -> bytes:
    """Return the file; the same document and fonts give the same bytes.

    Raises QuireError(FORMAT_FONT_MISSING) when no font has its letters.
    """
    fonts, families = find_fonts(_all_text(content), content.language, font_folders)
    source = "".join(_document(content, families))
    return typst.compile(source.encode(), format="pdf", font_paths=fonts, timestamp=0)


def _document(content: Content, families: Sequence[str]) -> Iterator[str]:
    labels = words(content.language)
    found = _LANGUAGE.match(content.language.lower())
    language = found[0] if found else "en"
    yield f"#set document(title: {_string(content.title)}, date: none)\n"
    yield f"#set text(size: 10.5pt, lang: {_string(language)}, font: {_array(families)})\n"
    yield f"#show raw: set text(font: {_array((MONO, *families))})\n"
    yield _PREAMBLE
    yield f"#align(center, text(size: 20pt, weight: 700, [{_text(content.title)}]))\n"
    if content.partial:
        yield f"#align(center, emph({_string(labels.partial)}))\n"
    if content.headings:
        yield f"#outline(title: {_string(labels.contents)}, depth: 2)\n#pagebreak()\n"
    yield from map(_block, content.body)
    if content.entries:
        yield f"#heading(level: 1, {_string(labels.references)})\n"
        yield from map(_entry, content.entries)
    if content.quotes:
        yield f"#heading(level: 1, {_string(labels.quotes)})\n"
        yield from map(_quote, content.quotes)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"#heading(level: {max(1, block.level - 1)})[{_inlines(block.inlines)}]\n\n"
        case Paragraph():
            return f"{_inlines(block.inlines)}\n\n"
        case Code():
            known = _CODE_LANGUAGE.fullmatch(block.language)
            language = f"lang: {_string(block.language)}, " if known else ""
            return f"#raw(block: true, {language}{_string(block.text)})\n\n"
        case Items():
            kind = "list(" if block.first is None else f"enum(start: {block.first}, "
            items = ", ".join(f"[{_blocks(item)}]" for item in block.items)
            return f"#{kind}{items})\n\n"
        case Table():
            return _table(block)
        case Quotation():
            return f"#quote(block: true)[{_blocks(block.blocks)}]\n\n"


def _blocks(blocks: Iterable[Block]) -> str:
    return "".join(map(_block, blocks)).strip("\n")


def _table(table: Table) -> str:
    columns = max((len(row) for row in table.rows), default=0)
    if not columns:
        return ""
    rows = [
        ", ".join([*(f"[{_inlines(cell)}]" for cell in row), *["[]"] * (columns - len(row))])
        for row in table.rows
    ]
    rows[0] = f"table.header({rows[0]})"
    return f"#table(columns: {columns}, {', '.join(rows)})\n\n"


def _inlines(inlines: Iterable[Inline]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    if isinstance(inline, Cite):
        return f"#link(<quote-{inline.quote}>)[{_text(inline.text)}]"
    set_text = f"#raw({_string(inline.text)})" if inline.code or inline.math else ""
    set_text = set_text or _text(inline.text)
    for function, wanted in (
        ("strong", inline.bold),
        ("emph", inline.italic),
        ("strike", inline.strike),
    ):
        set_text = f"#{function}[{set_text}]" if wanted else set_text
    return f"#link({_string(inline.href)})[{set_text}]" if inline.href else set_text


def _entry(entry: Entry) -> str:
    text = entry.text.removesuffix(entry.address) if entry.address else entry.text
    label = f"{entry.label} " if entry.label else ""
    address = _string(entry.address)
    link = f"#link({address})[{_text(entry.address)}]" if entry.address else ""
    said = f"{_text(label + text)}{link}"
    return f"#block[#par(justify: false, hanging-indent: 2em)[{said}]] <source-{entry.number}>\n"


def _quote(quote: Quote) -> str:
    place = f" {quote.place}" if quote.place else ""
    source = f"#link(<source-{quote.source}>)[{_text(quote.label)}]"
    head = f"{_text(f'{quote.number}. ')}{source}{_text(place)}"
    return (
        f"#block(sticky: true)[{head}] <quote-{quote.number}>\n"
        f"#block(inset: (left: 1.2em))[{_blocks(quote.blocks)}]\n"
    )


def _text(text: str) -> str:
    """Return text as Typst content. Every second piece is a word that may need a break."""
    pieces = _LONG_WORD.split(text)
    return "".join(
        f"#breakable({_string(piece)})" if place % 2 else f"#{_string(piece)}"
        for place, piece in enumerate(pieces)
        if piece
    )


def _string(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _array(items: Sequence[str]) -> str:
    return f"({', '.join(map(_string, items))},)"


def _all_text(content: Content) -> str:
    """Return all letters that are to be set, in any order."""
    labels = words(content.language)
    said = [content.title, labels.contents, labels.references, labels.quotes]
    said += [labels.partial] if content.partial else []
    said += [entry.text for entry in content.entries]
    said += [quote.place + quote.label for quote in content.quotes]
    said += _texts(content.body)
    for quote in content.quotes:
        said += _texts(quote.blocks)
    return "".join(said)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield plain(block.inlines)
            case Code():
                yield block.text
            case Items():
                for item in block.items:
                    yield from _texts(item)
            case Table():
                yield from (plain(cell) for row in block.rows for cell in row)
            case Quotation():
                yield from _texts(block.blocks)
