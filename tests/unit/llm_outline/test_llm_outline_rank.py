"""A model's search phrases find more evidence and lose none."""

from shared.authoring.brief import Brief
from shared.authoring.extractive.research import research
from shared.authoring.llm.outline.rank import rank_evidence
from shared.authoring.model import Evidence, Passage, ScoredPassage
from shared.authoring.retrieval import Index
from tests.unit.llm_outline.scripted import Scripted, refused
from tests.unit.outline.material import CHINESE, QUESTION, english, source


def passages(evidence: Evidence) -> list[Passage]:
    return [one.passage for one in evidence.passages]


async def test_what_two_phrases_find_is_added_and_nothing_lost() -> None:
    sources = english()
    everything = research(QUESTION, sources)
    nurse = next(
        passage
        for passage, text in zip(Index(sources).passages, Index(sources).texts, strict=True)
        if "nurse on call" in text
    )
    known = Evidence(passages=tuple(o for o in everything.passages if o.passage != nurse))
    model = Scripted({"search": "1. nurse in cooling centres\n2. libraries with drinking water"})
    found = await rank_evidence(model, QUESTION, Brief(), sources, known)
    assert nurse in passages(found)
    assert set(passages(found)) >= set(passages(known))
    scores = [one.score for one in found.passages]
    assert scores == sorted(scores, reverse=True)
    assert len(set(passages(found))) == len(found.passages)


async def test_a_query_in_another_language_finds_by_phrases_of_the_sources() -> None:
    sources = [source("gaowen.md", CHINESE, 1)]
    index = Index(sources)
    known = Evidence(passages=(ScoredPassage(passage=index.passages[0], score=1.0),))
    model = Scripted({"search": "1. 通风廊道\n2. 高温预警 红色"})
    found = await rank_evidence(model, QUESTION, Brief(), sources, known)
    assert len(found.passages) > 1
    assert "使用中文" in model.asked[0][1]


async def test_no_answer_or_budget_leaves_the_evidence() -> None:
    sources = english()
    known = research(QUESTION, sources)
    for model in (
        Scripted(),
        Scripted(error=refused),
        Scripted(everything="1. x", calls_allowed=0),
        Scripted(everything="I am a model and talk at length about many things. " * 5),
    ):
        assert await rank_evidence(model, QUESTION, Brief(), sources, known) == known
    assert await rank_evidence(Scripted(), QUESTION, Brief(), [], Evidence()) == Evidence()
