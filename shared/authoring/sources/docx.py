"""Word documents to blocks, in reading order.

Headings come from outline levels, which styles of every language carry, or from
the names of styles. Hidden, deleted and alternative text is left out, as is the
table of contents.
"""

import io
import re
from collections.abc import Iterator

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree

from shared.authoring.sources import clean, layout
from shared.authoring.sources.layout import Block

_HEADING_NAME = re.compile(
    r"(?:heading|标题|標題|überschrift|titre|título|titolo|заголовок|見出し|제목)\s*([1-9])", re.I
)
_TITLE_NAMES = frozenset({"title", "标题", "標題", "titel", "titre", "título", "titolo"})
_CONTENTS_NAME = re.compile(r"(?:toc|目录|table of contents)\b", re.I)
_BODY_LEVEL = 9  # w:outlineLvl 9 means body text (ECMA-376 part 1, 17.3.1.20)
_MAX_CELL = 300
_MIN_COLUMNS = 2
_LEFT_OUT = frozenset(
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:pPr", "w:instrText", "w:footnoteReference")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_P, _TBL, _SDT, _TR, _TC = (qn(tag) for tag in ("w:p", "w:tbl", "w:sdt", "w:tr", "w:tc"))
_TEXT, _TAB, _BREAK, _HYPHEN, _RUN = (
    qn(tag) for tag in ("w:t", "w:tab", "w:br", "w:noBreakHyphen", "w:r")
)


def docx_blocks(content: bytes) -> tuple[str, list[Block]]:
    """Return the document's title, or ``""``, and its blocks."""
    document = Document(io.BytesIO(content))
    reader = _Reader(document)
    for element in _paragraphs_and_tables(document.element.body):
        reader.take(element)
    reader.end_list()
    return reader.title or clean.line(document.core_properties.title or ""), reader.blocks


def _paragraphs_and_tables(parent: etree._Element) -> Iterator[etree._Element]:
    for element in parent:
        if element.tag in (_P, _TBL):
            yield element
        elif element.tag == _SDT:
            gallery = element.find(".//" + qn("w:docPartGallery"))
            if gallery is None or gallery.get(qn("w:val")) != "Table of Contents":
                inside = element.find(qn("w:sdtContent"))
                if inside is not None:
                    yield from _paragraphs_and_tables(inside)
        elif element.tag in (qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            yield from _paragraphs_and_tables(element)


class _Reader:
    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self.blocks: list[Block] = []
        self.title = ""
        self._items: list[str] = []

    def take(self, element: etree._Element) -> None:
        if element.tag == _TBL:
            self.end_list()
            self._table(element)
            return
        text = _text(element)
        if not clean.line(text):
            return
        style = self._style(element)
        name = ((style.name if style else "") or "").strip().lower()
        if _CONTENTS_NAME.match(name):
            return
        level = _heading_level(element, style)
        if name in _TITLE_NAMES and not self.title:
            self.end_list()
            self.title = clean.line(text)
            self.blocks.append(layout.heading(1, text))
        elif level:
            self.end_list()
            self.blocks.append(layout.heading(level + (1 if self.title else 0), text))
        elif _is_item(element, style):
            self._items.append(text)
        else:
            self.end_list()
            self.blocks.append(layout.prose(text))

    def end_list(self) -> None:
        if self._items:
            self.blocks.append(layout.item_list(self._items))
            self._items = []

    def _style(self, element: etree._Element) -> ParagraphStyle | None:
        style = Paragraph(element, self._document).style  # type: ignore[arg-type]  # lxml's class
        return style if isinstance(style, ParagraphStyle) else None

    def _table(self, element: etree._Element) -> None:
        rows = [
            [_text(cell) for cell in row.iterchildren(_TC)] for row in element.iterchildren(_TR)
        ]
        laid_out = any(len(cell) > _MAX_CELL for row in rows for cell in row)
        if laid_out or max(map(len, rows), default=0) < _MIN_COLUMNS:
            for cell in element.iter(_TC):
                for inner in _paragraphs_and_tables(cell):
                    if inner.tag == _P:
                        self.take(inner)
            self.end_list()
        else:
            self.blocks.append(layout.table(rows))


def _styles(style: ParagraphStyle | None) -> Iterator[ParagraphStyle]:
    """Yield a style and those that it is based on; a damaged file may go in circles."""
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        yield style
        base = style.base_style
        style = base if isinstance(base, ParagraphStyle) else None


def _heading_level(element: etree._Element, style: ParagraphStyle | None) -> int:
    for holder in (element, *(found.element for found in _styles(style))):
        level = holder.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if level is not None:
            value = int(level.get(qn("w:val"), _BODY_LEVEL))
            return value + 1 if 0 <= value < _BODY_LEVEL else 0
    for found in _styles(style):
        named = _HEADING_NAME.match(found.name or "")
        if named:
            return int(named[1])
    return 0


def _is_item(element: etree._Element, style: ParagraphStyle | None) -> bool:
    for holder in (element, *(found.element for found in _styles(style))):
        number = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if number is not None:
            identity = number.find(qn("w:numId"))
            return identity is None or identity.get(qn("w:val")) != "0"  # 0 takes it off
    return False


def _text(root: etree._Element) -> str:
    """Return the shown text below an element, paragraphs joined."""
    texts: list[str] = []
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
        elif event == "end":
            if element.tag == _P:
                texts.append(" ")
        elif element.tag in _LEFT_OUT or (element.tag == _RUN and _is_hidden(element)):
            skipped = element
        elif element.tag == _TEXT:
            texts.append(element.text or "")
        elif element.tag in (_TAB, _BREAK):
            texts.append(" ")
        elif element.tag == _HYPHEN:
            texts.append("-")
    return "".join(texts).strip()


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val"), "1") not in ("0", "false", "off")
