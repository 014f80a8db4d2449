"""Files that are refused, each with its reason, its name and what would be accepted."""

import io
import zipfile

import pytest

from shared.authoring.sources.check import check_file
from shared.authoring.sources.filetype import FileType
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.errors import QuireError
from shared.reasons import Reason
from tests.support.files import docx_bomb, encrypted_pdf

LIMITS = FileLimits(file_bytes=1 << 20, pages=3, expanded_bytes=4 << 20)


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.md", b"", Reason.FILE_EMPTY),
        ("a.md", b" \n\t\n", Reason.FILE_EMPTY),
        ("a.html", b"<html><head><title></title></head><body></body></html>", Reason.FILE_EMPTY),
        ("a.txt", b"x" * ((1 << 20) + 1), Reason.FILE_TOO_LARGE),
        ("a.md", bytes(range(256)) * 20, Reason.FILE_UNSUPPORTED),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(200), Reason.FILE_UNSUPPORTED),
        ("a.docx", zipped(readme=b"not a document"), Reason.FILE_UNSUPPORTED),
        ("a.docx", b"PK\x03\x04 and then nothing of an archive", Reason.FILE_BROKEN),
        ("a.docx", docx_bomb(64 << 20), Reason.FILE_EXPANDS),
        ("a.pdf", b"%PDF-1.7\nnothing", Reason.FILE_BROKEN),
        ("a.pdf", encrypted_pdf(), Reason.FILE_ENCRYPTED),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",  # which differs by run
)
def test_a_bad_file(name: str, content: bytes, reason: Reason) -> None:
    with pytest.raises(QuireError) as caught:
        parse_file("s1", name, "", content, LIMITS)
    error = caught.value
    assert error.reason is reason
    assert error.metadata["file"] == name
    assert name in error.message
    assert "accepted" in error.message


def test_a_pdf_of_too_many_pages() -> None:
    from pypdf import PdfWriter  # noqa: PLC0415  only here

    writer = PdfWriter()
    for _ in range(4):
        writer.add_blank_page(width=200, height=200)
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(QuireError) as caught:
        check_file("a.pdf", buffer.getvalue(), LIMITS)
    assert caught.value.reason is Reason.FILE_TOO_MANY_PAGES
    assert (caught.value.metadata["pages"], caught.value.metadata["limit"]) == ("4", "3")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        (
            "a.pdf",
            b"# Title\n\nSome text, not a PDF at all.\n\n## More\n\nText.",
            FileType.MARKDOWN,
        ),
        ("a.txt", b"<!doctype html><html><body><p>Text</p></body></html>", FileType.HTML),
        ("a", b"Just words.\nAnd more words.", FileType.TEXT),
    ],
)
def test_the_content_counts_and_not_the_name(name: str, content: bytes, kind: FileType) -> None:
    assert check_file(name, content, LIMITS) is kind
