"""Kinds of files: what each is taken for, and what a refusal says of it."""

import struct

import pytest

from shared.authoring.sources.check import check_file
from shared.authoring.sources.filetype import FileType
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.sources.material import archive, parts_of, word

DOCX = word(lambda document: document.add_paragraph("Some text."))
TYPES = "[Content_Types].xml"
MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LIMITS = FileLimits(archive_entries=40, text_chars=1000)


def with_types(main: bytes) -> bytes:
    parts = parts_of(DOCX)
    assert MAIN in parts[TYPES]
    return archive(parts | {TYPES: parts[TYPES].replace(MAIN, main)})


def strict() -> bytes:
    parts = parts_of(DOCX)
    transitional = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    changed = parts["_rels/.rels"].replace(
        transitional, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    )
    return archive(parts | {"_rels/.rels": changed})


def flagged_as_encrypted() -> bytes:
    content = bytearray(archive({TYPES: MAIN, "_rels/.rels": b"", "word/document.xml": b""}))
    entry = content.find(b"PK\x01\x02")
    while entry >= 0:
        content[entry + 8] |= 1
        entry = content.find(b"PK\x01\x02", entry + 1)
    return bytes(content)


def says_less_than_it_unpacks_to() -> bytes:
    parts = parts_of(DOCX)
    size = 8 << 20
    parts["word/document.xml"] = parts["word/document.xml"] + b" " * (
        size - len(parts["word/document.xml"])
    )
    content = bytearray(archive(parts))
    # The directory, at the end, is what is believed.
    place = content.rindex(struct.pack("<I", size))
    content[place : place + 4] = struct.pack("<I", 5000)
    return bytes(content)


REFUSED = [
    ("a.xlsx", archive({TYPES: b"", "xl/workbook.xml": b""}), Reason.FILE_UNSUPPORTED, "archive"),
    ("a.pptx", archive({TYPES: b"", "ppt/presentation.xml": b""}), Reason.FILE_UNSUPPORTED, "arch"),
    ("a.odt", archive({"mimetype": b"application/vnd.oasis"}), Reason.FILE_UNSUPPORTED, "archive"),
    ("a.docx", archive({}), Reason.FILE_UNSUPPORTED, "archive"),
    (
        "a.docm",
        with_types(b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        Reason.FILE_UNSUPPORTED,
        "macros",
    ),
    ("a.docx", strict(), Reason.FILE_UNSUPPORTED, "Strict"),
    ("a.docx", flagged_as_encrypted(), Reason.FILE_ENCRYPTED, "password"),
    (
        "a.docx",
        archive(parts_of(DOCX) | {f"extra/{n}": b"" for n in range(40)}),
        Reason.FILE_EXPANDS,
        "at most 40 files",
    ),
    ("a.docx", says_less_than_it_unpacks_to(), Reason.FILE_BROKEN, "damaged"),
    ("a.txt", b"word " * 1000, Reason.FILE_EXPANDS, "at most 1000 characters"),
    (
        "a.rtf",
        rb"{\rtf1\ansi\deff0 {\fonttbl{\f0 Times;}} Text.\par}",
        Reason.FILE_UNSUPPORTED,
        "R",
    ),
    ("a.ps", b"%!PS-Adobe-3.0\n/Times findfont\n(Text) show\n", Reason.FILE_UNSUPPORTED, "PostScr"),
    ("a.svg", b'<svg xmlns="x"><text>Text</text></svg>', Reason.FILE_UNSUPPORTED, "SVG"),
    (
        "a.svg",
        b'<!-- made by hand --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"><svg/>',
        Reason.FILE_UNSUPPORTED,
        "SVG",
    ),
    ("a.rss", b'<?xml version="1.0"?><rss><title>a</title></rss>', Reason.FILE_UNSUPPORTED, "XML"),
    ("a.gif", b"GIF89a" + bytes(100), Reason.FILE_UNSUPPORTED, "UTF-8"),
    ("a.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), Reason.FILE_UNSUPPORTED, "type"),
    ("a.webp", b"RIFF\x00\x10\x00\x00WEBPVP8 " + bytes(99), Reason.FILE_UNSUPPORTED, "type"),
    ("a.gz", b"\x1f\x8b\x08\x00" + bytes(range(200)), Reason.FILE_UNSUPPORTED, "type"),
    ("a", b"\x7fELF\x02\x01\x01" + bytes(300), Reason.FILE_UNSUPPORTED, "type"),
    ("a.md", b"# Text\0\0\0 and more", Reason.FILE_UNSUPPORTED, "type"),
    ("大.txt", "都市の気温は周囲より高い。".encode("shift_jis"), Reason.FILE_UNSUPPORTED, "UTF-8"),
    ("a.md", b"\xef\xbb\xbf\n", Reason.FILE_EMPTY, "readable text"),
]


@pytest.mark.parametrize(("name", "content", "reason", "says"), REFUSED)
def test_a_refusal_names_the_file_and_what_it_is(
    name: str, content: bytes, reason: Reason, says: str
) -> None:
    with pytest.raises(QuireError) as caught:
        parse_file("s1", name, "", content, LIMITS)
    error = caught.value
    assert error.reason is reason
    assert error.message.startswith(f"{name}: ")
    assert "accepted" in error.message
    assert says in error.message
    assert error.metadata["file"] == name
    if reason is Reason.FILE_UNSUPPORTED:
        assert error.metadata["accepted"] == "Markdown, plain text, HTML, PDF or DOCX"
    if reason is Reason.FILE_EXPANDS:
        assert f"{error.metadata['limit']} {error.metadata['unit']}" in error.message


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"PDF files begin with %PDF-1.7, as the standard says.", FileType.TEXT),
        ("a.md", b'<svg width="9"></svg>\n\n# A title\n\nText.', FileType.MARKDOWN),
        ("readme", b"# A title\n\n- one\n- two\n\nSome **bold** text.", FileType.MARKDOWN),
        ("a.md", b"Just a line.", FileType.MARKDOWN),
        ("a.txt", b"# a comment in a configuration\nkey = 1\n", FileType.TEXT),
        ("a.docx", b"Just words, whatever the name says.", FileType.TEXT),
        ("a.html", b"<p>One paragraph.</p>", FileType.HTML),
        ("a", b'<?xml version="1.0"?>\n<!DOCTYPE html><html><p>Text</p></html>', FileType.HTML),
        ("a.md", DOCX, FileType.DOCX),
        ("a.txt", "# 标题\n\n正文。".encode("gb18030"), FileType.TEXT),
        ("a.md", "# 标题\n\n正文。".encode("utf-16"), FileType.MARKDOWN),
    ],
)
def test_what_a_file_is_taken_for(name: str, content: bytes, kind: FileType) -> None:
    assert check_file(name, content, LIMITS) is kind
    assert parse_file("s1", name, "", content, LIMITS).info.media_type == kind.media_type
