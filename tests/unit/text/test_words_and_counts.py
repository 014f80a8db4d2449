"""Words, counts, languages and repeats, in English and Chinese."""

import pytest

from shared.authoring.text.counts import length
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.language import detect
from shared.authoring.text.words import content_tokens, singular, tokens


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("A state-of-the-art 3.5 % rise", "en", 4),
        ("人工智能正在改变世界。", "zh", 10),
        ("GPT-4模型", "zh", 3),
        ("", "zh", 0),
        ("“…”", "en", 0),
    ],
)
def test_length_in_the_unit_of_the_language(text: str, language: str, expected: int) -> None:
    assert length(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do cities adapt to extreme heat?", "en"),
        ("城市如何应对高温？", "zh"),
        ("请用 Python 写一个 REST API 的文档", "zh"),
        ("The word 热 means heat in Chinese.", "en"),
        ("都市の暑さにどう対応するか", "ja"),
        ("Wie passen sich die Städte an die Hitze an, und was ist zu tun?", "de"),
        ("", "en"),
        ("42", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_chinese_is_found_by_words_and_the_words_within_them() -> None:
    found = tokens("人工智能", "zh")
    assert {"人工", "智能", "人工智能"} <= set(found)


def test_function_words_do_not_count() -> None:
    assert content_tokens("The trees of the city", "en") == ["tree", "city"]
    assert "的" not in content_tokens("城市的树木", "zh")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("cities", "city"), ("roofs", "roof"), ("glass", "glass"), ("gas", "gas"), ("city's", "city")],
)
def test_plurals_are_joined_with_their_singulars(word: str, expected: str) -> None:
    assert singular(word) == expected


def test_near_duplicates_keep_the_first_and_find_longer_versions() -> None:
    first = tokens("Trees cool the street by shade and by the water that they release", "en")
    longer = [*first, "as", "a", "study", "of", "melbourne", "has", "shown"]
    other = tokens("Volcanoes erupt when magma rises from the mantle to the surface", "en")
    assert near_duplicates([first, other, longer, first]) == {2: 0, 3: 0}
    assert near_duplicates([[], []]) == {}
