"""Which sentences of an answer make an introduction or a conclusion."""

import pytest

from shared.authoring.counts import sentences_of
from shared.authoring.llm.fusion.ends import grounded
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.model import Sentence
from tests.unit.llm_fusion.world import tides

BULGES = "Two bulges of water are raised by the gravity of the moon"
ENERGY = "Far more energy is carried by spring tides than by neap tides"
DAM = "No dam is needed by turbines on the sea floor, which use the current"


def standing(answer: str, goal: int = 200) -> list[Sentence]:
    """Return what stands of an answer to which all sentences of the chapters were shown."""
    chapters, sources = tides()
    shown = [one for each in chapters for one in sentences_of(each.section)]
    return grounded(answer, shown, shown, Quotes(sources), goal, "en")


def test_each_sentence_gets_the_evidence_of_what_it_names() -> None:
    chapters, _ = tides()
    shown = [one for each in chapters for one in sentences_of(each.section)]
    found = standing(f"{BULGES} [1]. {ENERGY}. [10]")
    assert [one.text for one in found] == [f"{BULGES}.", f"{ENERGY}."]
    assert [one.evidence for one in found] == [shown[0].evidence, shown[9].evidence]


@pytest.mark.parametrize(
    "bad",
    [
        f"{ENERGY}.",
        f"{ENERGY} [11].",
        f"{ENERGY} [0].",
        f"{ENERGY} [7].",
        "Spring tides carry 40 times more energy than neap tides [10].",
        "Spring tides do not carry more energy than neap tides [10].",
        "Spring tides carry far more energy than neap tides [10].",
        "大潮携带的能量远多于小潮[10]。",
        "## Introduction [10]",
        "What do spring tides carry [10]?",
    ],
)
def test_what_does_not_hold_or_names_nothing_is_dropped(bad: str) -> None:
    assert [one.text for one in standing(f"{BULGES} [1].\n{bad}")] == [f"{BULGES}."]


def test_what_takes_up_a_dropped_sentence_goes_with_it() -> None:
    answer = (
        f"Barrages close 90 bays [6]. They change the mud flats for wading birds [9]. {DAM} [8]."
    )
    assert [one.text for one in standing(answer)] == [f"{DAM}."]


def test_what_passes_its_length_is_left_out_but_two_sentences_stay() -> None:
    answer = f"{BULGES} [1]. {ENERGY} [10]. {DAM} [8]."
    assert len(standing(answer)) == 3
    assert len(standing(answer, goal=5)) == 2
