"""Outlines read as a person's would, rest on passages, and are the same each time."""

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import corpus
from shared.authoring.extractive.outline import outline
from shared.authoring.extractive.research import MOST_PASSAGES, research
from shared.authoring.model import Outline, OutlineNode, Passage, SourceDocument
from shared.authoring.outline_check import OutlineLimits, check_outline, with_ids
from tests.unit.outline.material import (
    CHINESE,
    PLANS,
    QUESTION,
    SURFACES,
    TWO_TOPICS,
    TWO_TOPICS_ZH,
    english,
    mixed,
    source,
)


def made(query: str, sources: Sequence[SourceDocument]) -> Outline:
    return outline(query, sources, research(query, sources))


def walk(nodes: Sequence[OutlineNode], depth: int = 1) -> Iterator[tuple[int, OutlineNode]]:
    for node in nodes:
        yield depth, node
        yield from walk(node.children, depth + 1)


def titles(result: Outline) -> list[str]:
    return [node.title for node in result.nodes]


def all_titles(result: Outline) -> list[str]:
    return [node.title for _, node in walk(result.nodes)]


def check(result: Outline, sources: Sequence[SourceDocument]) -> None:
    """Check what is promised of every outline from sources."""
    texts = {s.info.id: s.text for s in sources}
    check_outline(result, texts, OutlineLimits())
    assert with_ids(result) == result
    assert result.grounding == "sources"
    assert 1 <= len(result.nodes) <= 12
    seen: set[tuple[str, int]] = set()
    data = {s.info.id for s in sources if s.info.role == "data"}
    for depth, node in walk(result.nodes):
        assert depth <= 3
        assert node.title
        assert node.title == node.title.strip()
        assert node.passages or node.children
        for passage in node.passages:
            assert passage.source_id in data
            covered = {(passage.source_id, at) for at in range(passage.start, passage.end)}
            assert not covered & seen
            seen |= covered


@pytest.mark.parametrize(
    ("query", "sources"),
    [
        (QUESTION, english()),
        (QUESTION, mixed()),
        (QUESTION, [source("gaowen.md", CHINESE)]),
        ("城市如何应对高温？", [source("gaowen.md", CHINESE)]),
        ("城市如何应对高温？", mixed()),
        ("music and volcanoes", [source("two.txt", TWO_TOPICS)]),
        ("茶与高铁", [source("two.txt", TWO_TOPICS_ZH)]),
        (QUESTION, [source("note.txt", "Trees cool streets.")]),
        (QUESTION, [source("a.md", SURFACES, 1), source("a.md", SURFACES, 2)]),
        (QUESTION, [source("flat.md", "# A\n\n# B\n\nOnly this is text.\n\n# C\n")]),
        ("?", english()),
    ],
)
def test_every_outline_holds_and_is_the_same_twice(
    query: str, sources: list[SourceDocument]
) -> None:
    result = made(query, sources)
    check(result, sources)
    assert made(query, sources) == result


_TITLES = (
    "Roofs",
    "Trees",
    "Introduction",
    "Methods",
    "Results",
    "结论",
    "树木",
    "Background",
    "!",
)
_WORDS = ("heat", "city", "roof", "tree", "shade", "water", "plan", "nurse", "wall", "river")


@st.composite
def files(draw: st.DrawFn) -> list[SourceDocument]:
    """Several files of random structure."""
    found = []
    for number in range(1, draw(st.integers(1, 15)) + 1):
        parts = ["Notes begin here."]
        for _ in range(draw(st.integers(0, 9))):
            level = draw(st.integers(1, 5))
            words = draw(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=9))
            kind = draw(st.sampled_from(["heading", "prose", "chinese", "list"]))
            if kind == "heading":
                parts.append(f"{'#' * level} {draw(st.sampled_from(_TITLES))} {'I' * (level - 1)}")
            elif kind == "prose":
                parts.append(f"The {' '.join(words)} is there. " * level * 3)
            elif kind == "chinese":
                parts.append("树木为城市降温。" * level)
            else:
                parts.append("\n".join(f"- the {word} is item {level}" for word in words))
        found.append(source(f"f{number}.md", "\n\n".join(parts), number))
    return found


@settings(deadline=None, max_examples=60)
@given(files(), st.sampled_from([QUESTION, "城市如何应对高温？", "roof"]))
def test_any_structure_gives_an_outline_that_holds_and_uses_all_evidence(
    sources: list[SourceDocument], query: str
) -> None:
    evidence = research(query, sources)
    result = outline(query, sources, evidence)
    check(result, sources)
    used = [passage for _, node in walk(result.nodes) for passage in node.passages]
    texts = {one.info.id: one.text.encode() for one in sources}
    assert said(used, texts) == said([scored.passage for scored in evidence.passages], texts)
    assert len(used) == len(set(used))
    assert result == outline(query, sources, evidence)


def said(passages: list[Passage], texts: dict[str, bytes]) -> set[tuple[str, int]]:
    """Return the places of all that stands in passages, white space apart."""
    return {
        (passage.source_id, at)
        for passage in passages
        for at in range(passage.start, passage.end)
        if not texts[passage.source_id][at : at + 1].isspace()
    }


def test_thirty_files_give_at_most_twelve_chapters() -> None:
    things = [f"{a}{b}" for a in ("Sun", "Moon", "Rain", "Wind", "Snow") for b in _WORDS[:6]]
    sources = [
        source(f"{n}.md", f"# {thing}s\n\n## On {thing}\n\nThe {thing} of kind {n} is here.", n)
        for n, thing in enumerate(things, 1)
    ]
    result = made("things", sources)
    check(result, sources)
    assert 4 <= len(result.nodes) <= 12


def test_chapters_come_from_headings_and_the_same_subject_is_one_chapter() -> None:
    result = made(QUESTION, english())
    assert result.title == "How Cities Adapt to Extreme Heat"
    assert result.language == "en"
    found = titles(result)
    assert "How cool roofs work" in found
    assert "Early warning" in found
    trees = [node for node in result.nodes if "rees" in node.title]
    assert len(trees) == 1
    assert {passage.source_id for passage in trees[0].passages} == {"s1", "s2"}
    everything = " ".join(all_titles(result))
    for unwanted in ("References", "Introduction", "Conclusion", "not a heading", "1."):
        assert unwanted not in everything


def test_several_sources_of_their_own_subjects_are_a_chapter_each() -> None:
    roofs = SURFACES.replace("## 3. Street trees", "## 3. Walls").replace("Trees", "Walls")
    rivers = "# Rivers and ponds\n\n## Fountains\n\nFountains cool squares.\n\n## Banks\n\nGrass."
    sources = [source("a.md", roofs, 1), source("b.md", PLANS, 2), source("c.md", rivers, 3)]
    result = made(QUESTION, sources)
    check(result, sources)
    assert titles(result) == [
        "Cool surfaces in hot cities",
        "Heat action plans",
        "Rivers and ponds",
    ]
    assert "Early warning" in [node.title for node in result.nodes[1].children]


def test_reports_of_one_form_are_not_merged_by_its_steps() -> None:
    form = "# {0}\n\n## Methods\n\nWe counted {0} in a field.\n\n## Results\n\nMore {0} came.\n"
    names = ["Bees", "Wasps", "Ants"]
    sources = [source(f"{n}.md", form.format(n), i) for i, n in enumerate(names, 1)]
    assert titles(made("insects", sources)) == names


def test_a_single_source_gives_its_sections() -> None:
    result = made("城市如何应对高温？", [source("gaowen.md", CHINESE)])
    assert result.language == "zh"
    assert result.title == "城市如何应对高温"
    assert titles(result) == ["热岛效应", "通风廊道", "高温预警"]


def test_other_languages_support_but_come_last() -> None:
    result = made(QUESTION, mixed())
    assert result.language == "en"
    chinese = [re.search("[\u4e00-\u9fff]", title) is not None for title in titles(result)]
    assert chinese == sorted(chinese)
    assert not chinese[0]
    used = {p.source_id for _, node in walk(result.nodes) for p in node.passages}
    assert used == {"s1", "s2", "s3"}


@pytest.mark.parametrize(
    ("text", "query", "boundary", "words"),
    [
        (TWO_TOPICS, "An overview", "Volcanoes erupt", ("violin|string", "volcano|eruption|magma")),
        (TWO_TOPICS_ZH, "概览", "高速铁路的列车", ("茶", "铁路|列车")),
    ],
)
def test_without_headings_topics_are_found_and_named(
    text: str, query: str, boundary: str, words: tuple[str, str]
) -> None:
    document = source("two.txt", text)
    assert not document.headings
    result = made(query, [document])
    cut = len(document.text[: document.text.index(boundary)].encode())
    sides = [{p.start >= cut for p in node.passages} for node in result.nodes]
    assert len(result.nodes) >= 2
    assert all(len(side) == 1 for side in sides)
    assert re.search(words[0], titles(result)[0].lower())
    assert re.search(words[1], titles(result)[-1].lower())


def test_a_megabyte_in_twenty_files_becomes_few_chapters_with_sections() -> None:
    sources = [source(name, text, at) for at, (name, text) in enumerate(corpus().items(), 1)]
    evidence = research(QUESTION, sources)
    assert len(evidence.passages) <= MOST_PASSAGES
    result = outline(QUESTION, sources, evidence)
    check(result, sources)
    assert len(result.nodes) == 10
    assert {"Cool roofs", "Urban trees", "Heat plans"} <= set(titles(result))
    assert sum(len(node.children) for node in result.nodes) >= 15


def test_only_what_research_chose_is_given_to_nodes() -> None:
    sources = english()
    evidence = research(QUESTION, sources)
    chosen = {scored.passage for scored in evidence.passages}
    result = outline(QUESTION, sources, evidence)
    assert {p for _, node in walk(result.nodes) for p in node.passages} == chosen


def test_without_data_it_is_the_skeleton() -> None:
    style = source("style.md", "# Style\n\nWrite short sentences.", 1, "style_guide")
    for sources in ([], [style]):
        result = made(QUESTION, sources)
        assert result.grounding == "none"
        assert len(result.nodes) >= 3


def test_no_section_has_the_title_of_the_one_above() -> None:
    text = (
        "# Trees\n\n## Shade and transpiration\n\nTrees give shade to streets in summer.\n\n"
        "### Shade and transpiration\n\nLeaves evaporate water and cool the air.\n\n"
        "### Roots\n\nRoots need room below the street.\n\n"
        "## Costs\n\nTrees cost money.\n\n## Care\n\nTrees need water in dry years.\n"
    )
    result = made("Trees in streets", [source("trees.md", text)])
    shade = next(node for node in result.nodes if node.title == "Shade and transpiration")
    assert [node.title for node in shade.children] == ["Roots"]
    assert len(shade.passages) == 2
