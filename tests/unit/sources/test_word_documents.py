"""Word documents: styles, lists, tables, and what a reader does not see."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.styles.style import ParagraphStyle

from shared.authoring.sources.limits import FileLimits
from tests.unit.sources.material import archive, blocks, parts_of, read, titles, word


def test_a_title_stands_above_the_headings() -> None:
    def write(document: Document) -> None:
        document.add_heading("Heat in cities", level=0)
        document.add_heading("Causes", level=1)
        document.add_heading("Dark roofs", level=2)
        document.add_paragraph("They store heat.")

    source = read("a.docx", word(write))
    assert titles(source) == [(1, "Heat in cities"), (2, "Causes"), (3, "Dark roofs")]
    assert source.info.title == "Heat in cities"


def test_headings_by_the_names_of_chinese_styles_and_by_outline_levels() -> None:
    def write(document: Document) -> None:
        style = document.styles.add_style("标题 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("热岛效应", style="标题 1")
        document.add_paragraph("深色屋顶白天吸收大量太阳辐射。")
        own = document.styles.add_style("Kapitel", WD_STYLE_TYPE.PARAGRAPH)
        derived = document.styles.add_style("Unterkapitel", WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(own, ParagraphStyle)
        assert isinstance(derived, ParagraphStyle)
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), "1")
        own.element.get_or_add_pPr().append(level)
        derived.base_style = own
        document.add_paragraph("预警", style="Unterkapitel")
        assert style.name == "标题 1"

    source = read("a.docx", word(write))
    assert titles(source) == [(1, "热岛效应"), (2, "预警")]
    assert source.info.language == "zh"


def test_lists_end_where_other_text_begins() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Before.")
        for item in ("one", "two"):
            document.add_paragraph(item, style="List Bullet")
        document.add_paragraph("Between.")
        document.add_paragraph("three", style="List Number")

    assert blocks(read("a.docx", word(write))) == [
        ("prose", "Before."),
        ("list", "- one\n- two"),
        ("prose", "Between."),
        ("list", "- three"),
    ]


def test_a_table_of_data_stays_and_one_for_layout_becomes_text() -> None:
    def write(document: Document) -> None:
        data = document.add_table(rows=2, cols=2)
        for cell, text in zip(data._cells, ("roof", "albedo", "white", "0.8"), strict=True):
            cell.text = text
        document.add_table(rows=1, cols=1).cell(0, 0).text = "A frame around a paragraph."

    assert blocks(read("a.docx", word(write))) == [
        ("table", "| roof | albedo |\n| white | 0.8 |"),
        ("prose", "A frame around a paragraph."),
    ]


def test_hidden_and_deleted_text_and_the_contents_are_left_out() -> None:
    def write(document: Document) -> None:
        contents = document.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Causes ........ 7", style=contents)
        paragraph = document.add_paragraph("Seen")
        paragraph.add_run(" unseen").font.hidden = True
        deleted = OxmlElement("w:del")
        deleted.append(paragraph.add_run(" struck")._r)
        paragraph._p.append(deleted)
        paragraph.add_run(" again.")

    assert read("a.docx", word(write)).text == "Seen again."


def test_styles_based_on_each_other_end() -> None:
    content = word(lambda document: document.add_paragraph("Text.", style="Body Text"))
    parts = parts_of(content)
    circle = b'w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="BodyText"/>'
    styles = parts["word/styles.xml"]
    begin = styles.index(b'w:styleId="BodyText">')
    end = styles.index(b"/>", styles.index(b"<w:basedOn", begin)) + len(b"/>")
    parts["word/styles.xml"] = styles[:begin] + circle + styles[end:]
    assert read("a.docx", archive(parts), FileLimits(expansion_ratio=1000)).text == "Text."
