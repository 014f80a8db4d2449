"""``DownloadDocument`` of a live service, in each format and style."""

import hashlib
import importlib.util
import io
from collections.abc import Iterator
from pathlib import Path

import docx
import grpc
import pypdf
import pytest
from google.rpc import error_details_pb2
from lxml import html as lxml_html
from quire.document.v1 import document_pb2
from quire.document.v1.document_service_pb2 import (
    DocumentFile,
    DownloadDocumentRequest,
    GenerateDocumentRequest,
)
from quire.outline.v1 import outline_pb2

from deploy.local.stack import LocalStack
from tests.support.pair import Pair, error_info, unique_id

pytestmark = pytest.mark.xdist_group("delivery")

PIECE = 256 * 1024
TEXT = "行道树可以降低街道温度。树荫能帮助行人避暑。白色屋顶反射阳光。"
NEEDED_FONT = importlib.util.find_spec("manimgx_fonts_cjk")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = Path(NEEDED_FONT.origin).parent if NEEDED_FONT and NEEDED_FONT.origin else "/nowhere"
    part_env = {"document-server": {"QUIRE_FONT_PATHS": str(folder)}}
    with (
        LocalStack(tmp_path_factory.mktemp("stack"), part_env=part_env) as running,
        grpc.insecure_channel(running.outline_address) as outline,
        grpc.insecure_channel(running.document_address) as document,
    ):
        yield Pair(outline, document)


def made(pair: Pair, style: document_pb2.BibliographyStyle.ValueType) -> str:
    """The id of a finished job."""
    request = GenerateDocumentRequest(job_id=unique_id(), bibliography_style=style)
    source = outline_pb2.Source(
        id="s1",
        title="城市降温",
        uri="https://example.org/cool",
        authors=["张三"],
        published="2021",
        language="zh",
    )
    whole = outline_pb2.Passage(source_id="s1", start=0, end=len(TEXT.encode()))
    request.outline.outline.CopyFrom(
        outline_pb2.Outline(
            title="城市如何降温",
            language="zh",
            sources=[source],
            nodes=[outline_pb2.OutlineNode(id="1", title="树木与屋顶", passages=[whole])],
        )
    )
    request.outline.source_texts.add(source_id="s1", text=TEXT)
    job_id = pair.document.GenerateDocument(request, timeout=20).job.id
    last = pair.document_events(job_id)[-1]
    assert last.WhichOneof("payload") == "completed", last
    return job_id


def download(
    pair: Pair, job_id: str, form: document_pb2.DocumentFormat.ValueType
) -> tuple[DocumentFile, bytes]:
    request = DownloadDocumentRequest(job_id=job_id, format=form)
    first, *rest = pair.document.DownloadDocument(request, timeout=60)
    assert all(0 < len(part.content) <= PIECE for part in rest)
    content = b"".join(part.content for part in rest)
    assert len(content) == first.file.size
    assert hashlib.sha256(content).hexdigest() == first.file.sha256
    return first.file, content


def test_the_same_document_in_every_format(pair: Pair) -> None:
    job_id = made(pair, document_pb2.BIBLIOGRAPHY_STYLE_UNSPECIFIED)
    entry = "张三. 城市降温. 2021. https://example.org/cool"

    file, content = download(pair, job_id, document_pb2.DOCUMENT_FORMAT_MARKDOWN)
    assert (file.file_name, file.media_type) == (
        "城市如何降温.md", "text/markdown; charset=utf-8",
    )  # fmt: skip
    assert content.decode() == pair.read_document(job_id).text
    assert content.decode().endswith(f"[1] {entry}\n")

    file, content = download(pair, job_id, document_pb2.DOCUMENT_FORMAT_HTML)
    root = lxml_html.document_fromstring(content)
    assert root.get("lang") == "zh"
    assert root.findtext(".//h1") == "城市如何降温"
    listed = root.find(".//li[@id='source-1']")
    assert listed is not None
    assert entry in "".join(map(str, listed.itertext()))

    file, content = download(pair, job_id, document_pb2.DOCUMENT_FORMAT_DOCX)
    assert file.file_name == "城市如何降温.docx"
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert f"[1] {entry}" in words


@pytest.mark.skipif(NEEDED_FONT is None, reason="manimgx-fonts-cjk is not installed")
def test_a_chinese_pdf(pair: Pair) -> None:
    job_id = made(pair, document_pb2.BIBLIOGRAPHY_STYLE_NUMERIC)
    file, content = download(pair, job_id, document_pb2.DOCUMENT_FORMAT_PDF)
    assert (file.file_name, file.media_type) == ("城市如何降温.pdf", "application/pdf")
    said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "行道树可以降低街道温度。" in said.replace("\n", "")


@pytest.mark.parametrize(
    ("style", "marker", "entry"),
    [
        (
            document_pb2.BIBLIOGRAPHY_STYLE_AUTHOR_DATE,
            "[张三, 2021]",
            "张三 (2021). 城市降温. https://example.org/cool",
        ),
        (
            document_pb2.BIBLIOGRAPHY_STYLE_GBT7714,
            "[1]",
            "张三. 城市降温[EB/OL]. (2021). https://example.org/cool",
        ),
    ],
)
def test_styles(
    pair: Pair, style: document_pb2.BibliographyStyle.ValueType, marker: str, entry: str
) -> None:
    content = pair.read_document(made(pair, style))
    assert content.document.bibliography_style == style
    (listed,) = content.document.bibliography
    assert (listed.text, listed.marker) == (entry, marker)
    text = content.text.encode()
    assert content.citations
    for citation in content.citations:
        assert text[citation.marker_start :].startswith(listed.marker.encode())


def test_what_cannot_be_downloaded(pair: Pair) -> None:
    job_id = made(pair, document_pb2.BIBLIOGRAPHY_STYLE_NUMERIC)
    for job, form, code in (
        (job_id, 0, grpc.StatusCode.INVALID_ARGUMENT),
        (job_id, 99, grpc.StatusCode.INVALID_ARGUMENT),
        ("nobody", document_pb2.DOCUMENT_FORMAT_PDF, grpc.StatusCode.NOT_FOUND),
    ):
        request = DownloadDocumentRequest(job_id=job)
        request.format = form  # type: ignore[assignment]  # also what no enum names
        with pytest.raises(grpc.RpcError) as caught:
            list(pair.document.DownloadDocument(request, timeout=20))
        assert isinstance(caught.value, grpc.Call)
        assert caught.value.code() == code
        assert isinstance(error_info(caught.value), error_details_pb2.ErrorInfo)
