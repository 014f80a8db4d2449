import pytest

from shared.authoring.brief import Genre
from shared.authoring.genres import UnknownGenreError, genre, instructions, names, structure


def test_the_kinds_of_documents() -> None:
    assert names() == (
        "briefing", "literature_review", "report", "speech", "technical", "work_report",
    )  # fmt: skip
    with pytest.raises(UnknownGenreError) as caught:
        genre("poem")
    assert caught.value.known == names()


@pytest.mark.parametrize("name", names())
def test_each_has_structure_and_tone_in_both_languages(name: str) -> None:
    one = genre(name)
    english, chinese = structure(one, "en"), structure(one, "zh-CN")
    assert len(english) == len(chinese) >= 5
    assert all(kind.isascii() for kind in english)
    assert not any(kind.isascii() for kind in chinese)
    assert "## Tone" in instructions(one, "en")
    assert "## 语气" not in instructions(one, "de")
    assert "## 语气" in instructions(one, "zh")
    assert "## Tone" not in instructions(one, "zh")


def test_a_work_report_has_the_chapters_that_are_usual() -> None:
    assert structure(genre("work_report"), "zh") == (
        "总体情况", "主要工作与成效", "经验体会", "存在的问题与不足", "下一步工作安排",
    )  # fmt: skip


def test_a_file_in_one_language_serves_for_both() -> None:
    own = Genre(
        name="mine",
        text="# 通知\n\n## 结构\n\n1. 事由：何事。\n2. **安排**：何时。\n\n## 语气\n\n简短。",
    )
    assert structure(own, "zh") == structure(own, "en") == ("事由", "安排")
    assert instructions(own, "en") == own.text


def test_a_file_without_a_list_has_no_structure() -> None:
    own = Genre(name="mine", text="Write as you like.")
    assert structure(own, "en") == ()
    assert instructions(own, "en") == own.text
