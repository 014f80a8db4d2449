"""What a file is, by its content; the name only decides between kinds of text."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from shared.authoring.sources import refusals
from shared.authoring.sources.decode import decode, decode_html

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO 2.3.1
_FOREIGN = {b"{\\rtf": "the file is RTF", b"%!PS": "the file is PostScript"}
_PDF_HEADER_WITHIN = 1024  # PDF 32000-1, annex H.3.4.1
_HEAD = 64 * 1024

_SKIPPED = re.compile(r"\s+|<\?xml[^>]*\?>|<!--(?:[^-]|-(?!->))*-->", re.I)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_XML = re.compile(r"\s*<\?xml\b", re.I)
_IMAGE = re.compile(r"<(?:!doctype\s+)?svg\b", re.I)
_FRAGMENT = re.compile(r"\s*<(?:article|main|section|div|p|h[1-6]|table|ul|ol)\b[^<>]*>", re.I)
_CLOSING = re.compile(r"</(?:p|div|li|h[1-6]|td|section|article)>", re.I)

_STRONG = (
    re.compile(r"^ {0,3}(?:```|~~~)", re.M),
    re.compile(r"\[[^\]\n]{1,300}\]\([^)\s]{1,300}\)"),
    re.compile(r"^\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t:-]*$", re.M),
    re.compile(r"^#{2,6} +\S", re.M),
    re.compile(r"\A---\n[\w-]+:.*\n(?:.*\n){0,200}?---\n"),
)
_WEAK = (
    re.compile(r"^# +\S", re.M),
    re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__"),
    re.compile(r"(?<!`)`[^`\n]+`(?!`)"),
    re.compile(r"^ {0,3}[-*+] +\S.*\n(?:.*\n)*?^ {0,3}[-*+] +\S", re.M),
    re.compile(r"^ {0,3}> \S", re.M),
)
_MARKDOWN_SCORE = 2
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_TEXT_NAMES = frozenset({".txt", ".text", ".log"})


class FileType(StrEnum):
    """A supported type of file."""

    MARKDOWN = "markdown"
    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"

    @property
    def media_type(self) -> str:
        """The IANA media type."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    FileType.MARKDOWN: "text/markdown",
    FileType.TEXT: "text/plain",
    FileType.HTML: "text/html",
    FileType.PDF: "application/pdf",
    FileType.DOCX: _DOCX,
}


def detect(name: str, content: bytes) -> FileType:
    """Return the type of a file.

    Raises QuireError with FILE_UNSUPPORTED, FILE_ENCRYPTED (a Word file in an
    encrypted container) or FILE_BROKEN (an archive that cannot be opened).
    """
    if content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise refusals.encrypted(name)
        raise refusals.unsupported(name, "the file is of an old Office format")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(name, content)
    if content[:_PDF_HEADER_WITHIN].find(b"%PDF-") >= 0 and _is_pdf(content):
        return FileType.PDF
    for start, what in _FOREIGN.items():
        if content.startswith(start):
            raise refusals.unsupported(name, what)
    text = decode(content)
    if text is not None:
        return _text(name, text[:_HEAD])
    html = decode_html(content)
    if html is not None and _is_page(html[:_HEAD]):
        return FileType.HTML
    raise refusals.unsupported(
        name, "the content is of no supported type, or text in an unknown encoding (use UTF-8)"
    )


def _is_pdf(content: bytes) -> bool:
    # A text may speak of "%PDF-"; a PDF has objects or, cut short, its header first.
    return content.lstrip().startswith(b"%PDF-") or b" obj" in content


def _archive(name: str, content: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refusals.broken(name, "the archive (DOCX is one) is damaged") from error
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        return FileType.DOCX
    raise refusals.unsupported(name, "the file is an archive, but not a Word document")


def _is_page(text: str) -> bool:
    return _PAGE.match(text, _content_start(text)) is not None


def _content_start(text: str) -> int:
    """Return the index after white space, an XML declaration and comments."""
    start = 0
    while skipped := _SKIPPED.match(text, start):
        start = skipped.end()
    return start


def _text(name: str, text: str) -> FileType:
    suffix = PurePath(name).suffix.lower()
    if _is_page(text):
        return FileType.HTML
    if _XML.match(text):
        raise refusals.unsupported(name, "the file is XML, but not a web page")
    if suffix not in _MARKDOWN_NAMES and _IMAGE.match(text, _content_start(text)):
        raise refusals.unsupported(name, "the file is an SVG image")
    score = sum(2 for sign in _STRONG if sign.search(text))
    score += sum(1 for sign in _WEAK if sign.search(text))
    if _FRAGMENT.match(text) and (
        suffix in _HTML_NAMES or (score == 0 and _CLOSING.search(text) is not None)
    ):
        return FileType.HTML
    if score >= _MARKDOWN_SCORE:
        return FileType.MARKDOWN
    if suffix in _MARKDOWN_NAMES or (score and suffix not in _TEXT_NAMES):
        return FileType.MARKDOWN
    return FileType.TEXT
