"""Lengths asked for are held; test_large has documents of some size."""

import pytest

from shared.authoring.bibliography import number
from shared.authoring.citations import verify
from shared.authoring.counts import sentences_of
from shared.authoring.extractive.chapters import compose
from shared.authoring.extractive.fusion import fuse
from shared.authoring.extractive.lengths import of_end, share_out
from shared.authoring.extractive.plan import plan
from shared.authoring.model import Outline, OutlineNode, Sentence
from shared.authoring.passages import split
from tests.unit.chapters.corpus import (
    CHINESE,
    CHINESE_OUTLINE,
    ENGLISH,
    ENGLISH_OUTLINE,
    drafted,
    outline,
    sentences,
    source,
    written,
)
from tests.unit.chapters.large import chinese_sources, chinese_subjects, sources, subjects
from tests.unit.citations.documents import chapter


def wished(base: Outline, target: int = 0, most: int = 0) -> Outline:
    return base.model_copy(update={"target_length": target, "max_length": most})


@pytest.mark.parametrize(
    ("weights", "rooms", "expected"),
    [
        ([1, 1], [100, 100], [50, 50]),
        ([3, 1], [100, 100], [75, 25]),
        ([1, 1], [20, 100], [20, 80]),
        ([1, 1, 1], [10, 20, 100], [10, 20, 70]),
        ([1, 1], [20, 30], [45, 55]),
        ([1, 1, 1], [99, 99, 99], [34, 33, 33]),
    ],
)
def test_shares(weights: list[float], rooms: list[float], expected: list[int]) -> None:
    assert share_out(100, weights, rooms) == expected


def test_ends_are_a_twentieth_within_bounds() -> None:
    assert [of_end(n, "en") for n in (200, 600, 2000, 90_000)] == [0, 40, 100, 200]
    assert [of_end(n, "zh") for n in (200, 900, 4000, 90_000)] == [0, 70, 200, 400]


def test_the_plan_carries_what_was_asked_for() -> None:
    planned = plan(wished(ENGLISH_OUTLINE, 1000, 1100), ENGLISH, strict=True)
    assert (planned.target_length, planned.max_length, planned.strict) == (1000, 1100, True)
    assert all(one.strict for one in planned.chapters)
    assert sum(one.target_length for one in planned.chapters) == 900
    assert sum(one.max_length for one in planned.chapters) <= 1100
    assert all(one.node.target_length == one.target_length for one in planned.chapters)


def test_lengths_of_the_nodes_are_the_shares() -> None:
    names = subjects(3)
    base = outline("T", "changes", names, "en")
    nodes = tuple(
        node.model_copy(update={"target_length": size})
        for node, size in zip(base.nodes, (300, 600, 900), strict=True)
    )
    base = base.model_copy(update={"nodes": nodes})
    material = sources(names, 30)
    planned = plan(wished(base, 1000), material)
    assert [one.target_length for one in planned.chapters] == [150, 300, 450]
    alone = plan(base, material)
    assert [one.target_length for one in alone.chapters] == [300, 600, 900]
    assert alone.target_length == 2000


def test_an_outline_with_its_own_ends_leaves_no_room_for_others() -> None:
    base = outline("T", "heat", ["Introduction", "Roofs", "Summary"], "en")
    planned = plan(wished(base, 1000), ENGLISH)
    assert sum(one.target_length for one in planned.chapters) == 1000


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("target", [500, 1200, 3000, 8000])
def test_documents_are_as_long_as_asked_for(language: str, target: int) -> None:
    if language == "en":
        names = subjects(8)
        material = sources(names, 60)
    else:
        names = chinese_subjects(8)
        material = chinese_sources(names, 60)
    base = outline("T", names[0], [names[0], (names[1], names[2:5]), *names[5:]], language)
    document = written(wished(base, target), material)
    assert abs(document.length - target) <= 0.15 * target
    assert verify(document, {one.info.id: one.text for one in material}) == []


@pytest.mark.parametrize(
    ("base", "material"),
    [(ENGLISH_OUTLINE, ENGLISH), (CHINESE_OUTLINE, CHINESE)],
    ids=["en", "zh"],
)
@pytest.mark.parametrize("most", [1, 10, 40, 100, 150, 250])
def test_a_ceiling_is_never_passed(base: Outline, material: tuple, most: int) -> None:  # type: ignore[type-arg]
    for target in (0, 120, 400):
        document = written(wished(base, target, most), material)
        assert document.length <= most
        assert verify(document, {one.info.id: one.text for one in material}) == []
    if most >= 100:
        assert document.length > 0.5 * most


def test_a_chapter_keeps_to_its_own_ceiling() -> None:
    planned = plan(wished(ENGLISH_OUTLINE, 0, 90), ENGLISH)
    for one in planned.chapters:
        said = " ".join(s.text for s in sentences_of(compose(one, ENGLISH).section))
        assert len(said.split()) <= one.max_length


def test_chapters_that_came_too_long_are_shortened_and_it_shows() -> None:
    planned = plan(wished(ENGLISH_OUTLINE, 200), ENGLISH)
    free = plan(ENGLISH_OUTLINE, ENGLISH)
    long = [compose(one, ENGLISH) for one in free.chapters]
    draft = fuse(planned, long, ENGLISH)
    assert number(draft, ENGLISH).length <= 220
    cut = [one for one in draft.changes if one.kind == "shortened"]
    assert cut
    said = {one.text for one in sentences(draft.chapters)}
    assert not said & {one.before for one in cut}
    assert {one.chapter_id for one in cut} <= {"1", "2", "3", "introduction", "summary"}
    for section in (one.section for one in draft.chapters if one.role == "body"):
        assert list(sentences_of(section))


def test_what_a_model_wrote_is_not_torn_apart() -> None:
    """Sentences may share their evidence, or have none; each is taken by itself."""
    (first, *_) = split(ENGLISH[0])
    written_by_a_model = [
        Sentence(text="Heat is dangerous for dense towns.", evidence=(first,)),
        Sentence(text="Towns keep the warmth of the day.", evidence=(first,)),
        Sentence(text="Awnings help against the sun of noon."),
        Sentence(text="The next part tells how."),
    ]
    again = Sentence(text="Awnings help against the sun of noon.")
    nodes = (
        OutlineNode(id="1", title="Heat", passages=(first,)),
        OutlineNode(id="2", title="Roofs", passages=split(ENGLISH[1])[:2]),
    )
    base = Outline(title="T", language="en", query=ENGLISH_OUTLINE.query, nodes=nodes)
    planned = plan(base, ENGLISH)
    chapters = (
        chapter("1", "Heat", *written_by_a_model),
        chapter("2", "Roofs", Sentence(text="White roofs stay cool."), again),
    )
    draft = fuse(planned, chapters, ENGLISH)
    bodies = [one for one in draft.chapters if one.role == "body"]
    assert list(sentences_of(bodies[0].section)) == written_by_a_model
    assert [one.text for one in sentences_of(bodies[1].section)] == ["White roofs stay cool."]
    assert [(one.kind, one.chapter_id, one.before) for one in draft.changes] == [
        ("repeat_removed", "2", again.text)
    ]


def test_repeats_that_go_are_told() -> None:
    said = "Street trees lower the temperature of the air below them by up to two degrees."
    draft = drafted(ENGLISH_OUTLINE, (*ENGLISH, source("s9", f"# Street trees\n\n{said} Fine.")))
    assert sum(one.text == said for one in sentences(draft.chapters)) == 1
