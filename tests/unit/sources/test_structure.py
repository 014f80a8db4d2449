"""What is kept of a file: text, headings, pages, title, language."""

import hashlib
import io
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from scripts.examples_text import WATER, WATER_TITLE
from scripts.make_examples import make_pdf
from shared.authoring.model import SourceDocument
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file
from shared.errors import QuireError

EXAMPLES = Path(__file__).parents[3] / "examples"


def parsed(name: str, content: bytes | str) -> SourceDocument:
    if isinstance(content, str):
        content = content.encode()
    source = parse_file("s1", name, "", content, FileLimits())
    text = source.text.encode()
    for heading in source.headings:
        assert text[heading.start : heading.end].decode() == heading.title
    assert source.info.sha256 == hashlib.sha256(text).hexdigest()
    assert source.info.size == len(text)
    assert "\r" not in source.text
    return source


def titles(source: SourceDocument) -> list[tuple[int, str]]:
    return [(heading.level, heading.title) for heading in source.headings]


def test_markdown() -> None:
    source = parsed(
        "a.md",
        "---\ntags: x\n---\n# Über Städte\n\nEin *wichtiger* [Satz](http://x.example).\n\n"
        "## Liste\n\n- eins\n- zwei\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1\n```\n",
    )
    assert titles(source) == [(1, "Über Städte"), (2, "Liste")]
    assert "Ein wichtiger Satz." in source.text
    assert "- eins\n- zwei" in source.text
    assert "| 1 | 2 |" in source.text
    assert "    x = 1" in source.text
    assert "tags" not in source.text
    assert source.info.title == "Über Städte"


def test_html_keeps_the_article_and_drops_what_is_around_it() -> None:
    source = parsed("urban-trees.html", (EXAMPLES / "urban-trees.html").read_bytes())
    assert source.info.title == "Street trees and parks against heat"
    assert "The crown of a tree keeps sunlight away" in source.text
    for dropped in ("Home", "Search", "Subscribe", "visits", "float", "cookies", "More stories"):
        assert dropped not in source.text


def test_docx_headings_and_lists() -> None:
    document = Document()
    document.add_heading("Title", level=1)
    document.add_paragraph("First paragraph.")
    document.add_heading("Part", level=2)
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    buffer = io.BytesIO()
    document.save(buffer)
    source = parsed("a.docx", buffer.getvalue())
    assert titles(source) == [(1, "Title"), (2, "Part")]
    assert "- one\n- two" in source.text
    assert "| left | right |" in source.text


def test_pdf_pages_headings_and_whole_paragraphs() -> None:
    source = parsed("water.pdf", make_pdf(WATER_TITLE, WATER))
    assert source.info.title == WATER_TITLE
    assert [title for _, title in titles(source)] == [
        WATER_TITLE,
        *(heading for heading, _ in WATER),
    ]
    assert [page.number for page in source.pages] == list(range(1, len(source.pages) + 1))
    assert len(source.pages) == 2
    second = source.text.encode()[source.pages[1].start :].decode()
    paragraphs = [paragraph for _, paragraphs in WATER for paragraph in paragraphs]
    assert paragraphs[0] not in second
    assert paragraphs[-1] in second
    for paragraph in paragraphs:  # justified lines, and one that goes on over the page
        assert paragraph in source.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_in_the_encodings_it_comes_in(encoding: str) -> None:
    text = (EXAMPLES / "城市高温.md").read_text("utf-8")
    source = parsed("城市.md", text.encode(encoding))
    assert source.info.language == "zh"
    assert (1, "城市如何应对高温") in titles(source)
    assert "热岛效应在晴朗无风的夜晚最为明显" in source.text


def test_line_ends_and_composed_letters() -> None:
    source = parsed("a.txt", "Ein Cafe\u0301 am Fluss.\r\n\r\nNoch ein Satz.\r\n")
    assert "Café" in source.text
    assert source.text.count("\n\n") == 1


@given(st.text(min_size=1, max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        source = parsed("a.md", text)
    except QuireError as error:
        assert error.reason.startswith("FILE_")
    else:
        assert source.text.strip()
