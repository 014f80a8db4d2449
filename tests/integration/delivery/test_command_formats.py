"""``quire … --out FILE`` asks the service for the format of the extension."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from quire.document.v1 import document_pb2
from quire.document.v1.document_service_pb2 import (
    DownloadDocumentRequest,
    GenerateDocumentRequest,
)

from tests.support.command import quire
from tests.support.fake_pair import FakePair, fake_pair


@pytest_asyncio.fixture
async def pair() -> AsyncIterator[FakePair]:
    async with fake_pair() as services:
        yield services


def asked(pair: FakePair) -> list[object]:
    return [one for one in pair.documents.requests if isinstance(one, DownloadDocumentRequest)]


async def test_a_document_is_written_in_the_format_of_its_extension(
    pair: FakePair, tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    done = await quire(pair.env, "document", "o-1", "--job-id", "d-1", "--out", out)
    assert done.code == 0, done.err
    assert out.read_bytes().startswith(b"DOCUMENT_FORMAT_PDF: ")
    assert asked(pair) == [
        DownloadDocumentRequest(job_id="d-1", format=document_pb2.DOCUMENT_FORMAT_PDF)
    ]
    again = await quire(pair.env, "watch", "d-1", "--out", tmp_path / "report.docx", "--json")
    assert again.code == 0, again.err
    assert (tmp_path / "report.docx").read_bytes().startswith(b"DOCUMENT_FORMAT_DOCX: ")


async def test_markdown_is_not_downloaded_twice(pair: FakePair, tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    done = await quire(pair.env, "document", "o-1", "--out", out)
    assert done.code == 0, done.err
    assert out.read_text("utf-8") == pair.documents.texts["document"]
    assert asked(pair) == []


async def test_watch_refuses_an_extension_that_is_none(pair: FakePair, tmp_path: Path) -> None:
    await quire(pair.env, "document", "o-1", "--job-id", "d-2", "--detach")
    done = await quire(pair.env, "watch", "d-2", "--out", tmp_path / "report.rtf")
    assert done.code == 2
    assert ".docx" in done.err


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("numeric", document_pb2.BIBLIOGRAPHY_STYLE_NUMERIC),
        ("author-date", document_pb2.BIBLIOGRAPHY_STYLE_AUTHOR_DATE),
        ("gbt7714", document_pb2.BIBLIOGRAPHY_STYLE_GBT7714),
    ],
)
async def test_the_style_of_the_bibliography(
    pair: FakePair, name: str, style: document_pb2.BibliographyStyle.ValueType
) -> None:
    done = await quire(pair.env, "document", "o-1", "--bibliography", name)
    assert done.code == 0, done.err
    (request,) = [
        one for one in pair.documents.requests if isinstance(one, GenerateDocumentRequest)
    ]
    assert request.bibliography_style == style
