"""What is read out of a document before it is set."""

from shared.authoring.delivery.content import (
    Cite,
    Code,
    Heading,
    Items,
    Paragraph,
    Quotation,
    Span,
    Table,
    plain,
)
from shared.authoring.delivery.read import read
from shared.authoring.delivery.stored import stored_blocks
from shared.authoring.model import Document
from tests.unit.citations.documents import chinese, english
from tests.unit.delivery.documents import QUOTED, rich


def test_citations_stand_where_their_markers_stood() -> None:
    content = read(english()[0])
    paragraph = content.body[3]
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.inlines) == (
        "Trees cool streets.[2] They need [3] much *water*.[2] "
        "🌳 Shade helps 😀 people.[2] Roofs are cheap.[1]"
    )
    cites = [inline for inline in paragraph.inlines if isinstance(inline, Cite)]
    assert [(cite.source, cite.quote) for cite in cites] == [(2, 2), (2, 3), (2, 4), (1, 5)]


def test_neither_title_nor_bibliography_is_body() -> None:
    content = read(chinese()[0])
    assert [plain(heading.inlines) for heading in content.headings] == ["树木", "屋顶"]
    assert [entry.text for entry in content.entries] == ["城市降温. 降温.md"]
    assert content.title == "城市如何降温"


def test_a_passage_cited_twice_is_one_quote() -> None:
    document, _ = english()
    first = document.citations[0]
    twice = (
        first,
        *(c.model_copy(update={"passage": first.passage}) for c in document.citations[1:]),
    )
    content = read(document.model_copy(update={"citations": twice}))
    (quote,) = content.quotes
    assert quote.cites == (0, 1, 2, 3, 4)


def test_every_kind_of_block() -> None:
    content = read(rich())
    kinds = [type(block) for block in content.body]
    assert kinds == [
        Heading, Paragraph, Table, Code, Items, Items, Quotation, Heading, Paragraph, Paragraph,
    ]  # fmt: skip
    _, text, table, code, bullets, numbered, *_ = content.body
    assert isinstance(text, Paragraph)
    assert Span("E = m c^2", math=True) in text.inlines
    assert Span("every", bold=True) in text.inlines
    assert Span("a < b", code=True) in text.inlines
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["Year", "Trees old"], ["2020", "1|200"], ["2021", "<b>3</b>"],
    ]  # fmt: skip
    assert code == Code('if a < b and "]]>":\n    print("#x $y$ @z")', "python")
    assert isinstance(bullets, Items)
    assert isinstance(bullets.items[1][1], Items)
    assert isinstance(numbered, Items)
    assert (numbered.first, len(numbered.items)) == (3, 2)


def test_only_web_addresses_are_links() -> None:
    paragraph = read(rich()).body[-2]
    assert isinstance(paragraph, Paragraph)
    links = [one.href for one in paragraph.inlines if isinstance(one, Span) and one.href]
    assert links == ["https://example.org/a?b=1&c=2"]
    assert "javascript:alert(1)" in plain(paragraph.inlines)


def test_structure_of_a_stored_passage_is_seen() -> None:
    prose, table, code, items = stored_blocks(QUOTED)
    assert isinstance(prose, Paragraph)
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["City", "Trees"], ["广州", "12"],
    ]  # fmt: skip
    assert code == Code('def f():\n    return "<i>"')
    assert isinstance(items, Items)


def test_a_stored_delimiter_row_is_no_row() -> None:
    (table,) = stored_blocks("| a | b \\| c |\n| --- | :-: |\n| 1 | 2 |")
    assert isinstance(table, Table)
    assert [[plain(cell) for cell in row] for row in table.rows] == [["a", "b | c"], ["1", "2"]]
    assert stored_blocks("| --- |\n\n|\n") == (Paragraph((Span("|"),)),)


def test_characters_that_no_format_holds_are_left_out() -> None:
    document = english()[0]
    title = "A\x00B\x1b[31m\ufdd0\uffff"
    content = read(document.model_copy(update={"title": title}))
    assert content.title == "AB[31m"


def test_a_document_without_chapters_is_empty() -> None:
    document = Document.model_validate(
        {
            **english()[0].model_dump(),
            "chapters": (), "citations": (), "bibliography": (), "text": "# Cooling\n",
        }
    )  # fmt: skip
    content = read(document)
    assert (content.body, content.entries, content.quotes) == ((), (), ())
