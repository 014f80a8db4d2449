"""Styles: what is printed for a source, and that each style verifies."""

from collections.abc import Sequence
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.authoring.bibliography import number
from shared.authoring.bibliography_styles import references
from shared.authoring.citations import verify
from shared.authoring.model import BibliographyStyle, Document, Draft, SourceDocument, SourceInfo
from tests.unit.citations.documents import chapter, cited, texts

STYLES: tuple[BibliographyStyle, ...] = get_args(BibliographyStyle)
WHOLE = SourceInfo(
    id="s1",
    title="Trees in cities",
    uri="https://example.org/trees",
    authors=("Okafor, Ada", "Lind, Bo"),
    published="2021-05-04",
)
FILE = SourceInfo(
    id="s2", title="城市降温", uri="降温.md", authors=("张三", "李四", "王五", "赵六")
)
BARE = SourceInfo(id="s3", title="What is known?", uri="known.pdf")


def listed(style: BibliographyStyle, *sources: SourceInfo, language: str = "en") -> list[str]:
    return [one.text for one in references(sources, style, language)]


def marked(style: BibliographyStyle, *sources: SourceInfo, language: str = "en") -> list[str]:
    return [one.marker for one in references(sources, style, language)]


def test_numeric_entries() -> None:
    assert listed("numeric", WHOLE, FILE, BARE) == [
        "Okafor, Ada, Lind, Bo. Trees in cities. 2021-05-04. https://example.org/trees",
        "张三, 李四, 王五, 赵六. 城市降温. 降温.md",
        "What is known? known.pdf",
    ]
    assert marked("numeric", WHOLE, FILE, BARE) == ["[1]", "[2]", "[3]"]


def test_gbt7714_entries() -> None:
    assert listed("gbt7714", WHOLE, FILE, BARE, language="zh") == [
        "Okafor, Ada, Lind, Bo. Trees in cities[EB/OL]. (2021-05-04). https://example.org/trees",
        "张三, 李四, 王五, 等. 城市降温[Z]. 降温.md",
        "What is known?[Z]. known.pdf",
    ]
    assert marked("gbt7714", WHOLE, FILE, language="zh") == ["[1]", "[2]"]


def test_a_date_that_is_not_known_is_not_printed() -> None:
    web = SourceInfo(id="s", title="T", uri="http://a.org/x")
    assert listed("gbt7714", web) == ["T[EB/OL]. http://a.org/x"]
    assert listed("author_date", web) == ["T (n.d.). http://a.org/x"]
    assert listed("author_date", web, language="zh") == ["T (无日期). http://a.org/x"]


def test_author_date_is_sorted_by_name() -> None:
    assert listed("author_date", WHOLE, FILE, BARE) == [
        "Okafor, Ada, Lind, Bo (2021-05-04). Trees in cities. https://example.org/trees",
        "What is known? (n.d.). known.pdf",
        "张三, 李四, 王五, 赵六 (n.d.). 城市降温. 降温.md",
    ]
    assert marked("author_date", WHOLE, FILE, BARE) == [
        "[Okafor & Lind, 2021]",
        "[What is known?, n.d.]",
        "[张三 et al., n.d.]",
    ]
    assert marked("author_date", FILE, language="zh") == ["[张三等, 无日期]"]


def test_chinese_names_are_sorted_by_pinyin_and_accents_do_not_count() -> None:
    names = ["赵", "李", "安", "王", "Östberg", "Peters", "Olsen"]
    sources = [SourceInfo(id=f"s{at}", title=name) for at, name in enumerate(names)]
    in_order = [one.source.title for one in references(sources, "author_date", "zh")]
    assert in_order == ["Olsen", "Östberg", "Peters", "安", "李", "王", "赵"]


def test_markers_that_would_be_alike_get_letters() -> None:
    one = SourceInfo(id="a", title="A", uri="u1", authors=("Lee",), published="2020")
    two = SourceInfo(id="b", title="B", uri="u2", authors=("Lee",), published="2020-03")
    titled = SourceInfo(id="c", title="Same", uri="u3")
    again = SourceInfo(id="d", title="Same", uri="u4")
    assert marked("author_date", two, one, titled, again) == [
        "[Lee, 2020a]", "[Lee, 2020b]", "[Same, n.d.-a]", "[Same, n.d.-b]",
    ]  # fmt: skip
    assert listed("author_date", two, one)[1] == "Lee (2020-03b). B. u2"


def test_a_long_title_is_cut_at_a_word_in_the_marker_only() -> None:
    title = "Everything that was ever said about trees in the streets of large cities"
    (reference,) = references([SourceInfo(id="s", title=title)], "author_date", "en")
    assert reference.marker == "[Everything that was ever said about…, n.d.]"
    assert reference.text == f"{title} (n.d.)"


def test_the_same_source_is_listed_once() -> None:
    twin = WHOLE.model_copy(update={"id": "s9"})
    for style in STYLES:
        assert len(references([WHOLE, twin, BARE], style, "en")) == 2


def document(
    style: BibliographyStyle, language: str, infos: Sequence[SourceInfo]
) -> tuple[Document, list[SourceDocument]]:
    sources = [
        SourceDocument(info=info, text=f"Said by {place}. 第{place}句。 Told [2] (too).")
        for place, info in enumerate(infos)
    ]
    sentences = [cited(one, f"Said by {place}.") for place, one in enumerate(sources)]
    more = [cited(one, "Told [2] (too).") for one in sources]
    chapters = (chapter("1", "A", *sentences), chapter("2", "B", *more))
    return number(Draft(title="T", language=language, chapters=chapters), sources, style), sources


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_style_verifies(style: BibliographyStyle, language: str) -> None:
    made, sources = document(style, language, [WHOLE, FILE, BARE])
    assert verify(made, texts(sources)) == []
    assert made.bibliography_style == style


def test_author_date_as_printed() -> None:
    made, _ = document("author_date", "en", [BARE, WHOLE])
    assert made.text == (
        "# T\n\n## A\n\n"
        "Said by 0. [What is known?, n.d.] Said by 1. [Okafor & Lind, 2021]\n\n"
        "## B\n\n"
        "Told \\[2\\] (too). [What is known?, n.d.] Told \\[2\\] (too). [Okafor & Lind, 2021]\n\n"
        "## References\n\n"
        "Okafor, Ada, Lind, Bo (2021-05-04). Trees in cities. https://example.org/trees\n\n"
        "What is known? (n.d.). known.pdf\n"
    )
    assert [one.number for one in made.citations] == [2, 1, 2, 1]


def test_a_marker_of_another_source_is_found_in_every_style() -> None:
    for style in STYLES:
        made, sources = document(style, "en", [WHOLE, BARE])
        for update in (
            {"number": 3 - made.citations[0].number},
            {"marker_start": made.citations[1].marker_start},
            {"passage": made.citations[1].passage},
        ):
            first = made.citations[0].model_copy(update=update)
            wrong = made.model_copy(update={"citations": (first, *made.citations[1:])})
            assert verify(wrong, texts(sources)), (style, update)


def test_a_bibliography_of_another_style_is_found() -> None:
    made, sources = document("author_date", "en", [WHOLE, BARE])
    for other in ("numeric", "gbt7714"):
        wrong = made.model_copy(update={"bibliography_style": other})
        assert verify(wrong, texts(sources))


names = st.text(
    alphabet="ab1 [](),.;\\*_`<>#&|~-中文é\n", min_size=1, max_size=60
).filter(str.strip)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.builds(
            SourceInfo,
            id=st.just("x"),
            title=names,
            uri=st.sampled_from(["", "https://a.org/[1]", "b.md"]),
            authors=st.lists(names, max_size=4).map(tuple),
            published=st.sampled_from(["", "2020", "May 2021", "[3]"]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(STYLES),
    st.sampled_from(["en", "zh", ""]),
)
def test_whatever_sources_are_called_the_document_verifies(
    infos: list[SourceInfo], style: BibliographyStyle, language: str
) -> None:
    unique = [info.model_copy(update={"id": f"s{place}"}) for place, info in enumerate(infos)]
    made, sources = document(style, language, unique)
    assert verify(made, texts(sources)) == []


def test_what_comes_from_the_web_has_the_day_of_its_retrieval() -> None:
    web = WHOLE.model_copy(update={"retrieved": "2026-03-09T08:07:06Z"})
    assert listed("numeric", web)[0].endswith("https://example.org/trees (retrieved 2026-03-09)")
    assert listed("author_date", web, language="zh")[0].endswith("(2026-03-09 检索)")
    assert "[EB/OL]. (2021-05-04)[2026-03-09]. https" in listed("gbt7714", web)[0]
