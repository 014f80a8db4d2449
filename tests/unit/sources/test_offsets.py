"""Byte offsets, blocks and encodings of what is stored."""

import pytest

from shared.authoring.model import SourceDocument
from shared.authoring.sources.layout import blocks_of
from shared.authoring.sources.limits import FileLimits
from shared.authoring.sources.parse import parse_file


def read(name: str, content: bytes | str) -> SourceDocument:
    content = content.encode() if isinstance(content, str) else content
    return parse_file("s1", name, "", content, FileLimits())


def blocks(source: SourceDocument) -> list[tuple[str, str]]:
    text = source.text.encode()
    return [
        (block.kind.value, text[block.start : block.end].decode()) for block in blocks_of(source)
    ]


def test_offsets_count_bytes_of_the_text_after_normalisation() -> None:
    # "é" comes as two characters of three bytes and is stored as one of two.
    source = read("a.md", "# Cafe\u0301\r\n\r\n天气很热。\r\n\r\n## 绿化\r\n\r\n种树。\r\n")
    assert source.text == "Café\n\n天气很热。\n\n绿化\n\n种树。"
    assert [(h.title, h.start, h.end) for h in source.headings] == [
        ("Café", 0, 5),
        ("绿化", 24, 30),
    ]
    assert source.info.size == 41


def test_blocks_of_markdown() -> None:
    source = read(
        "a.md",
        "# A\n\n1. one\n2. two\n   - deep\n\n> quoted\n> text\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\n# x\n\ny = 2\n```\n\n"
        "## B\n\nLast **line** &amp; ![picture](x.png) end.\n",
    )
    assert blocks(source) == [
        ("heading", "A"),
        ("list", "1. one\n2. two\n3. deep"),
        ("prose", "quoted text"),
        ("table", "| a | b |\n| 1 | 2 |"),
        ("code", "    # x\n    y = 2"),
        ("heading", "B"),
        ("prose", "Last line & end."),
    ]


@pytest.mark.parametrize("note", ["https://a.example/b", "Word.", "A longer note."])
def test_a_footnote_keeps_its_text_and_loses_its_mark(note: str) -> None:
    source = read("a.md", f"# A\n\nIt is hot[^1] and dry[^dry].\n\n[^1]: {note}\n[^dry]: Why.\n")
    assert blocks(source)[1:] == [("prose", "It is hot and dry."), ("prose", f"{note} Why.")]


def test_a_link_definition_is_no_text() -> None:
    source = read("a.md", "See [the map][m].\n\n[m]: https://a.example/map\n")
    assert source.text == "See the map."


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8-sig"])
def test_latin_text_in_wide_encodings(encoding: str) -> None:
    source = read("a.md", "# Heat in cities\n\nPlain Latin text.\n".encode(encoding))
    assert source.text == "Heat in cities\n\nPlain Latin text."
    assert [(h.start, h.end) for h in source.headings] == [(0, 14)]


def test_a_web_page_in_the_encoding_it_declares() -> None:
    page = (
        '<html><head><meta charset="gb2312"><title>高温</title>'
        '<script>var x = "脚本";</script></head><body><nav><a href="/">首页</a></nav>'
        "<main><h1>城市高温</h1><p>夏季的天气很热，需要补充水分。</p>"
        "<ul><li>种树</li><li>通风</li></ul></main><footer>版权所有</footer></body></html>"
    )
    source = read("a.html", page.encode("gb18030"))
    assert blocks(source) == [
        ("heading", "城市高温"),
        ("prose", "夏季的天气很热，需要补充水分。"),
        ("list", "- 种树\n- 通风"),
    ]
    assert source.info.language == "zh"


def test_chinese_lines_of_a_paragraph_join_without_a_space() -> None:
    assert read("a.md", "# 题\n\n天气很热，\n需要喝水。\n").text == "题\n\n天气很热，需要喝水。"
