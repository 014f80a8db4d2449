"""What is read of a model's answer: its sentences and ids, and nothing else."""

import pytest

from shared.authoring.llm.chapter.answer import read_answer
from shared.authoring.llm.chapter.repair import read_repairs
from shared.authoring.models.port import End


def read(text: str, end: End = End.DONE, language: str = "en", **more: str) -> list[list[str]]:
    paragraphs = read_answer(text, end, language, **more)
    return [[one.text for one in paragraph] for paragraph in paragraphs]


@pytest.mark.parametrize(
    "written",
    [
        "Roofs reflect light [2].",
        "Roofs reflect light. [2]",
        "Roofs reflect light (2).",
        "Roofs reflect light. (2)",
        "Roofs reflect light 【2】.",
        "Roofs reflect light [source 2].",
        "Roofs reflect light (Passage 2).",
        "Roofs reflect light (see source 2).",
        "Roofs reflect light, passage 2.",
        "According to [2], roofs reflect light.",
        "According to source 2, roofs reflect light.",
        "[2] Roofs reflect light.",
        "Passage 2: Roofs reflect light.",
    ],
)
def test_an_id_is_read_however_it_is_written(written: str) -> None:
    ((said,),) = read_answer(written, End.DONE, "en")
    assert (said.text, said.ids) == ("Roofs reflect light.", (2,))


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Roofs reflect light [1][3].", (1, 3)),
        ("Roofs reflect light [1, 3].", (1, 3)),
        ("Roofs reflect light [1-3].", (1, 2, 3)),
        ("Roofs reflect light [sources 1 and 3].", (1, 3)),
        ("Roofs [1] reflect light [3].", (1, 3)),
        ("Roofs reflect light.", ()),
    ],
)
def test_several_ids_are_read(written: str, ids: tuple[int, ...]) -> None:
    ((said,),) = read_answer(written, End.DONE, "en")
    assert (said.text, said.ids) == ("Roofs reflect light.", ids)


def test_chinese_ids_are_read() -> None:
    text = "沥青吸收热量【1】。根据资料2，树木可以降温。街道通风较差（3）。热量难以散去[1，3]。"
    ((first, second, third, fourth),) = read_answer(text, End.DONE, "zh")
    assert (first.text, first.ids) == ("沥青吸收热量。", (1,))
    assert (second.text, second.ids) == ("树木可以降温。", (2,))
    assert (third.text, third.ids) == ("街道通风较差。", (3,))
    assert (fourth.text, fourth.ids) == ("热量难以散去。", (1, 3))


def test_numbers_in_brackets_within_a_sentence_are_no_ids() -> None:
    ((said,),) = read_answer("The second phase (2) began in 2019 (a dry year).", End.DONE, "en")
    assert said.ids == ()
    assert "(2)" in said.text


def test_headings_lists_rules_fences_and_preambles_are_taken_off() -> None:
    answer = (
        "Sure, here is the section:\n\n# Cool roofs\n**Overview**\n```markdown\n"
        "- Roofs **reflect** light. [1]\n2. Trees give *shade*. [2]\n---\n> Water `cools` air.\n"
        "| a | b |\n```"
    )
    assert read(answer) == [
        ["Roofs reflect light.", "Trees give shade."],
        ["Water cools air."],
    ]


@pytest.mark.parametrize(
    "heading", ["References", "## Sources:", "**Bibliography**", "参考文献", "Works cited"]
)
def test_a_list_of_sources_is_no_text(heading: str) -> None:
    answer = f"Roofs reflect light. [1]\n\n{heading}\n[1] Smith, J. Roofs of the world. 2019.\n"
    assert read(answer) == [["Roofs reflect light."]]


def test_links_images_html_and_addresses_are_removed() -> None:
    answer = (
        "Roofs reflect [light](https://evil.example/?q=(1)). ![x](https://evil.example/p.png)\n"
        "Trees <b>give</b> shade <script>alert(1)</script>, see https://evil.example/a.\n"
        "[1]: https://evil.example/reference"
    )
    text = str(read(answer))
    assert "evil" not in text and "<" not in text and "](" not in text
    assert "Roofs reflect light." in text


def test_an_address_of_the_evidence_stays() -> None:
    kept = "The data stand at https://data.example/roofs."
    paragraphs = read_answer(kept, End.DONE, "en", evidence=[f"{kept} More."])
    assert paragraphs[0][0].text == kept


def test_the_cut_last_sentence_of_a_truncated_answer_is_dropped() -> None:
    assert read("Roofs reflect light. [1] Trees give", End.LENGTH) == [["Roofs reflect light."]]
    assert read("Roofs reflect light. Trees help. [1]", End.LENGTH) == [
        ["Roofs reflect light.", "Trees help."]
    ]
    assert read("屋顶反射阳光[1]。行道树可以", End.LENGTH, "zh") == [["屋顶反射阳光。"]]


def test_what_echoes_the_question_is_dropped() -> None:
    asked = "You are a writer.\nWrite about 60 words about the subject, in plain paragraphs."
    answer = (
        "=== SOURCE 1 0a1b2c ===\nRoofs reflect light.\n=== END 1 0a1b2c ===\n"
        "Write about 60 words about the subject. The material 0a1b2c is cheap."
    )
    assert read(answer, asked=asked, key="0a1b2c") == [["Roofs reflect light."]]


def test_items_of_a_list_in_a_line_are_sentences_and_their_lead_in_goes() -> None:
    answer = "Cities respond in several ways:  - Bags release water. - Mulch keeps the soil moist."
    assert read(answer) == [["Bags release water.", "Mulch keeps the soil moist."]]


def test_what_follows_an_echo_is_known_to() -> None:
    ((first, second),) = read_answer(
        "The text 0a1b2c is cheap. It is therefore best. It lasts.", End.DONE, "en", key="0a1b2c"
    )
    assert first.gap and not second.gap


def test_repairs_are_read_by_their_numbers() -> None:
    answer = "2. Trees give shade. [1]\nSentence 1: Roofs reflect light. [2] They last."
    first, second, third = read_repairs(answer, End.DONE, 3, "en", evidence=[], asked="", key="")
    assert [one.text for one in first] == ["Roofs reflect light.", "They last."]
    assert [(one.text, one.ids) for one in second] == [("Trees give shade.", (1,))]
    assert third == ()


def test_repairs_without_numbers_stand_in_order_if_none_is_missing() -> None:
    answer = "Roofs reflect light. [2]\nTrees give shade. [1]"
    two = read_repairs(answer, End.DONE, 2, "en", evidence=[], asked="", key="")
    assert [one[0].ids for one in two] == [(2,), (1,)]
    three = read_repairs(answer, End.DONE, 3, "en", evidence=[], asked="", key="")
    assert three == ((), (), ())
