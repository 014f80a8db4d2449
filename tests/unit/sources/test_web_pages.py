"""Web pages: what is the text of one, and what stands around it."""

import pytest

from shared.errors import QuireError
from shared.reasons import Reason
from tests.unit.sources.material import blocks, read, titles

TEXT = "Trees keep sunlight away from people, pavements and facades. They also transpire."


def page(body: str, title: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


MENU = '<div class="menu"><a href="/">Home</a> <a href="/shop">Shop</a></div>'


@pytest.mark.parametrize("tag", ["main", "article"])
def test_what_stands_around_the_main_part_is_left_out(tag: str) -> None:
    source = read("a.html", page(f"{MENU}<{tag}><h1>Trees</h1><p>{TEXT}</p></{tag}><p>© Us</p>"))
    assert blocks(source) == [("heading", "Trees"), ("prose", TEXT)]


def test_the_only_top_heading_is_kept_from_above_the_main_part() -> None:
    body = f"<header>{MENU}<h1>Trees</h1></header><main><h2>Shade</h2><p>{TEXT}</p></main>"
    source = read("a.html", page(body, "Trees | The Green Street"))
    assert titles(source) == [(1, "Trees"), (2, "Shade")]
    assert source.info.title == "Trees"
    assert "Shop" not in source.text


@pytest.mark.parametrize(
    "body",
    [
        f"<article>A teaser.</article><p>{TEXT}</p>",
        f"<article>A teaser.</article><article><p>{TEXT}</p></article>",
        f"<div hidden><main><p>{'Not shown. ' * 20}</p></main></div><p>{TEXT}</p>",
        f"<aside><article><p>{'Something else. ' * 20}</p></article></aside><p>{TEXT}</p>",
        f"<main></main><p>{TEXT}</p>",
    ],
)
def test_a_main_part_that_is_none_hides_nothing(body: str) -> None:
    assert TEXT in read("a.html", page(body)).text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>hidden()</script>",
        "<style>.hidden {}</style>",
        "<noscript>hidden</noscript>",
        "<template>hidden</template>",
        "<p hidden>hidden</p>",
        '<p style="color: red; display: none">hidden</p>',
        '<p aria-hidden="true">hidden</p>',
        '<div role="navigation">hidden</div>',
        "<nav><ul><li>hidden</li></ul></nav>",
        "<footer>hidden</footer>",
        "<form><label>hidden</label><input></form>",
        "<!-- hidden -->",
        "<svg><text>hidden</text></svg>",
    ],
)
def test_what_a_reader_does_not_see_is_left_out(hidden: str) -> None:
    assert read("a.html", page(f"<p>Before.</p>{hidden}<p>After.</p>")).text == "Before.\n\nAfter."


def test_a_page_that_is_one_form_is_read() -> None:
    assert read("a.html", page(f"<form><p>{TEXT}</p></form>")).text == TEXT


def test_a_page_of_scripts_alone_is_empty() -> None:
    with pytest.raises(QuireError) as caught:
        read("a.html", page("<script>document.write('text')</script>", "Title"))
    assert caught.value.reason is Reason.FILE_EMPTY


def test_lists_tables_code_and_notes() -> None:
    body = (
        "<ol><li>one<ul><li>deep</li></ul></li><li>two</li></ol>"
        "<table><tr><th>roof</th><th>albedo</th></tr><tr><td>white</td><td>0.8</td></tr></table>"
        "<pre>if hot:\n    drink()</pre>"
        "<p>Line one<br>goes on<sup>[3]</sup>, H<sub>2</sub>O.<br><br>New paragraph.</p>"
    )
    assert blocks(read("a.html", page(body))) == [
        ("list", "1. one\n2. deep\n3. two"),
        ("table", "| roof | albedo |\n| white | 0.8 |"),
        ("code", "    if hot:\n        drink()"),
        ("prose", "Line one goes on, H2O."),
        ("prose", "New paragraph."),
    ]
