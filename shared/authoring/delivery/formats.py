"""The formats of a finished document: media types and names of files."""

import re
import unicodedata
from enum import StrEnum


class Format(StrEnum):
    """A form of a document; the value is the extension of its files."""

    MARKDOWN = "md"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES = {
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
}

_NAME_BYTES = 120
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)
_ODD = re.compile(r'[\\/:*?"<>|\s]+')


def file_name(title: str, form: Format) -> str:
    """Return a name for a document's file that every common file system takes.

    At most 120 bytes of UTF-8 and the extension; no separators, reserved characters,
    control or format characters, and no dot at either end.
    """
    kept = "".join(
        " " if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} else character
        for character in unicodedata.normalize("NFC", title)
    )
    name = _ODD.sub(" ", kept).strip(" .")
    name = name.encode()[:_NAME_BYTES].decode(errors="ignore").strip(" .")
    if not name or _WINDOWS_DEVICE.match(name):
        name = f"document {name}".strip()
    return f"{name}.{form.value}"
