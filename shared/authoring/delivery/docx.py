"""A document as DOCX (Office Open XML): heading styles, lists, tables, links, East Asian fonts.

The same document gives the same bytes: nothing in the file tells when it was made.
"""

import io
import zipfile
from copy import deepcopy

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from shared.authoring.delivery.content import (
    Block,
    Code,
    Content,
    Entry,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Quote,
    Span,
    Table,
)
from shared.authoring.delivery.docx_text import add_inlines, bookmark, internal_link, web_link
from shared.authoring.delivery.words import words

_DEEPEST = 9
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MONO = "Consolas"
_FONTS = {
    "zh": ("Calibri", "Microsoft YaHei", "zh-CN"),
    "ja": ("Calibri", "Yu Gothic", "ja-JP"),
    "ko": ("Calibri", "Malgun Gothic", "ko-KR"),
}
_LATIN = ("Calibri", "Microsoft YaHei", "zh-CN")


def docx(content: Content) -> bytes:
    """Return the file."""
    document = Document()
    _prepare(document, content)
    labels = words(content.language)
    setter = _Setter(document)
    setter.line("Title", content.title)
    if content.partial:
        setter.line("Intense Quote", labels.partial)
    for block in content.body:
        setter.block(block)
    if content.entries:
        setter.line("Heading 1", labels.references)
        for entry in content.entries:
            setter.entry(entry)
    if content.quotes:
        setter.line("Heading 1", labels.quotes)
        for quote in content.quotes:
            setter.quote(quote)
    raw = io.BytesIO()
    document.save(raw)
    return _timeless(raw)


class _Setter:
    """Adds blocks to the end of a document."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._bookmarks = 0
        self._empty: dict[str, WordParagraph] = {}
        # What a document has last; `add_paragraph` looks for it anew each time.
        self._end = document.element.body.sectPr

    def line(self, style: str, text: str) -> None:
        self._paragraph(style).add_run(text)

    def block(self, block: Block, style: str = "Normal") -> None:
        match block:
            case Heading():
                paragraph = self._paragraph(f"Heading {min(block.level - 1, _DEEPEST)}")
                add_inlines(paragraph, block.inlines)
            case Paragraph():
                add_inlines(self._paragraph(style), block.inlines)
            case Code():
                self._code(block)
            case Items():
                self._items(block)
            case Table():
                self._table(block)
            case Quotation():
                for inner in block.blocks:
                    self.block(inner, "Quote")

    def entry(self, entry: Entry) -> None:
        paragraph = self._paragraph("Bibliography")
        text = entry.text.removesuffix(entry.address) if entry.address else entry.text
        label = f"{entry.label} " if entry.label else ""
        with bookmark(paragraph, f"source_{entry.number}", self._next_bookmark()):
            paragraph.add_run(label + text)
            if entry.address:
                web_link(paragraph, entry.address, entry.address)

    def quote(self, quote: Quote) -> None:
        paragraph = self._paragraph("Quote Source")
        with bookmark(paragraph, f"quote_{quote.number}", self._next_bookmark()):
            paragraph.add_run(f"{quote.number}. ")
            internal_link(paragraph, f"source_{quote.source}", quote.label)
            if quote.place:
                paragraph.add_run(f" {quote.place}")
        for block in quote.blocks:
            self.block(block, "Quote")

    def _paragraph(self, style: str) -> WordParagraph:
        """Add a paragraph. Styles are looked up once each: a look-up costs milliseconds."""
        if style not in self._empty:
            made = self._document.add_paragraph(style=style)
            self._empty[style] = WordParagraph(deepcopy(made._p), self._document._body)
            return made
        empty = self._empty[style]
        made = WordParagraph(deepcopy(empty._p), self._document._body)
        self._end.addprevious(made._p)
        return made

    def _next_bookmark(self) -> int:
        self._bookmarks += 1
        return self._bookmarks

    def _code(self, code: Code) -> None:
        paragraph = self._paragraph("Code")
        for at, line in enumerate(code.text.split("\n")):
            run = paragraph.add_run()
            if at:
                run.add_break()
            run.add_text(line)

    def _items(self, items: Items, depth: int = 1) -> None:
        name = "List Bullet" if items.first is None else "List Number"
        style = name if depth == 1 else f"{name} {min(depth, 3)}"
        for at, blocks in enumerate(items.items):
            for place, block in enumerate(blocks):
                if isinstance(block, Items):
                    self._items(block, depth + 1)
                elif isinstance(block, Paragraph) and items.first is not None and place == 0:
                    # Numbers as text: those of Word would go on from one list to the next.
                    number = Span(f"{items.first + at}. ")
                    numbered = self._paragraph("List Continue")
                    add_inlines(numbered, (number, *block.inlines))
                elif isinstance(block, Paragraph):
                    self.block(block, style if place == 0 else "List Continue")
                else:
                    self.block(block)

    def _table(self, table: Table) -> None:
        columns = max((len(row) for row in table.rows), default=0)
        if not columns:
            return
        made = self._document.add_table(len(table.rows), columns, "Table Grid")
        for row, cells in zip(table.rows, made.rows, strict=True):
            for inlines, cell in zip(row, cells.cells, strict=False):
                add_inlines(cell.paragraphs[0], inlines)
        for cell in made.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
        properties = made.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:tblHeader"))
        self._paragraph("Normal")


def _prepare(document: WordDocument, content: Content) -> None:
    """Set properties, languages, fonts, and the styles that the template lacks."""
    core = document.core_properties
    core.title, core.author, core.comments = content.title[:255], "", ""
    core.language = content.language
    for name in ("dcterms:created", "dcterms:modified", "cp:lastModifiedBy"):
        for element in core._element.findall(qn(name)):
            core._element.remove(element)
    latin, asian, asian_language = _FONTS.get(content.language.split("-", 1)[0].lower(), _LATIN)
    for style in document.styles:
        if isinstance(style, ParagraphStyle):
            _fonts(style, latin, asian)
    normal = document.styles["Normal"].element.get_or_add_rPr()
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), content.language if content.language.isascii() else "en-US")
    tongue.set(qn("w:eastAsia"), asian_language)
    normal.append(tongue)
    _style(document, "Code", "Normal", latin=_MONO, asian=asian, size=9)
    _style(document, "Bibliography", "Normal", latin=latin, asian=asian)
    _style(document, "Quote Source", "Normal", latin=latin, asian=asian, size=9)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor(0x1A, 0x5F, 0xB4)


def _style(
    document: WordDocument, name: str, base: str, *, latin: str, asian: str, size: int = 0
) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101  as asked for
    parent = document.styles[base]
    assert isinstance(parent, ParagraphStyle)  # noqa: S101  as the template has it
    style.base_style = parent
    _fonts(style, latin, asian)
    if size:
        style.font.size = Pt(size)


def _fonts(style: ParagraphStyle, latin: str, asian: str) -> None:
    """Name fonts outright: those of the template's theme have no East Asian ones."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", asian)):
        fonts.set(qn(f"w:{name}"), font)


def _timeless(raw: io.BytesIO) -> bytes:
    """Return the package without the times of its parts."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(fixed, "w") as out:
        for name in given.namelist():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            out.writestr(info, given.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
