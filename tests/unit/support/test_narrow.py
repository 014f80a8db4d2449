import pytest

from shared.authoring.model import Passage
from shared.authoring.support.check import check
from shared.authoring.support.narrow import narrow
from shared.authoring.text.offsets import slice_bytes
from tests.unit.support import chinese_examples, english_examples

TEXT = "🌳 Intro. Trees cool streets by 3 °C. They store carbon. White roofs reflect the sun."


def passage(text: str, name: str = "s1") -> Passage:
    return Passage(source_id=name, start=0, end=len(text.encode()), place="Heat")


def test_the_least_of_a_passage_is_returned() -> None:
    found = narrow("Streets are cooled by trees.", [passage(TEXT)], {"s1": TEXT}, "en")
    assert [slice_bytes(TEXT.encode(), one.start, one.end) for one in found] == [
        "Trees cool streets by 3 °C."
    ]
    assert found[0].place == "Heat"


def test_nothing_bears_what_is_not_said() -> None:
    assert narrow("Trees warm streets.", [passage(TEXT)], {"s1": TEXT}, "en") == ()


def test_a_passage_outside_of_its_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="do not lie"):
        narrow("Trees.", [Passage(source_id="s1", start=0, end=999)], {"s1": TEXT}, "en")


@pytest.mark.parametrize(
    ("examples", "language"),
    [(english_examples.SUPPORTED, "en"), (chinese_examples.SUPPORTED, "zh")],
)
def test_what_is_narrowed_still_bears_the_sentence(
    examples: list[tuple[str, str]], language: str
) -> None:
    for quote, said in examples:
        texts = {"s1": quote, "s2": "无关。Unrelated words."}
        passages = [passage(texts["s2"], "s2"), passage(quote)]
        found = narrow(said, passages, texts, language)
        assert bool(found) is check(said, [texts["s2"], quote], language).supported
        assert len(found) <= 3
        if found:
            quotes = [
                slice_bytes(texts[one.source_id].encode(), one.start, one.end) for one in found
            ]
            assert check(said, quotes, language).supported, said
