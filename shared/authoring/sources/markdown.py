"""Markdown (CommonMark with tables) to blocks.

Markup goes: emphasis, link targets, images, raw HTML tags, comments, front matter,
footnote marks. Code blocks and tables stay, as blocks of their own kind; formulas stay as they
are written.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from shared.authoring.sources import clean, layout
from shared.authoring.sources.formulas import Formulas
from shared.authoring.sources.html import html_blocks
from shared.authoring.sources.layout import Block

_FRONT_MATTER = re.compile(
    r"\A(?P<fence>---|\+\+\+)\s*\n(?P<body>(?:.*\n){0,500}?)(?P=fence)\s*(?:\n|\Z)"
)
_TITLE = re.compile(r"""^title\s*[:=]\s*["']?(?P<title>.+?)["']?\s*$""", re.M | re.I)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,64}\]:?")
_BREAK = re.compile(r"<br\s*/?>", re.I)


def markdown_blocks(text: str) -> tuple[str, list[Block]]:
    """Return the title that the front matter names, or ``""``, and the blocks."""
    text = "\n".join(clean.lines(text))
    title = ""
    front = _FRONT_MATTER.match(text)
    if front:
        named = _TITLE.search(front["body"])
        title = named["title"] if named else ""
        text = text[front.end() :]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.block.ruler.at("reference", _link_definition)
    formulas = Formulas(text)
    return title, [formulas.back(block) for block in _Reader(parser.parse(formulas.text)).read()]


def _link_definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Leave footnotes alone: to CommonMark ``[^1]: word`` defines a link, and its text is lost."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.src.startswith("[^", start):
        return False
    return reference(state, start_line, end_line, silent)


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._blocks: list[Block] = []

    def read(self) -> list[Block]:
        while self._at < len(self._tokens):
            self._block()
        return self._blocks

    def _block(self) -> None:
        token = self._next()
        match token.type:
            case "heading_open":
                self._blocks.append(layout.heading(int(token.tag[1]), self._inline()))
            case "paragraph_open":
                self._blocks.append(layout.prose(self._inline()))
            case "fence" | "code_block":
                self._blocks.append(layout.code(token.content))
            case "html_block":
                self._blocks.extend(html_blocks(token.content)[1])
            case "bullet_list_open" | "ordered_list_open":
                self._list(token)
            case "table_open":
                self._table()

    def _list(self, opening: Token) -> None:
        # Nested lists become items of the same list; what is not text (code, tables)
        # follows the list.
        items: list[str] = []
        after: list[Block] = []
        first = None
        if opening.type == "ordered_list_open":
            first = int(opening.attrGet("start") or 1)
        depth, new_item = 1, True
        while depth and self._at < len(self._tokens):
            token = self._next()
            if token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type == "list_item_open":
                new_item = True
            elif token.type in ("paragraph_open", "heading_open"):
                text = self._inline()
                if new_item or not items:
                    items.append(text)
                    new_item = False
                else:
                    items[-1] = clean.join(items[-1], text)
            elif token.type in ("fence", "code_block"):
                after.append(layout.code(token.content))
            elif token.type == "table_open":
                before = len(self._blocks)
                self._table()
                after.extend(self._blocks[before:])
                del self._blocks[before:]
        self._blocks.append(layout.item_list(items, first))
        self._blocks.extend(after)

    def _table(self) -> None:
        rows: list[list[str]] = []
        while (token := self._next()).type != "table_close":
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_plain(token))
        self._blocks.append(layout.table(rows))

    def _inline(self) -> str:
        return _plain(self._next())

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token


def _plain(inline: Token) -> str:
    lines = [""]
    for token in inline.children or ():
        if token.type in ("text", "code_inline"):
            lines[-1] += token.content
        elif token.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif token.type == "html_inline" and _BREAK.match(token.content):
            lines[-1] += " "
    text = ""
    for piece in lines:
        text = clean.join(text, _FOOTNOTE.sub("", piece))
    return text
