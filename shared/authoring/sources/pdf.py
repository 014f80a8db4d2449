"""PDF to blocks, through pypdf: opening, pages and bookmarks.

A PDF says where glyphs stand, not what they are. Lines and their places come from
pypdf; `pdf_lines` makes paragraphs and headings of them.
"""

import io
import math
import re
from collections.abc import Sequence

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import Destination

from shared.authoring.sources import clean, refusals
from shared.authoring.sources.layout import Block
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.pdf_lines import Bookmark, Line, pdf_lines_to_blocks

_NO_TITLE = re.compile(
    r"(?:untitled|microsoft word|.*\.(?:docx?|pdf|indd|tex|dvi|qxd)$|\d+$)", re.I
)
_MAX_BOOKMARKS = 2000
_MAX_DEPTH = 6


def open_pdf(name: str, content: bytes, limits: FileLimits) -> PdfReader:
    """Open a PDF. An empty password (rights only) is no obstacle, but for AES.

    Raises QuireError with FILE_ENCRYPTED, FILE_BROKEN or FILE_TOO_MANY_PAGES.
    """
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise refusals.encrypted(name)
        pages = len(reader.pages)
        if reader.is_encrypted and pages:
            reader.pages[0].get_contents()  # AES-128 shows only when something is read
    except DependencyError as error:  # pypdf reads AES only with a further package
        raise refusals.encrypted(name) from error
    if pages == 0:
        raise refusals.broken(name, "the PDF has no pages")
    if pages > limits.pages:
        raise refusals.too_many_pages(name, pages, limits.pages)
    return reader


def pdf_blocks(name: str, content: bytes, limits: FileLimits) -> tuple[str, list[Block]]:
    """Return the title in the PDF's metadata, or ``""``, and its blocks.

    Raises QuireError as `open_pdf`, and with FILE_EXPANDS and FILE_EMPTY (scans).
    """
    reader = open_pdf(name, content, limits)
    try:
        lines = _lines(name, reader, limits)
    except DependencyError as error:
        raise refusals.encrypted(name) from error
    if not any(clean.has_text(line.text) for line in lines):
        raise refusals.empty(name, "the PDF has no text; it may be a scan, which needs OCR first")
    return _title(reader), pdf_lines_to_blocks(lines, _bookmarks(reader))


def _lines(name: str, reader: PdfReader, limits: FileLimits) -> list[Line]:
    lines: list[Line] = []
    chars = 0
    for number, page in enumerate(reader.pages, start=1):
        found = _Collector(number)
        page.extract_text(visitor_text=found.visit)
        lines.extend(found.end())
        chars += sum(len(line.text) for line in found.lines)
        if chars > limits.text_chars:
            raise refusals.expands(name, "its text is too long", limits.text_chars, "characters")
    return lines


class _Collector:
    """Gathers what pypdf tells of a page into lines."""

    def __init__(self, page: int) -> None:
        self._page = page
        self.lines: list[Line] = []
        self._text = ""
        self._place: tuple[float, float, float] | None = None

    def visit(
        self,
        text: str,
        user_matrix: Sequence[float],
        text_matrix: Sequence[float],
        _font: object,
        font_size: float,
    ) -> None:
        for index, piece in enumerate(text.split("\n")):
            if index:
                self.end()
            if piece.strip() and self._place is None:
                self._place = _place(user_matrix, text_matrix, font_size)
            self._text += piece

    def end(self) -> list[Line]:
        """End the line; return all lines so far."""
        text = clean.close_cjk_gaps(self._text.strip())
        if text and self._place is not None:
            x, y, size = self._place
            self.lines.append(Line(self._page, text, x, y, size))
        self._text, self._place = "", None
        return self.lines


def _place(
    user: Sequence[float], text: Sequence[float], font_size: float
) -> tuple[float, float, float]:
    """Return x, y and font size in the units of the page."""
    x = text[4] * user[0] + text[5] * user[2] + user[4]
    y = text[4] * user[1] + text[5] * user[3] + user[5]
    scale = abs((text[0] * text[3] - text[1] * text[2]) * (user[0] * user[3] - user[1] * user[2]))
    return x, y, round(abs(font_size) * math.sqrt(scale), 1)


def _title(reader: PdfReader) -> str:
    title = clean.line((reader.metadata and reader.metadata.title) or "")
    return "" if _NO_TITLE.match(title) else title


def _bookmarks(reader: PdfReader) -> list[Bookmark]:
    """Return the bookmarks in order; none if they are damaged, since they only help."""
    found: list[Bookmark] = []

    def add(entries: Sequence[object], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list) and level < _MAX_DEPTH:
                add(entry, level + 1)
            elif isinstance(entry, Destination) and len(found) < _MAX_BOOKMARKS:
                number = reader.get_destination_page_number(entry)
                if number is not None and number >= 0 and entry.title:
                    found.append(Bookmark(level, clean.line(str(entry.title)), number + 1))

    try:
        add(reader.outline, 1)
    except MemoryError:
        raise
    except Exception:  # whatever a damaged tree of bookmarks makes pypdf raise
        return []
    return found
