"""PDF files, read by pypdf."""

import importlib.util
import io
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import Destination

from shared.authoring.delivery import fonts as delivery_fonts
from shared.authoring.delivery.cmap import characters_of
from shared.authoring.delivery.formats import Format
from shared.authoring.delivery.make import make
from shared.authoring.model import Document
from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.citations.documents import chinese, english
from tests.unit.delivery.documents import hostile, rich

_FONT = importlib.util.find_spec("manimgx_fonts_cjk")
FOLDERS = [Path(_FONT.origin).parent] if _FONT is not None and _FONT.origin else []
cjk = pytest.mark.skipif(not FOLDERS, reason="manimgx-fonts-cjk is not installed")


def opened(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(make(document, Format.PDF, FOLDERS).content))


def text(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def bookmarks(reader: pypdf.PdfReader) -> list[str]:
    return [str(one.title) for one in reader.outline if isinstance(one, Destination)]


def links(reader: pypdf.PdfReader) -> tuple[list[str], int]:
    """Addresses, and how many links lead to a place in the file."""
    addresses, inner = [], 0
    for page in reader.pages:
        for annotation in page.annotations or []:
            target = annotation.get_object()
            if "/Dest" in target:
                inner += 1
            elif target["/A"].get("/S") == "/URI":
                addresses.append(str(target["/A"]["/URI"]))
            else:
                inner += 1
    return addresses, inner


def test_an_english_document() -> None:
    document, _ = english()
    reader = opened(document)
    assert bookmarks(reader) == ["Roofs", "Trees", "References", "Cited passages"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Cooling"
    assert "White roofs reflect the sun.[1]" in text(reader)
    addresses, inner = links(reader)
    assert "https://example.org/heat_report.html" in addresses
    contents, quotes = 4, 5
    assert inner == contents + len(document.citations) + quotes


@cjk
def test_a_chinese_document() -> None:
    reader = opened(chinese()[0])
    assert bookmarks(reader) == ["树木", "屋顶", "参考文献", "引用原文"]
    said = text(reader)
    for words in ("城市如何降温", "行道树可以降低街道温度。", "白色屋顶反射阳光", "目录"):
        assert words in said.replace("\n", "")
    assert {"zh"} == {str(reader.root_object["/Lang"])[:2]}


def test_without_a_font_a_chinese_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_fonts, "_files", lambda fonts, language: iter(()))
    with pytest.raises(QuireError) as caught:
        make(chinese()[0], Format.PDF)
    assert caught.value.reason is Reason.FORMAT_FONT_MISSING
    assert "CJK" in caught.value.message
    assert int(caught.value.metadata["characters"]) > 20


@cjk
def test_a_hostile_document_is_text() -> None:
    reader = opened(hostile()[0])
    said = "".join(text(reader).split())
    for words in (
        "<script>alert('x')</script>]]>&&amp;#setpage(width:1pt)$x$@ref*bold*`code`",
        '"quotes"\\u{41}#panic("no")[1](javascript:alert(1))',
        "Donaudampf" * 30,
    ):
        assert said.count("".join(words.split())) >= 6
    assert all(float(page.mediabox.width) > 500 for page in reader.pages)
    assert all(address.startswith("https://") for address in links(reader)[0])


@cjk
def test_tables_code_and_lists() -> None:
    reader = opened(rich())
    said = text(reader)
    for words in ("Trees old", "1|200", "<b>3</b>", "E = m c^2", "广州", "Page 3", "four"):
        assert words in said
    assert 'print("#x $y$ @z")' in said
    assert "https://example.org/a?b=1&c=2" in links(reader)[0]


def test_the_same_document_gives_the_same_bytes() -> None:
    document = english()[0]
    assert make(document, Format.PDF).content == make(document, Format.PDF).content


def test_characters_of_a_font() -> None:
    assert characters_of(Path(__file__)) == frozenset()
    assert characters_of(Path("/nowhere/at/all.ttf")) == frozenset()
    for folder in FOLDERS:
        (file,) = folder.glob("*.ttc")
        for index in range(5):
            found = characters_of(file, index)
            assert {ord(character) for character in "树荫中文漢字かな"} <= found
            assert ord("😀") not in found
