import pytest

from shared.authoring.quality.repetition import repetition

TEN = "one two three four five six seven eight nine ten"
CHINESE = "海水每天涨落两次的原因"  # eleven characters, so four grams


def test_nothing_repeats_in_new_text() -> None:
    assert repetition([]) == 0
    assert repetition(["too short to count"]) == 0
    assert repetition([TEN]) == 0


def test_a_paragraph_said_twice_is_half() -> None:
    assert repetition([TEN, TEN]) == 0.5
    assert repetition([CHINESE, CHINESE]) == 0.5


def test_case_and_punctuation_do_not_hide_a_repeat() -> None:
    assert repetition([TEN, TEN.upper().replace(" ", ", ") + "!"]) == 0.5
    assert repetition([CHINESE, "，".join(CHINESE)]) == 0.5


def test_words_that_are_common_to_both_do_not_count_below_eight() -> None:
    assert repetition([TEN, "one two three four five six seven ten nine eight"]) == 0


def test_partial_repeats() -> None:
    # Grams: three in the first paragraph, three in the second, of which one is known.
    assert repetition([TEN, f"new start {TEN[: TEN.index(' nine')]}"]) == pytest.approx(1 / 6)


def test_languages_mix() -> None:
    mixed = "模型 GPT-4 在 2023 年 发布 并且 很好"
    assert repetition([mixed, mixed]) == 0.5
