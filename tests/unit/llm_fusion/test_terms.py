"""One name for one thing, where the evidence still bears the sentence."""

import pytest

from shared.authoring.llm.fusion.acronyms import definitions
from shared.authoring.llm.fusion.edits import placed
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.llm.fusion.terms import unify
from shared.authoring.model import Paragraph, Section, Sentence
from tests.unit.llm_fusion.world import chapter, cited, source


def unified(said: list[str], language: str = "en") -> list[str]:
    """Return sentences, each its own chapter and its own evidence, after unification."""
    at = source("s", "\n\n".join(said))
    chapters = [chapter(f"c{n}", "T", [cited(at, text)]) for n, text in enumerate(said)]
    there = placed(chapters)
    changed = unify(there, Quotes([at]), language)
    return [changed.get(one.number, one.sentence).text for one in there]


def test_spellings_with_space_hyphen_or_nothing_become_one() -> None:
    assert unified(
        [
            "The data set holds temperatures of the sea.",
            "A data set like this is rare in coastal research.",
            "Each dataset covers a whole year of measurements.",
            "The data-sets were joined by their dates.",
        ]
    )[2:] == [
        "Each data set covers a whole year of measurements.",
        "The data sets were joined by their dates.",
    ]


def test_capitals_follow_the_greater_number_and_the_begin_of_the_sentence() -> None:
    assert unified(
        [
            "Many banks use machine learning to find fraud.",
            "With machine learning a forecast of demand gets better.",
            "Hospitals try Machine Learning on images of the lung.",
            "Machine Learning needs many examples.",
        ]
    )[2:] == [
        "Hospitals try machine learning on images of the lung.",
        "Machine learning needs many examples.",
    ]


def test_an_attribute_keeps_its_hyphen_and_a_noun_gets_none() -> None:
    said = [
        "The sea-level rise threatens the harbour.",
        "A sea-level record goes back a century.",
        "The sea level fell in the ice age.",
        "A sea level record is kept in the old harbour.",
    ]
    assert unified(said) == [*said[:3], "A sea-level record is kept in the old harbour."]


@pytest.mark.parametrize(
    "said",
    [
        ["A long-term plan exists for the dam.", "In the long term the dam pays."],
        ["The US imports tea from Assam.", "The tea was good for us in the evening."],
        ["Plants need light every day.", "Light is an everyday need of plants."],
    ],
)
def test_words_that_are_no_variants_stay(said: list[str]) -> None:
    assert unified(said) == said


def test_quotations_stay_as_they_are() -> None:
    said = [
        "The wave height changes with the wind.",
        "A wave height of two metres is common here.",
        "The report calls it “wave-height drift” in the north.",
    ]
    assert unified(said) == said


def test_an_acronym_takes_the_place_of_its_long_form_after_its_definition() -> None:
    evidence = "sea surface temperature (SST)"
    said = [
        f"Buoys measure the {evidence} every hour.",
        "The SST rises in summer.",
        "Storms lower the SST for some days.",
        "Fish follow the sea surface temperature.",
    ]
    at = source("s", "\n\n".join([*said, "Fish follow the sea surface temperature (SST)."]))
    sentences = [cited(at, text) for text in said[:3]]
    sentences.append(cited(at, said[3], "Fish follow the sea surface temperature (SST)."))
    there = placed([chapter(f"c{n}", "T", [one]) for n, one in enumerate(sentences)])
    changed = unify(there, Quotes([at]), "en")
    assert {at: one.text for at, one in changed.items()} == {3: "Fish follow the SST."}


def test_an_edit_that_the_evidence_does_not_bear_is_dropped() -> None:
    at = source("s", "Ships carry sand.\n\nA data set is rare. One data set is old.")
    first = [cited(at, "A data set is rare."), cited(at, "One data set is old.")]
    second = [cited(at, "Each dataset is new.", "Ships carry sand.")]
    there = placed([chapter("a", "A", first), chapter("b", "B", second)])
    assert unify(there, Quotes([at]), "en") == {}


def test_tables_and_unsupported_sentences_are_not_touched() -> None:
    at = source("s", "A data set is rare. One data set is old.\n\n| dataset | year |")
    table = Paragraph(sentences=(cited(at, "| dataset | year |"),), kind="table")
    first = chapter("a", "A", [cited(at, "A data set is rare."), cited(at, "One data set is old.")])
    second = Section(node_id="b", title="B", paragraphs=(table,))
    there = placed([first, first.model_copy(update={"section": second})])
    marked = Sentence(text="The dataset is lost.", unsupported=True)
    there += placed([chapter("c", "C", [marked])])
    assert unify(there, Quotes([at]), "en") == {}


def test_chinese_spellings_become_one_but_not_across_words() -> None:
    borne = "新的账户需要身份证明。"
    said = ["用户的账户由银行管理。", "研究人员通过分析判断风险。", "过份的监管会增加成本。"]
    said.append("过份的宽松也会增加成本。")
    at = source("s", "".join([*said, borne]))
    sentences = [*(cited(at, text) for text in said), cited(at, "新的帐户需要身份证明。", borne)]
    there = placed([chapter(f"c{n}", "T", [one]) for n, one in enumerate(sentences)])
    changed = unify(there, Quotes([at]), "zh")
    assert {number: one.text for number, one in changed.items()} == {4: borne}


@pytest.mark.parametrize(
    ("text", "long", "short"),
    [
        ("They use a large language model (LLM) here.", "large language model", "LLM"),
        ("We call them large language models (LLMs).", "large language model", "LLM"),
        ("Heat waves (see the map) came.", "", ""),
        ("The Department of Energy (DOE) pays.", "Department of Energy", "DOE"),
        ("They measured it (NASA).", "", ""),
    ],
)
def test_definitions_are_found(text: str, long: str, short: str) -> None:
    assert [(one.long, one.short) for one in definitions(text)] == ([(long, short)] if long else [])
