"""DOCX files, read by python-docx."""

import io
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from shared.authoring.delivery.formats import Format
from shared.authoring.delivery.make import make
from shared.authoring.model import Document
from tests.unit.citations.documents import chinese, english
from tests.unit.delivery.documents import HOSTILE, hostile, rich


def opened(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(make(document, Format.DOCX).content))


def styled(word: WordDocument, style: str) -> list[str]:
    return [p.text for p in word.paragraphs if p.style is not None and p.style.name == style]


def test_headings_and_text_in_both_languages() -> None:
    word = opened(english()[0])
    assert styled(word, "Title") == ["Cooling"]
    assert styled(word, "Heading 1") == ["Roofs", "Trees", "References", "Cited passages"]
    assert "White roofs reflect the sun.[1]" in styled(word, "Normal")
    word = opened(chinese()[0])
    assert styled(word, "Title") == ["城市如何降温"]
    assert styled(word, "Heading 1") == ["树木", "屋顶", "参考文献", "引用原文"]
    assert word.core_properties.language == "zh"


@pytest.mark.parametrize("document", [english()[0], chinese()[0], hostile()[0], rich()])
def test_every_citation_leads_to_a_bookmark(document: Document) -> None:
    word = opened(document)
    marks = word.element.body.iter(qn("w:bookmarkStart"))
    names = [mark.get(qn("w:name")) for mark in marks]
    ids = [mark.get(qn("w:id")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    assert len(set(ids)) == len(ids)
    links = [link for p in word.paragraphs for link in p.hyperlinks if link.fragment]
    assert {link.fragment for link in links} <= set(names)
    cited = [link for link in links if link.fragment.startswith("quote_")]
    assert [link.text for link in cited] == [f"[{one.number}]" for one in document.citations]


def test_web_sources_are_links() -> None:
    word = opened(english()[0])
    addresses = [link.address for p in word.paragraphs for link in p.hyperlinks if link.address]
    assert addresses == ["https://example.org/heat_report.html"]
    assert styled(word, "Bibliography")[1] == "[2] Heat. https://example.org/heat_report.html"


def test_a_hostile_document_is_text() -> None:
    word = opened(hostile()[0])
    assert styled(word, "Title") == [HOSTILE]
    assert styled(word, "Heading 1")[0] == HOSTILE
    (body,) = styled(word, "Normal")
    assert body == f"{HOSTILE}.[1] 中文：{HOSTILE}。[1]"


def test_tables_code_and_lists() -> None:
    word = opened(rich())
    body, quoted = word.tables
    assert [[cell.text for cell in row.cells] for row in body.rows] == [
        ["Year", "Trees old"], ["2020", "1|200"], ["2021", "<b>3</b>"],
    ]  # fmt: skip
    assert quoted.cell(1, 0).text == "广州"
    assert styled(word, "Code")[0] == 'if a < b and "]]>":\n    print("#x $y$ @z")'
    assert styled(word, "List Bullet")[:2] == ["first", "second"]
    assert styled(word, "List Bullet 2") == ["below"]
    assert styled(word, "List Continue") == ["3. three", "4. four"]
    assert styled(word, "Heading 2") == ["A section"]
    bold = [run.text for p in word.paragraphs for run in p.runs if run.bold]
    assert bold == ["every"]


def test_east_asian_fonts_are_named() -> None:
    word = opened(chinese()[0])
    for name in ("Normal", "Heading 1", "Title", "Bibliography"):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_the_same_document_gives_the_same_bytes() -> None:
    one, two = (make(rich(), Format.DOCX).content for _ in range(2))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as package:
        assert {info.date_time[0] for info in package.infolist()} == {1980}
        assert b"dcterms:created" not in package.read("docProps/core.xml")


def test_control_characters_do_not_break_the_file() -> None:
    document = rich()
    text = document.text.replace("It is said.", "It is \x01aid.")
    word = opened(document.model_copy(update={"text": text, "title": "\x00\x0bT"}))
    assert styled(word, "Title") == ["T"]
    assert "It is aid.[1]" in styled(word, "Normal")
