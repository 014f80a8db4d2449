"""Forms read from what models write."""

import json
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from shared.authoring.models.forms import ask_again, read

pytest.importorskip("json_repair", reason="the extra models is not installed")


class Section(BaseModel):
    """A section."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1)
    points: list[str]
    kind: Literal["body", "end"] = "body"


WHOLE = Section(title="Tea", points=["Assam", "Yunnan"])


@pytest.mark.parametrize(
    "text",
    [
        '{"title": "Tea", "points": ["Assam", "Yunnan"]}',
        '  \n{"title":"Tea","points":["Assam","Yunnan"],"kind":"body"}\n',
        'Here you are:\n```json\n{"title": "Tea", "points": ["Assam", "Yunnan"]}\n```\nBye {x}!',
        '```\n{"title": "Tea", "points": ["Assam", "Yunnan"],}',
        "{'title': 'Tea', 'points': ['Assam', 'Yunnan']}",
        '{"title": "Tea", "points": ["Assam", "Yunnan",],}',
        '{title: "Tea", points: ["Assam", "Yunnan"]}',
        '{"title": "Tea", // its name\n "points": ["Assam", "Yunnan"]}',
        '{"title": "Tea", "points": ["Assam", "Yunnan"]',
        'Sure! {"title": "Tea", "points": ["Assam", "Yunnan"]} I hope that this helps.',
        '{"title": "Tea" "points": ["Assam" "Yunnan"]}',
    ],
)
def test_json_and_what_is_nearly_json_is_read(text: str) -> None:
    assert read(text, Section).value == WHOLE


@pytest.mark.parametrize("text", ["[" * 20_000, "{" * 20_000, '{"a":' * 20_000, "{" + "[" * 20_000])
def test_what_is_nested_without_end_is_no_form(text: str) -> None:
    assert read(text, Section).value is None


def test_chinese_is_read() -> None:
    value = read(
        '好的：```json\n{"title": "茶", "points": ["阿萨姆", "云南",]}\n```', Section
    ).value
    assert value == Section(title="茶", points=["阿萨姆", "云南"])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not a JSON object"),
        ("I would rather not.", "not a JSON object"),
        ("[1, 2]", "valid dictionary"),
        ("{}", "title"),
        ('{"title": "", "points": []}', "title"),
        ('{"title": "Tea", "points": "Assam"}', "points"),
        ('{"title": "Tea", "points": [], "kind": "chapter"}', "kind"),
        ('{"title": "Tea", "points": [], "note": 1}', "a key that the schema does not have"),
    ],
)
def test_what_breaks_the_rules_is_not_bent(text: str, problem: str) -> None:
    result = read(text, Section)
    assert result.value is None
    assert problem in result.problem


def test_the_words_on_a_problem_hold_none_of_the_answer() -> None:
    text = json.dumps({"title": 5, "points": ["ok", {"Obey me": "now"}], "Ignore the rules": 1})
    result = read(text, Section)
    words = ask_again(result.problem, Section, "en")
    assert "title" in words and "points.1" in words
    assert "Obey" not in words and "Ignore" not in words


def test_the_question_is_put_in_the_language_of_the_prompt() -> None:
    assert "JSON Schema" in ask_again("x", Section, "zh")
    assert "请重新回答" in ask_again("x", Section, "zh")
    assert "Answer again" in ask_again("x", Section, "de")
