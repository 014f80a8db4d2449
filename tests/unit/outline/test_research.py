"""Research keeps what bears on the query, from all sources, without repeats."""

from shared.authoring.extractive.research import MOST_PASSAGES, research
from shared.authoring.passages import text_of
from tests.unit.outline.material import QUESTION, SURFACES, mixed, source


def test_small_material_is_kept_whole_but_for_apparatus() -> None:
    sources = mixed()
    by_id = {s.info.id: s for s in sources}
    evidence = research(QUESTION, sources)
    texts = [text_of(by_id[s.passage.source_id], s.passage) for s in evidence.passages]
    assert {s.passage.source_id for s in evidence.passages} == {"s1", "s2", "s3"}
    assert not any("Journal of Surfaces" in text or "北京出版社" in text for text in texts)
    scores = [s.score for s in evidence.passages]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert "heat" in texts[0].lower()


def test_repeats_are_left_out() -> None:
    twice = [source("a.md", SURFACES, 1), source("b.md", SURFACES, 2)]
    once = research(QUESTION, twice[:1])
    assert len(research(QUESTION, twice).passages) == len(once.passages)


def test_larger_material_is_limited_and_all_sources_are_heard() -> None:
    words = ("roof", "tree", "river", "wall", "lamp", "stone", "bench", "bridge")
    sources = []
    for number, word in enumerate(words, 1):
        sections = "\n\n".join(
            f"## The {word} number {n}\n\n"
            + f"Point {n} says that a {word} of kind {n * 70 + number} adapts to heat. " * 3
            for n in range(30)
        )
        sources.append(source(f"{word}.md", f"# On {word}\n\n{sections}", number))
    evidence = research(QUESTION, sources)
    assert len(evidence.passages) <= MOST_PASSAGES
    assert len({s.passage.source_id for s in evidence.passages}) == len(words)


def test_no_sources_give_no_evidence() -> None:
    assert research(QUESTION, []).passages == ()
