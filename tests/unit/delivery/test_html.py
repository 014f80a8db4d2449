"""HTML files, read by lxml."""

import re

import pytest
from lxml import html as lxml_html

from shared.authoring.delivery.formats import Format
from shared.authoring.delivery.make import make
from shared.authoring.model import Document
from tests.unit.citations.documents import chinese, english
from tests.unit.delivery.documents import HOSTILE, hostile, rich

VOID = {"meta", "br", "hr"}


def page(document: Document) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(make(document, Format.HTML).content)


def text(root: lxml_html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in root.xpath(path)]


def test_headings_contents_and_language() -> None:
    root = page(chinese()[0])
    assert root.get("lang") == "zh"
    assert text(root, "//h1") == ["城市如何降温"]
    assert text(root, "//h2") == ["目录", "树木", "屋顶", "参考文献", "引用原文"]
    assert text(root, "//nav//a") == ["树木", "屋顶", "参考文献", "引用原文"]
    assert text(root, "//title") == ["城市如何降温"]
    assert text(root, "//main/p")[0].startswith("行道树可以降低街道温度。[1]")


@pytest.mark.parametrize("document", [english()[0], chinese()[0], hostile()[0], rich()])
def test_every_link_within_leads_somewhere_once(document: Document) -> None:
    root = page(document)
    anchors = root.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    inner = [link[1:] for link in root.xpath("//a/@href") if link.startswith("#")]
    assert inner
    assert set(inner) <= set(anchors)


def test_a_citation_leads_to_its_source_and_its_quote() -> None:
    document, _ = english()
    root = page(document)
    for place, citation in enumerate(document.citations, 1):
        (cite,) = root.xpath(f"//span[@id='cite-{place}']")
        source, quote = (link.get("href")[1:] for link in cite.xpath("a"))
        assert (
            document.bibliography[citation.number - 1].text in text(root, f"//*[@id='{source}']")[0]
        )
        assert text(root, f"//*[@id='{quote}']/blockquote") == [" ".join(citation.quote.split())]
        assert f"#cite-{place}" in root.xpath(f"//*[@id='{quote}']//a/@href")


def test_nothing_of_a_hostile_document_is_markup() -> None:
    document, _ = hostile()
    content = make(document, Format.HTML).content.decode()
    root = page(document)
    assert not root.xpath("//script | //img | //b | //iframe")
    assert text(root, "//h1") == [" ".join(HOSTILE.split())]
    assert text(root, "//main/h2") == [" ".join(HOSTILE.split())]
    assert root.xpath("//main//a/@href")
    assert not [link for link in root.xpath("//@href") if not re.match(r"#|https?://", link)]
    assert "<script" not in content
    assert "onerror" not in content


def test_nothing_is_loaded() -> None:
    content = make(rich(), Format.HTML).content.decode()
    assert not re.search(r"url\(|@import|<link|<script|\ssrc=", content)
    assert "default-src 'none'" in content


def test_tables_code_and_formulas_survive() -> None:
    root = page(rich())
    assert text(root, "//main//th") == ["Year", "Trees old"]
    assert text(root, "//main//td") == ["2020", "1|200", "2021", "<b>3</b>"]
    (code,) = root.xpath("//main/pre/code")
    assert code.text_content() == 'if a < b and "]]>":\n    print("#x $y$ @z")'
    assert code.get("class") == "language-python"
    assert text(root, "//code[@class='math']") == ["E = m c^2"]
    assert root.xpath("//main/ol/@start") == ["3"]
    assert text(root, "//main/ul//ul/li") == ["below"]
    assert text(root, "//main//strong") == ["every"]
    quote = "//li[@id='quote-1']/blockquote"
    assert text(root, f"{quote}//td") == ["广州", "12"]
    assert root.xpath(f"{quote}/pre/code")[0].text_content() == 'def f():\n    return "<i>"'
    assert text(root, "//span[@class='place']") == ["Page 3"]


@pytest.mark.parametrize("document", [english()[0], hostile()[0], rich()])
def test_tags_are_balanced(document: Document) -> None:
    content = make(document, Format.HTML).content.decode()
    content = re.sub(r"<style>.*?</style>|<!DOCTYPE html>", "", content, flags=re.S)
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z][a-z0-9]*)", content):
        if tag in VOID:
            continue
        if closing:
            assert open_tags.pop() == tag
        else:
            open_tags.append(tag)
    assert not open_tags


def test_a_partial_document_says_so() -> None:
    document = english()[0]
    assert not page(document).find_class("partial")
    assert page(document.model_copy(update={"partial": True})).find_class("partial")
