"""200 sources and an outline of 100 sections."""

import pytest

from shared.authoring.bibliography import number
from shared.authoring.brief import Brief
from shared.authoring.citations import verify
from shared.authoring.extractive.chapters import compose
from shared.authoring.extractive.fusion import fuse
from shared.authoring.extractive.plan import plan
from shared.authoring.extractive.research import research
from shared.authoring.extractive.wishes import outline_for
from shared.authoring.model import Document, Outline, SourceDocument
from tests.unit.chapters.corpus import outline
from tests.unit.chapters.large import sources, subjects


@pytest.fixture(scope="module")
def material() -> tuple[SourceDocument, ...]:
    return sources(subjects(100), 200)


def written(base: Outline, material: tuple[SourceDocument, ...]) -> Document:
    planned = plan(base, material)
    chapters = [compose(one, material) for one in planned.chapters]
    return number(fuse(planned, chapters, material), material)


def test_a_hundred_sections_from_two_hundred_sources(
    material: tuple[SourceDocument, ...],
) -> None:
    names = subjects(100)
    groups = [(f"{names[at]} and more", names[at : at + 5]) for at in range(0, 100, 5)]
    base = outline("T", "changes", groups, "en").model_copy(update={"target_length": 20_000})
    document = written(base, material)
    assert abs(document.length - 20_000) <= 3000
    assert verify(document, {one.info.id: one.text for one in material}) == []
    assert document.text.count("\n### ") == 100


def test_a_chapter_of_ten_thousand_words() -> None:
    names = subjects(1)
    few = sources(names, 60)
    base = outline("T", names[0], [names[0]], "en").model_copy(update={"target_length": 10_000})
    assert abs(written(base, few).length - 10_000) <= 1500


def test_from_a_query_with_wishes(material: tuple[SourceDocument, ...]) -> None:
    query = f"Write about {subjects(100)[3]}"
    brief = Brief(chapters=15, target_length=6000, max_length=6600)
    base = outline_for(query, brief, material, research(query, material))
    assert len(base.nodes) == 15
    document = written(base, material)
    assert 5100 <= document.length <= 6600
