"""Real files that were cut, changed or disguised, and those that hide something."""

import io
import time
import zipfile

import pytest
from pypdf import PdfWriter

from scripts.examples_text import HEAT_PLANS, HEAT_PLANS_TITLE, WATER, WATER_TITLE
from scripts.make_examples import make_docx, make_pdf
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.errors import QuireError
from shared.reasons import Reason

DOCX = make_docx(HEAT_PLANS_TITLE, HEAT_PLANS[:1])
PDF = make_pdf(WATER_TITLE, WATER[:1])
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD_XML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def blank_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_body(xml: str) -> bytes:
    """Return the DOCX with other text."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(DOCX)) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            made.writestr(name, xml if name == "word/document.xml" else given.read(name))
    return buffer.getvalue()


def body(declared: str, text: str) -> str:
    return (
        f'<?xml version="1.0"?><!DOCTYPE x [{declared}]><w:document xmlns:w="{WORD_XML}">'
        f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    )


LAUGHS = "".join(f'<!ENTITY a{n} "{("ha" if n == 0 else f"&a{n - 1};") * 10}">' for n in range(10))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", DOCX[: len(DOCX) // 2], Reason.FILE_BROKEN),
        ("a.docx", with_body("<w:document"), Reason.FILE_BROKEN),
        ("a.docx", with_body(body(LAUGHS, "&a9;")), Reason.FILE_BROKEN),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), Reason.FILE_ENCRYPTED),
        ("a.doc", OLE, Reason.FILE_UNSUPPORTED),
        ("a.pdf", PDF[: len(PDF) // 2], Reason.FILE_BROKEN),
        ("scan.pdf", blank_pdf(), Reason.FILE_EMPTY),
        ("a.md", PNG, Reason.FILE_UNSUPPORTED),
        ("a.xml", b'<?xml version="1.0"?><a><b>text</b></a>', Reason.FILE_UNSUPPORTED),
        ("a.md", b"--- *** ...", Reason.FILE_EMPTY),
        ("a.md", "\u3000\ufeff\u200b\n".encode(), Reason.FILE_EMPTY),
        ("a.txt", "très élégant, à la carte".encode("latin-1"), Reason.FILE_UNSUPPORTED),
        ("a.md", b"\xff\xfe\x00", Reason.FILE_UNSUPPORTED),
    ],
)
def test_it_is_refused_at_once(name: str, content: bytes, reason: Reason) -> None:
    before = time.process_time()
    with pytest.raises(QuireError) as caught:
        parse_file("s1", name, "", content, FileLimits())
    assert caught.value.reason is reason
    assert name in caught.value.message
    assert time.process_time() - before < 2


def test_no_other_file_is_read_into_a_text() -> None:
    outside = '<!ENTITY e SYSTEM "file:///etc/hostname">'
    source = parse_file("s1", "a.docx", "", with_body(body(outside, "before &e;")), FileLimits())
    assert source.text == "before"


@pytest.mark.parametrize(
    ("size", "refused"), [(FileLimits().file_bytes, False), (FileLimits().file_bytes + 1, True)]
)
def test_the_largest_file(size: int, refused: bool) -> None:
    content = (b"word " * (size // 5 + 1))[:size]
    if not refused:
        assert parse_file("s1", "a.txt", "", content, FileLimits()).info.size > size - 6
        return
    with pytest.raises(QuireError) as caught:
        parse_file("s1", "a.txt", "", content, FileLimits())
    assert caught.value.reason is Reason.FILE_TOO_LARGE
    assert caught.value.metadata["size"] == str(size)
