"""Markdown (CommonMark with tables and strikethrough) to blocks.

Raw HTML and images are shown as the text that stands for them; nothing is fetched.
``$`x_1`$`` is a formula.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from shared.authoring.delivery.content import (
    Block,
    Cite,
    Code,
    Heading,
    Inline,
    Inlines,
    Items,
    Paragraph,
    Quotation,
    Span,
    Table,
)
from shared.authoring.delivery.words import printable

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_LINKS = ("http://", "https://", "mailto:")


def body_blocks(pieces: Sequence[str | Cite], cites: Sequence[Cite]) -> tuple[Block, ...]:
    """Return the blocks of Markdown in pieces, between which citations stand."""
    by_place = {cite.place: cite for cite in cites}
    # Noncharacters stand for citations: no Markdown, and `printable` leaves none in the text.
    text = "".join(
        f"{_OPEN}{piece.place}{_CLOSE}" if isinstance(piece, Cite) else printable(piece)
        for piece in pieces
    )
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return tuple(_Reader(parser.parse(text), by_place).blocks(""))


class _Reader:
    """Reads the tokens of markdown-it once, from the first to the last."""

    def __init__(self, tokens: list[Token], cites: dict[int, Cite]) -> None:
        self._tokens = tokens
        self._cites = cites
        self._at = 0
        self._headings = 0

    def blocks(self, until: str) -> list[Block]:
        """Return blocks up to a token of the type ``until``, which is passed over."""
        found: list[Block] = []
        while self._at < len(self._tokens):
            token = self._next()
            match token.type:
                case "heading_open":
                    self._headings += 1
                    found.append(Heading(int(token.tag[1]), self._headings, self._inlines()))
                case "paragraph_open":
                    found.append(Paragraph(self._inlines()))
                case "fence" | "code_block":
                    language = token.info.split()[0] if token.info.strip() else ""
                    found.append(Code(self._restored(token.content).rstrip("\n"), language))
                case "bullet_list_open":
                    found.append(Items(None, self._items("bullet_list_close")))
                case "ordered_list_open":
                    first = token.attrGet("start")
                    items = self._items("ordered_list_close")
                    found.append(Items(1 if first is None else int(first), items))
                case "blockquote_open":
                    found.append(Quotation(tuple(self.blocks("blockquote_close"))))
                case "table_open":
                    found.append(self._table())
                case name if name == until:
                    break
        return found

    def _items(self, until: str) -> tuple[tuple[Block, ...], ...]:
        items = []
        while self._next().type != until:
            items.append(tuple(self.blocks("list_item_close")))
        return tuple(items)

    def _table(self) -> Table:
        rows: list[list[Inlines]] = []
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._read(token))
        return Table(tuple(tuple(row) for row in rows))

    def _inlines(self) -> Inlines:
        inlines = self._read(self._next())
        self._next()
        return inlines

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _restored(self, text: str) -> str:
        return _PLACE.sub(lambda found: self._cites[int(found[1])].text, text)

    def _read(self, token: Token) -> Inlines:
        look = _Look()
        found: list[Inline] = []
        for child in token.children or ():
            match child.type:
                case "strong_open" | "strong_close":
                    look.bold += child.nesting
                case "em_open" | "em_close":
                    look.italic += child.nesting
                case "s_open" | "s_close":
                    look.strike += child.nesting
                case "link_open":
                    href = str(child.attrGet("href") or "")
                    look.href = href if href.lower().startswith(_LINKS) else ""
                case "link_close":
                    look.href = ""
                case "softbreak" | "hardbreak":
                    found.append(look.span(" "))
                case "code_inline":
                    found.append(replace(look.span(self._restored(child.content)), code=True))
                case _:
                    found.extend(self._text(child.content, look))
        return _with_formulas(found)

    def _text(self, text: str, look: "_Look") -> list[Inline]:
        found: list[Inline] = []
        position = 0
        for place in _PLACE.finditer(text):
            if place.start() > position:
                found.append(look.span(text[position : place.start()]))
            found.append(self._cites[int(place[1])])
            position = place.end()
        if position < len(text):
            found.append(look.span(text[position:]))
        return found


@dataclass(slots=True)
class _Look:
    """What is open where a span stands."""

    bold: int = 0
    italic: int = 0
    strike: int = 0
    href: str = ""

    def span(self, text: str) -> Span:
        return Span(
            text,
            bold=self.bold > 0,
            italic=self.italic > 0,
            strike=self.strike > 0,
            href=self.href,
        )


def _with_formulas(inlines: list[Inline]) -> Inlines:
    """Make formulas of code between dollar signs."""
    found = list(inlines)
    for at in range(1, len(found) - 1):
        before, code, after = found[at - 1 : at + 2]
        if not (isinstance(before, Span) and isinstance(code, Span) and isinstance(after, Span)):
            continue
        if code.code and before.text.endswith("$") and after.text.startswith("$"):
            found[at - 1] = replace(before, text=before.text[:-1])
            found[at] = replace(code, code=False, math=True)
            found[at + 1] = replace(after, text=after.text[1:])
    return tuple(inline for inline in found if inline.text)
