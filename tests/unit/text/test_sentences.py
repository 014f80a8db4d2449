"""Sentences tile their text and end where people say that they end."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.authoring.text.sentences import split

_PIECES = st.sampled_from(
    [
        "The share was 3.5 %. ",
        "See e.g. Fig. 2 in vol. 3. ",
        "Dr. Smith of the U.S. agreed! ",
        "他说：“好。”",
        "温度上升3.5摄氏度。",
        "（见图2。）",
        "《论语》云：学而时习之！",
        "🌳🌞 works. ",
        "Why? ",
        "e\u0301tude. ",
        "...",
        "\n",
        "\n\n",
        "- item one\n",
        " ",
        "a.b.c https://example.org/a?b=c. ",
        "[1] ",
        "\u2028",
    ]
)


def sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.lists(_PIECES, max_size=25).map("".join), st.text(max_size=80)))
@example("")
@example("。")
def test_sentences_tile_the_text(text: str) -> None:
    for language in ("en", "zh", "de", ""):
        spans = split(text, language)
        position = 0
        for start, end in spans:
            assert position <= start < end <= len(text)
            assert not text[position:start].strip()
            assert text[start:end] == text[start:end].strip()
            assert "\n" not in text[start:end]
            position = end
        assert not text[position:].strip()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Prices rose, e.g. 3.5 % in May. They fell again.",
            "en",
            ["Prices rose, e.g. 3.5 % in May.", "They fell again."],
        ),
        ("Dr. Smith left. He was late.", "en", ["Dr. Smith left.", "He was late."]),
        ("See Fig. 2. It shows growth.", "en", ["See Fig. 2.", "It shows growth."]),
        (
            "Heat kills [3]. Shade helps (see p. 4).",
            "en",
            ["Heat kills [3].", "Shade helps (see p. 4)."],
        ),
        ("他说：“好。”然后走了。", "zh", ["他说：“好。”", "然后走了。"]),
        ("“好吗？”他问。天黑了。", "zh", ["“好吗？”他问。", "天黑了。"]),
        ("气温升高了3.5度。真热！！", "zh", ["气温升高了3.5度。", "真热！！"]),
        ("他来了（昨天。很晚）才走。完。", "zh", ["他来了（昨天。很晚）才走。", "完。"]),
        (
            "Cities warm. 城市变热。It is so.",
            "en",
            ["Cities warm.", "城市变热。", "It is so."],
        ),
        ("First line\nsecond line", "en", ["First line", "second line"]),
    ],
)
def test_known_sentences(text: str, language: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“" * 100_000,
        "Trees cool e.g. 3.5 % of it (A b. C). " * 8_000,
        "他说：“好。”（真的。）" * 12_000,
    ],
)
def test_very_long_lines_take_linear_time(text: str) -> None:
    began = time.process_time()
    assert split(text, "en")
    assert time.process_time() - began < 3


def test_windows_on_long_lines_change_nothing() -> None:
    sentence = "Trees cool the street by 3.5 % of it."
    assert sentences(" ".join([sentence] * 2_000), "en") == [sentence] * 2_000
