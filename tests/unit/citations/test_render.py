import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from shared.authoring import render

HOSTILE = [
    "# not a heading",
    "1. not a list",
    "- nor this",
    "> no quotation",
    "[3] is no marker",
    "a [link](http://x.y) and ![image](z)",
    "`code` and *stress* and __strong__ and ~~gone~~",
    "<script>alert(1)</script> &amp; <b>bold</b>",
    "--- rule",
    "===",
    "* * *",
    "(after a marker) this would be a link",
    "back\\slash \\[4] \\\\[5]",
    "\\",
    "12) no list",
    "2024. was warm",
    "a < b & c > d",
]


def shown(markdown: str) -> str:
    """What a CommonMark reader shows of one paragraph; markup would leave other tokens."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {"text", "text_special"}
    children = tokens[1].children or []
    assert {child.type for child in children} <= kinds
    return "".join(child.content for child in children)


def test_hostile_text_reads_as_it_is() -> None:
    for text in HOSTILE:
        assert shown(render.escape(text)) == text
        assert not list(render.markers(render.escape(text).encode()))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1 .)(#-+*_`~[]<>!&;:\\=|中。", min_size=1).filter(str.strip))
def test_escaping_loses_nothing_and_makes_no_markup(text: str) -> None:
    line = " ".join(text.split())
    escaped = render.escape(text)
    assert render.unescape(escaped) == line
    assert not list(render.markers(escaped.encode()))
    assert shown(escaped) == line


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (r"Energy $E = mc^2$ and $\frac{a}{b}$.", r"Energy $`E = mc^2`$ and $`\frac{a}{b}`$."),
        ("It costs $5 to $10_000.", "It costs $5 to $10_000."),
        ("$ x_1 $ and $x_1 $ are none", "$ x_1 $ and $x_1 $ are none"),
        ("$x_1$0 is none", "$x_1$0 is none"),
        ("$a_`b`$", "$a\\_\\`b\\`$"),
        ("$[3]_x$ [3]", r"$`[3]_x`$ \[3\]"),
    ],
)
def test_formulas_stay_formulas(text: str, markdown: str) -> None:
    assert render.escape(text) == markdown
    assert render.unescape(markdown) == text
    assert not list(render.markers(markdown.encode()))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="a1 $$$\\^_{}[]()`*<.中", min_size=1).filter(str.strip))
def test_no_formula_loses_text_or_makes_a_marker(text: str) -> None:
    escaped = render.escape(text)
    assert render.unescape(escaped) == " ".join(text.split())
    assert not list(render.markers(escaped.encode()))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or []}
    assert kinds <= {"text", "text_special", "code_inline"}


def test_a_marker_after_a_hostile_sentence_is_found_at_its_byte() -> None:
    markdown = (render.escape("树 \\ [7]") + render.marker("12")).encode()
    ((start, end, marker),) = render.markers(markdown)
    assert (markdown[start:end], marker) == (b"[12]", "[12]")


def test_words_with_underscores_and_addresses_stay_readable() -> None:
    assert render.escape("see https://a.org/b_c_d for snake_case") == (
        "see https://a.org/b_c_d for snake_case"
    )


def test_an_address_does_not_swallow_its_marker() -> None:
    assert render.before_marker("Read https://a.org/x.") == " "
    assert render.before_marker("Read it.") == ""


def test_headings_are_escaped_and_no_deeper_than_six() -> None:
    assert render.heading(9, "A [1] *b*") == "###### A \\[1\\] \\*b\\*"
