from shared.authoring.extractive.material import Material
from shared.authoring.extractive.standalone import Fitness
from shared.authoring.model import Passage
from tests.unit.chapters.corpus import CHINESE, CHINESE_HEAT, ENGLISH, source


def whole(text: str, first: str, last: str) -> Passage:
    start = len(text[: text.index(first)].encode())
    end = len(text[: text.index(last)].encode()) + len(last.encode())
    return Passage(source_id="s1", start=start, end=end, place="here")


def test_each_sentence_has_exactly_its_place_in_bytes() -> None:
    for sources in (ENGLISH, CHINESE):
        material = Material(sources)
        for one in sources:
            stored = one.text.encode()
            everything = Passage(source_id=one.info.id, start=0, end=len(stored))
            found = material.candidates(everything)
            assert len(found) >= 10
            for candidate in found:
                passage = candidate.passage
                assert stored[passage.start : passage.end].decode() == candidate.text


def test_a_passage_that_cuts_sentences_gives_those_that_begin_in_it() -> None:
    passage = whole(CHINESE_HEAT, "筑白天", "武汉在新")
    found = [one.text for one in Material(CHINESE).candidates(passage)]
    assert found[0] == "因此，市中心的气温可比郊区高出数度。"
    assert found[-1] == "武汉在新建道路两侧种植了大量樟树🌳。"


def test_a_passage_within_a_sentence_gives_that_sentence() -> None:
    passage = whole(CHINESE_HEAT, "储存", "热量")
    (found,) = Material(CHINESE).candidates(passage)
    assert found.text == "道路和建筑白天储存热量，夜间再缓慢释放。"


def test_wrapped_lines_are_one_sentence() -> None:
    english = source("s1", "Street trees lower the\ntemperature of the air. They cost\nmoney.")
    everything = Passage(source_id="s1", start=0, end=len(english.text))
    found = Material((english,)).candidates(everything)
    assert [one.text for one in found] == [
        "Street trees lower the temperature of the air.",
        "They cost money.",
    ]
    assert found[1].follows(found[0])
    text = "行道树可以降低\n街道温度。"
    chinese = source("s1", text)
    (one,) = Material((chinese,)).candidates(
        Passage(source_id="s1", start=0, end=len(text.encode()))
    )
    assert one.text == "行道树可以降低街道温度。"


def test_tables_and_code_are_no_sentences_and_headings_are_the_rest() -> None:
    text = (
        "## A heading\n\nTrees cool the streets of cities.\n\n"
        "| Tree | Degrees cooler. |\n| Oak | Two degrees cooler. |\n\n"
        "    print('Code is not a sentence.')\n\n```\nNor is this one here.\n```\n"
    )
    one = source("s1", text)
    found = Material((one,)).candidates(Passage(source_id="s1", start=0, end=len(text)))
    assert [(c.text, c.fitness) for c in found] == [
        ("A heading", Fitness.REST),
        ("Trees cool the streets of cities.", Fitness.WHOLE),
    ]
