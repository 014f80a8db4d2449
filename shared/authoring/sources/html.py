"""Web pages to blocks, through lxml's HTML parser (no network, no entities expanded).

Dropped are scripts, styles, navigation, footers, asides, forms and what the page
hides; where a page says which part of it is the main one, all around that too. A
form is kept when nothing else has text (some pages are one form).
"""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from shared.authoring.sources import clean, layout
from shared.authoring.sources.layout import Block

_DROPPED = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template nav footer aside iframe object embed svg canvas audio "
        "video button select textarea input dialog menu head",
    )
)
_DROPPED_ROLES = frozenset({"navigation", "search", "contentinfo", "complementary", "banner"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s "
        "samp small span strike strong sub sup time tt u var wbr img picture nobr",
    )
)
_NOTE_MARK = re.compile(r"\s*\[?\s*(?:\d{1,3}|[a-z]|note \d+)\s*\]\s*", re.I)
_LINE_BREAK = "\x1e"
_PARAGRAPH_BREAK = re.compile(f"{_LINE_BREAK}\\s*{_LINE_BREAK}[\\s{_LINE_BREAK}]*")
_MAIN_SHARE = 0.5
_MAX_CELL = 300
_MIN_COLUMNS = 2


def html_blocks(text: str) -> tuple[str, list[Block]]:
    """Return the page's title, or ``""``, and its blocks."""
    # Bytes, because lxml refuses text with an encoding declaration.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return "", []
    title = clean.line(root.findtext("head/title") or "")
    for dropped in (_DROPPED | {"form"}, _DROPPED):
        blocks = _Walker(dropped).walk(root)
        if any(clean.has_text(" ".join(block.lines)) for block in blocks):
            blocks = _main_part(root, dropped, blocks)
            return _better_title(title, blocks), blocks
    return title, []


def _main_part(root: etree._Element, dropped: frozenset[str], blocks: list[Block]) -> list[Block]:
    """Return the blocks of the one ``main`` or ``article`` that has most of the text.

    ``blocks``, those of the whole page, stay where there is none. A page's only top
    heading is kept, even from above the main part.
    """
    found = [*root.iter("main")] or [*root.iter("article")]
    if len(found) != 1 or any(
        element.tag in dropped or _is_hidden(element)
        for element in (found[0], *found[0].iterancestors())
    ):
        return blocks
    inside = _Walker(dropped).walk(found[0])
    if _chars(inside) < _chars(blocks) * _MAIN_SHARE:
        return blocks
    top = [block for block in blocks if block.level == 1]
    if len(top) == 1 and not any(block.level == 1 for block in inside):
        return top + inside
    return inside


def _chars(blocks: list[Block]) -> int:
    return sum(len(line) for block in blocks for line in block.lines)


def _better_title(title: str, blocks: list[Block]) -> str:
    # "Heat - The Daily" is named after its only top heading, "Heat".
    top = [block.lines[0] for block in blocks if block.level == 1]
    if len(top) == 1 and (not title or clean.line(top[0]) in title):
        return clean.line(top[0])
    return title


class _Walker:
    """Goes through the tree without recursion: hostile pages nest deeply."""

    def __init__(self, dropped: frozenset[str]) -> None:
        self._dropped = dropped
        self._blocks: list[Block] = []
        self._text: list[str] = []
        self._heading = 0
        self._list_depth = 0
        self._numbered = False
        self._items: list[str] = []

    def walk(self, root: etree._Element) -> list[Block]:
        for event, element in _visible(root, self._dropped, self._take_whole):
            tag = str(element.tag)
            if event == "start":
                self._start(tag)
                self._text.append(element.text or "")
            elif event == "end":
                self._end(tag)
            if event != "start" and element is not root:
                self._text.append(element.tail or "")
        self._flush()
        self._end_list()
        return self._blocks

    def _take_whole(self, element: etree._Element) -> bool:
        """Take preformatted text, a table of data or a note's mark at once, if it is one."""
        block = None
        if element.tag == "pre":
            block = layout.code(self._all_text(element))
        elif element.tag == "table":
            rows = self._data_rows(element)
            block = layout.table(rows) if rows else None
        elif element.tag == "sup":
            return _NOTE_MARK.fullmatch(self._all_text(element)) is not None
        if block is None:
            return False
        self._flush()
        self._end_list()
        self._blocks.append(block)
        return True

    def _start(self, tag: str) -> None:
        if tag in _INLINE:
            return
        if tag == "br":
            self._text.append(_LINE_BREAK)
            return
        self._flush()
        if tag in _HEADINGS:
            self._end_list()
            self._heading = _HEADINGS[tag]
        elif tag in ("ul", "ol"):
            if self._list_depth == 0:
                self._numbered = tag == "ol"
            self._list_depth += 1
        elif tag == "li" and self._list_depth:
            self._items.append("")

    def _end(self, tag: str) -> None:
        if tag in _INLINE or tag == "br":
            return
        self._flush()
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in ("ul", "ol") and self._list_depth:
            self._list_depth -= 1
            if self._list_depth == 0:
                self._end_list()

    def _flush(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        for piece in _PARAGRAPH_BREAK.split(text):
            joined = _joined(piece)
            if not joined:
                continue
            if self._heading:
                self._blocks.append(layout.heading(self._heading, joined))
            elif self._items:
                self._items[-1] = clean.join(self._items[-1], joined)
            else:
                self._blocks.append(layout.prose(joined))

    def _end_list(self) -> None:
        if self._items:
            self._blocks.append(layout.item_list(self._items, 1 if self._numbered else None))
            self._items = []

    def _data_rows(self, table: etree._Element) -> list[list[str]]:
        """Return the cells of a table of data; nothing for one that lays out a page."""
        if table.find(".//table") is not None or any(table.iter(*_HEADINGS)):
            return []
        rows = [
            [_joined(self._all_text(cell)) for cell in row if cell.tag in ("td", "th")]
            for row in table.iter("tr")
        ]
        if any(len(cell) > _MAX_CELL for row in rows for cell in row):
            return []
        return rows if max(map(len, rows), default=0) >= _MIN_COLUMNS else []

    def _all_text(self, root: etree._Element) -> str:
        texts: list[str] = []
        for event, element in _visible(root, self._dropped, lambda _: False):
            if event == "start":
                texts.append("\n" if element.tag == "br" else element.text or "")
            elif element is not root:
                texts.append(element.tail or "")
        return "".join(texts)


def _visible(
    root: etree._Element, dropped: frozenset[str], taken: Callable[[etree._Element], bool]
) -> Iterator[tuple[str, etree._Element]]:
    """Yield ("start" | "end", element) for what is shown, ("skip", element) for the rest."""
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                yield "skip", element
        elif event == "start" and (
            element.tag in dropped
            or (element is not root and _is_hidden(element))
            or taken(element)
        ):
            skipped = element
        else:
            yield event, element


def _joined(text: str) -> str:
    joined = ""
    for text_line in clean.lines(text.replace(_LINE_BREAK, "\n")):
        joined = clean.join(joined, clean.line(text_line))
    return joined


def _is_hidden(element: etree._Element) -> bool:
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or element.get("role") in _DROPPED_ROLES
        or _HIDDEN.search(element.get("style", "")) is not None
    )
