"""Lengths of sections, and the parts in which they are written."""

from shared.authoring.llm.chapter.lengths import shorten, size_of
from shared.authoring.llm.chapter.parts import Numbered, least_length, parts, shares
from shared.authoring.llm.chapter.reach import UNKNOWN_WINDOW, measure
from shared.authoring.model import ChapterPlan, OutlineNode, Passage, Sentence
from tests.unit.llm_chapter.chapter_world import ScriptedModel


def passages(count: int, size: int = 100, source: str = "s1") -> tuple[Numbered, ...]:
    return tuple(
        Numbered(
            Passage(source_id=source, start=(count - at) * 1000, end=(count - at) * 1000 + 900),
            f"word{at} " * size,
            size,
            at,
        )
        for at in range(count)
    )


def plan(target: int, *, ceiling: int = 0, lengths: tuple[int, int] = (0, 0)) -> ChapterPlan:
    children = tuple(
        OutlineNode(id=f"n1.{at}", title="T", target_length=length)
        for at, length in enumerate(lengths)
    )
    node = OutlineNode(id="n1", title="T", children=children)
    return ChapterPlan(
        index=0, total=1, node=node, passages={}, target_length=target, max_length=ceiling
    )


def test_a_section_gets_what_is_planned_and_never_much_more_than_its_evidence_says() -> None:
    evidence = {"n1.0": passages(10), "n1.1": passages(10)}
    assert shares(plan(900, lengths=(600, 300)), evidence, "en") == {"n1.0": 600, "n1.1": 300}
    little = {"n1.0": passages(1), "n1.1": passages(10)}
    found = shares(plan(900, lengths=(600, 300)), little, "en")
    assert found["n1.0"] <= 120
    assert found["n1.0"] + found["n1.1"] == 900


def test_a_section_without_evidence_gets_nothing() -> None:
    assert shares(plan(500, lengths=(250, 250)), {"n1.1": passages(9)}, "en") == {"n1.1": 500}


def test_a_ceiling_below_the_target_counts() -> None:
    assert sum(shares(plan(900, ceiling=400), {"n1": passages(20)}, "en").values()) == 400


def test_a_long_section_is_written_in_parts_with_passages_of_their_own() -> None:
    node = OutlineNode(id="n1", title="T")
    evidence = passages(60)
    found = parts(node, 2000, evidence, 150, "en")
    assert len(found) == 14
    assert all(part.length <= 150 for part in found)
    assert sum(part.length for part in found) > 1900
    given = [one.passage for part in found for one in part.evidence]
    assert len(given) == len(set(given)) == 50, "the best, two and a half times the length"
    assert given == sorted(given, key=lambda one: one.start)


def test_little_evidence_makes_few_parts() -> None:
    node = OutlineNode(id="n1", title="T")
    assert len(parts(node, 2000, passages(3), 150, "en")) == 3
    (only,) = parts(node, least_length("en"), passages(8), 150, "en")
    assert len(only.evidence) == 3


async def test_parts_are_as_long_as_the_window_allows() -> None:
    text = "The roof of a house reflects the light of the sun on a clear day. " * 40
    small = await measure(ScriptedModel([""], tokens=2048), text, "en")
    large = await measure(ScriptedModel([""], tokens=128_000), text, "en")
    unknown = await measure(ScriptedModel([""], tokens=0), text, "en")
    assert 100 < small.longest < 160
    assert small.answer_tokens(small.longest) < 2048 * 0.36
    assert large.longest == 800
    assert unknown.window < UNKNOWN_WINDOW
    chinese = await measure(ScriptedModel([""], tokens=2048), "屋顶反射阳光。" * 100, "zh")
    assert chinese.answer_tokens(chinese.longest) <= chinese.answer


def sentences(*sizes: int, evidence: bool = True) -> list[Sentence]:
    passage = Passage(source_id="s1", start=0, end=9)
    return [
        Sentence(text="word " * size, evidence=(passage,) if evidence else ()) for size in sizes
    ]


def test_a_chapter_is_cut_at_the_ends_of_its_longest_sections() -> None:
    body = {"a": [sentences(20, 20, 20)], "b": [sentences(20)]}
    cut = shorten(body, {"a": 30, "b": 30}, 50, 0, "en")
    assert size_of(cut["a"], "en") == 20
    assert size_of(cut["b"], "en") == 20
    assert size_of(body["a"], "en") == 60, "what is given stays as it is"


def test_what_nothing_bears_goes_first() -> None:
    body = {"a": [[*sentences(20, evidence=False), *sentences(20, 20)]]}
    cut = shorten(body, {"a": 40}, 40, 0, "en")
    assert [len(one.evidence) for one in cut["a"][0]] == [1, 1]


def test_a_ceiling_is_not_passed() -> None:
    body = {"a": [sentences(20)], "b": [sentences(20)], "c": [sentences(20)]}
    cut = shorten(body, {}, 100, 45, "en")
    assert sum(size_of(group, "en") for group in cut.values()) == 40
    assert cut["a"] and cut["b"] and not cut["c"]


def test_a_target_alone_empties_no_section() -> None:
    body = {"a": [sentences(20)], "b": [sentences(20)], "c": [sentences(20)]}
    cut = shorten(body, {}, 30, 0, "en")
    assert all(cut.values())
