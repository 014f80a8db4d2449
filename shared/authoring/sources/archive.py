"""What stands in a DOCX archive, judged by its directory before anything is unpacked."""

import io
import lzma
import struct
import zipfile
import zlib

from shared.authoring.sources import refusals
from shared.authoring.sources.limits import FileLimits

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
    KeyError,
    EOFError,
    struct.error,
)
_ENCRYPTED_FLAG = 0x1
_RATIO_FROM = 1 << 20
_MAX_TYPES_PART = 1 << 20
_WORD_MAIN = b"wordprocessingml.document.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/"
_TYPES = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"


def check_docx(name: str, content: bytes, limits: FileLimits) -> None:
    """Raise QuireError when a DOCX is encrypted, too large unpacked, or not what it says.

    Unpacking stops at the size that the directory states, so the stated sizes can be
    relied upon.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_totals(name, archive, len(content), limits)
            types = _small_part(name, archive, _TYPES)
            relations = _small_part(name, archive, _RELATIONS)
            archive.getinfo("word/document.xml")
    except _DAMAGE as error:
        raise refusals.broken(name, "the Word document is damaged") from error
    if _WORD_MAIN not in types:
        raise refusals.unsupported(name, "the file is a Word template or has macros")
    if _STRICT in relations:
        raise refusals.unsupported(name, "the file is a Strict Open XML document")


def _check_totals(name: str, archive: zipfile.ZipFile, packed: int, limits: FileLimits) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise refusals.encrypted(name)
    if len(entries) > limits.archive_entries:
        raise refusals.expands(
            name, f"the archive holds {len(entries)} files", limits.archive_entries, "files"
        )
    total = sum(entry.file_size for entry in entries)
    if total > limits.expanded_bytes:
        raise refusals.expands(name, f"the archive unpacks to {total} bytes", limits.expanded_bytes)
    if total > _RATIO_FROM and total > packed * limits.expansion_ratio:
        raise refusals.expands(
            name,
            f"the archive unpacks to {total} bytes, {total // packed} times its size",
            packed * limits.expansion_ratio,
        )


def _small_part(name: str, archive: zipfile.ZipFile, part: str) -> bytes:
    entry = archive.getinfo(part)
    if entry.file_size > _MAX_TYPES_PART:
        raise refusals.broken(name, "the Word document is damaged")
    return archive.read(entry)
