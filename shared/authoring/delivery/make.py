"""A finished document as a file of a format. Heavy: to be run in the CPU pool."""

import hashlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.authoring.delivery.docx import docx
from shared.authoring.delivery.formats import MEDIA_TYPES, Format, file_name
from shared.authoring.delivery.html import html
from shared.authoring.delivery.read import read
from shared.authoring.model import Document
from shared.errors import QuireError
from shared.reasons import Reason

TEXT_LIMITS = {
    Format.MARKDOWN: 256 * 1024 * 1024,
    Format.HTML: 32 * 1024 * 1024,
    Format.DOCX: 8 * 1024 * 1024,
    Format.PDF: 8 * 1024 * 1024,
}
"""Bytes of text and quotes together that a format takes."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file; ``file_name`` is made of the title."""

    media_type: str
    file_name: str
    content: bytes
    sha256: str


def check(document: Document, form: Format) -> None:
    """Refuse what cannot be made here, before any work.

    Raises QuireError: NOT_SUPPORTED for a PDF where Typst is not installed,
    FORMAT_LIMIT for a document too large for the format.
    """
    if form is Format.PDF and importlib.util.find_spec("typst") is None:
        raise QuireError(
            Reason.NOT_SUPPORTED,
            "this server makes no PDF: its extra `pdf` is not installed; take HTML or DOCX instead",
            metadata={"field": "format"},
        )
    limit = TEXT_LIMITS[form]
    size = len(document.text.encode())
    if form is not Format.MARKDOWN:
        size += sum(len(citation.quote.encode()) for citation in document.citations)
    if size > limit:
        raise QuireError(
            Reason.FORMAT_LIMIT,
            f"the document, {size} bytes with its quotes, is too large for {form.name}: "
            f"at most {limit}",
            metadata={"format": form.value, "limit": str(limit), "unit": "bytes"},
        )


def make(document: Document, form: Format, font_folders: Sequence[Path] = ()) -> Delivered:
    """Return the file. A document that was checked; for Markdown it is its text, unchanged.

    Raises QuireError(FORMAT_FONT_MISSING) for a PDF whose letters no font has.
    """
    content = _content(document, form, font_folders)
    return Delivered(
        media_type=MEDIA_TYPES[form],
        file_name=file_name(document.title, form),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _content(document: Document, form: Format, font_folders: Sequence[Path]) -> bytes:
    match form:
        case Format.MARKDOWN:
            return document.text.encode()
        case Format.HTML:
            return html(read(document))
        case Format.DOCX:
            return docx(read(document))
        case Format.PDF:
            from shared.authoring.delivery.pdf import pdf  # noqa: PLC0415  of an extra

            return pdf(read(document), font_folders)
