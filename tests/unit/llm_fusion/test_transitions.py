"""Which sentence may stand between two chapters."""

import pytest

from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.llm.fusion.transitions import accepted
from shared.authoring.model import Sentence
from tests.unit.llm_fusion.world import tides, tides_zh


def between(answer: str, language: str = "en") -> Sentence | None:
    (before, following), sources = tides_zh() if language == "zh" else tides()
    return accepted(answer, before, following, Quotes(sources), language)


@pytest.mark.parametrize(
    "answer",
    [
        "Having seen how tides arise, we now turn to how people use them.",
        '"Turning to power from tides, we look at how it is made."',
        "Transition: Let us now turn from how tides arise to power from tides.",
    ],
)
def test_a_sentence_without_a_fact_is_taken(answer: str) -> None:
    taken = between(answer)
    assert taken is not None
    assert taken.evidence == ()
    assert not taken.text.startswith(('"', "Transition"))


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Let us now turn to the 240 megawatts that tides deliver.",
        "Let us now turn to what the Severn Barrage in Wales means for us.",
        "The barrage kills most of the fish in every bay of the country.",
        "Let us turn to power. Then we look at dams.",
        "Let us now turn to power from tides",
        "# Power from tides.",
        "Now let us turn to <b>power</b> from tides.",
        "现在让我们来看潮汐发电。",
        "Let us now, " + "slowly and with great care " * 6 + "turn to power from tides.",
        "A tidal barrage closes a bay and lets the water run through turbines.",
    ],
)
def test_what_brings_something_new_or_is_no_sentence_is_not(answer: str) -> None:
    assert between(answer) is None


def test_a_claim_that_the_chapters_bear_gets_their_evidence() -> None:
    taken = between("Spring tides carry more energy than neap tides.")
    assert taken is not None
    (_, following), _ = tides()
    spring = following.section.paragraphs[0].sentences[4]
    assert taken.evidence == spring.evidence


def test_chinese_transitions() -> None:
    taken = between("下面来看人们如何利用潮汐发电。", "zh")
    assert taken is not None
    assert between("下面来看装机容量为二十四万千瓦的电站。", "zh") is None
    assert between("下面来看1966年以来的潮汐发电。", "zh") is None
    assert between("Let us now turn to power from tides.", "zh") is None
