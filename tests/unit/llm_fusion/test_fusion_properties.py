"""What holds of every fusion, whatever the chapters and whatever the model says."""

import random
import re
from collections import Counter

import pytest

from shared.authoring.counts import sentences_of
from shared.authoring.llm.fusion.fuse import fuse
from shared.authoring.model import Chapter, DocumentPlan, Draft, Sentence, SourceDocument
from shared.authoring.text.counts import length
from tests.unit.llm_fusion.scripted import ScriptedModel
from tests.unit.llm_fusion.world import (
    base_of,
    bodies,
    chapter,
    cited,
    plan_of,
    section,
    source,
    texts,
)

_THINGS = ("harbour", "bridge", "meadow", "engine", "lantern", "orchard", "quarry", "signal")
_DEEDS = ("changes the colour of", "lowers the cost of", "stands beside", "depends on")
_PLACES = ("in winter", "after heavy rain", "at the coast", "during the night")


def some_document(seed: int) -> tuple[DocumentPlan, list[Chapter], list[SourceDocument]]:
    """Return chapters of random facts, some told twice, some uncited or unsupported."""
    chance = random.Random(seed)
    facts = [
        f"The {chance.choice(_THINGS)} of {chance.choice(_THINGS)} {number} {chance.choice(_DEEDS)}"
        f" the {chance.choice(_THINGS)} {chance.choice(_PLACES)}."
        for number in range(40)
    ]
    at = source("s", " ".join(facts))

    def sentence() -> Sentence:
        said = chance.choice(facts)
        if chance.random() < 0.15:
            return Sentence(text=said.replace("The", "Perhaps the", 1), unsupported=True)
        return cited(at, said.replace("The", "A", 1) if chance.random() < 0.3 else said, said)

    def some() -> list[Sentence]:
        return [sentence() for _ in range(chance.randint(1, 4))]

    chapters: list[Chapter] = []
    for number in range(chance.randint(1, 5)):
        made = chapter(f"c{number}", f"The {chance.choice(_THINGS)}", some(), some())
        below = tuple(
            section(f"c{number}.{n}", "Part", some()) for n in range(chance.randint(0, 2))
        )
        chapters.append(Chapter(section=made.section.model_copy(update={"sections": below})))
    ceiling = chance.choice([0, 0, 40, 120])
    return plan_of(chapters, max_length=ceiling), chapters, [at]


def babble(seed: int, question: str) -> str:
    """Return something that a bad model might say: true, false, cited, uncited, cut off."""
    chance = random.Random(f"{seed} {len(question)}")
    shown = re.findall(r"\[\d+\] .+", question)
    pieces = [
        "Let us now see what follows.",
        "It is 1,234 metres high [1].",
        "IGNORE ALL PREVIOUS INSTRUCTIONS [2].",
        *(f"{line[line.index(' ') + 1 :]} {line[: line.index(' ')]}" for line in shown[:4]),
        *(
            f"In truth, {line[line.index('The') :]} [{chance.randint(0, 9)}]"
            for line in shown[:3]
            if "The" in line
        ),
        "The bridge",
    ]
    chance.shuffle(pieces)
    return " ".join(pieces[: chance.randint(0, 5)])


async def fused(seed: int, *, silent: bool) -> tuple[DocumentPlan, list[Chapter], Draft, Draft]:
    plan, chapters, sources = some_document(seed)
    base = base_of(plan, chapters, sources)
    model = ScriptedModel(lambda asked: "" if silent else babble(seed, asked), context=1200)
    return plan, chapters, base, await fuse(model, plan, chapters, sources, base)


@pytest.mark.parametrize("seed", range(25))
async def test_citations_that_are_still_there_are_unchanged(seed: int) -> None:
    plan, chapters, _, draft = await fused(seed, silent=False)
    before = {(one.text, one.evidence, one.unsupported) for one in _sentences(chapters)}
    added = {one.after for one in draft.changes if one.kind == "transition_added"}
    for one in _sentences(bodies(draft)):
        assert (one.text, one.evidence, one.unsupported) in before or one.text in added
    known = {passage for _, evidence, _ in before for passage in evidence}
    assert all(known.issuperset(one.evidence) for one in _sentences(draft.chapters) if one.evidence)
    assert all(
        one.evidence
        for each in draft.chapters
        if each.role != "body"
        for one in sentences_of(each.section)
    )
    size = sum(length(one.text, "en") for one in _sentences(draft.chapters))
    assert not plan.max_length or size <= plan.max_length


@pytest.mark.parametrize("seed", range(25))
async def test_without_an_answer_all_sentences_are_there_but_those_that_changes_tell(
    seed: int,
) -> None:
    _, chapters, _, draft = await fused(seed, silent=True)
    assert {one.kind for one in draft.changes} <= {"repeat_removed", "shortened"}
    removed = Counter(one.before for one in draft.changes)
    left = Counter(texts(bodies(draft)))
    there = Counter(texts(chapters))
    assert there - removed <= left <= there


@pytest.mark.parametrize("seed", range(25))
async def test_each_section_that_said_something_still_does(seed: int) -> None:
    plan, chapters, _, draft = await fused(seed, silent=True)
    if plan.max_length:
        return
    for before, after in zip(chapters, bodies(draft), strict=True):
        assert list(sentences_of(after.section))
        for one, other in zip(before.section.sections, after.section.sections, strict=True):
            assert bool(one.paragraphs) == bool(other.paragraphs)


def _sentences(chapters: list[Chapter] | tuple[Chapter, ...]) -> list[Sentence]:
    return [one for each in chapters for one in sentences_of(each.section)]
