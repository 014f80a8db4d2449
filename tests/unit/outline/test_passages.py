"""Passages are whole sentences of prose under one heading, by exact byte offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.authoring.model import PageStart, SourceDocument, SourceInfo
from shared.authoring.passages import headings_of, split, text_of
from shared.authoring.text import sentences
from tests.unit.outline.material import CHINESE, SURFACES, source

_BLOCKS = st.sampled_from(
    [
        "# Title 🌳\n\n",
        "## Второй раздел\n\n",
        "城市气温上升了3.5摄氏度。" * 30 + "\n\n",
        "The share was 3.5 %, e.g. in vol. 2. " * 40 + "\n\n",
        "他说：“好。”然后走了。\n\n",
        "- one item\n- two 🌞 items\n\n",
        "    code = 1\n\n",
        "| a | b |\n\n",
        "Short line\n\n",
        "A sentence that ends.\n\n",
        "A paragraph right above\n# Heading of Markdown\nand right below.\n\n",
        "\n",
    ]
)


def made(text: str, language: str = "") -> SourceDocument:
    return SourceDocument(info=SourceInfo(id="x", title="X", language=language), text=text)


@settings(deadline=None, max_examples=120)
@given(st.lists(_BLOCKS, max_size=12).map("".join), st.sampled_from(["en", "zh", ""]))
def test_passages_lie_in_order_and_cut_no_character_or_sentence(text: str, language: str) -> None:
    document = made(text, language)
    encoded = text.encode()
    position = 0
    for passage in split(document):
        assert position <= passage.start < passage.end <= len(encoded)
        position = passage.end
        content = text_of(document, passage)
        assert content == content.strip()
        assert not any(line.startswith(("    ", "| a", "# ")) for line in content.split("\n"))
    spans = sentences.split(text, language or "en")
    inside = [(len(text[:a].encode()), len(text[:b].encode())) for a, b in spans]
    for passage in split(document):
        for start, end in inside:
            assert not start < passage.start < end or text.encode()[start:].startswith(b"- ")
            assert not start < passage.end < end


def test_headings_code_tables_are_left_out_and_places_are_paths() -> None:
    document = source("surfaces.md", SURFACES)
    found = {text_of(document, passage): passage.place for passage in split(document)}
    everything = "\n".join(found)
    assert "not a heading" not in everything
    assert "Elm" not in everything
    assert "1. How cool roofs work" not in everything
    place = next(place for text, place in found.items() if text.startswith("A cool roof"))
    assert place == "Cool surfaces in hot cities › 1. How cool roofs work"


def test_a_long_paragraph_is_cut_between_sentences_into_even_parts() -> None:
    for sentence, language, longest in (
        ("Trees cool the street by 3.5 % in summer. ", "en", 120),
        ("树木使街道的气温下降了3.5摄氏度。", "zh", 250),
    ):
        text = (sentence * 60).strip()
        document = made(text, language)
        passages = split(document)
        contents = [text_of(document, passage) for passage in passages]
        assert "".join("".join(contents).split()) == "".join(text.split())
        sizes = [len(c) if language == "zh" else len(c.split()) for c in contents]
        assert max(sizes) <= longest
        assert min(sizes) > longest / 2
        assert all(content[-1] in ".。" for content in contents)


def test_a_passage_crosses_no_heading_and_short_paragraphs_are_joined() -> None:
    document = source("a.md", "# A\n\nOne is here.\n\nTwo is here.\n\n# B\n\nThree is here.\n")
    assert [(text_of(document, p), p.place) for p in split(document)] == [
        ("One is here.\n\nTwo is here.", "A"),
        ("Three is here.", "B"),
    ]


def test_a_text_of_one_short_line_is_a_passage_and_no_heading() -> None:
    document = made("Trees cool streets")
    assert [text_of(document, p) for p in split(document)] == ["Trees cool streets"]
    assert headings_of(document) == ()


def test_text_of_another_source_is_refused() -> None:
    document = source("g.md", CHINESE)
    passage = split(document)[0]
    with pytest.raises(ValueError, match="none of"):
        text_of(made("x"), passage)


def test_pages_are_named_where_there_are_no_headings() -> None:
    text = "One is on the first page, and it is long enough.\n\n" + "Two is there. " * 38
    document = made(text).model_copy(
        update={"pages": (PageStart(number=1, start=0), PageStart(number=2, start=50))}
    )
    assert split(document)[-1].place == "p. 2"
