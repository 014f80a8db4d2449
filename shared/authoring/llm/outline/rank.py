"""Evidence found by more words than the query's, in the language of the sources."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial

from shared.authoring.brief import Brief
from shared.authoring.extractive.query import read_query
from shared.authoring.llm.aside import in_thread
from shared.authoring.llm.outline import prompts as outline_prompts
from shared.authoring.llm.outline.answers import phrases
from shared.authoring.llm.outline.ask import ask
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.titles import words_of
from shared.authoring.model import Evidence, Outline, Passage, ScoredPassage, SourceDocument
from shared.authoring.models.budget import BudgetReachedError
from shared.authoring.models.port import Model

_PHRASES = 6
_TOKENS = 120
_FOUND = 8
_K = 60
_OWN_WEIGHT = 3.0
_MOST_ADDED = 24
_AGREE = 2


async def rank_evidence(
    model: Model, query: str, brief: Brief, sources: Sequence[SourceDocument], evidence: Evidence
) -> Evidence:
    """Return the evidence, ranked anew, with what the model's search phrases find besides.

    One call. The model writes up to six phrases in the language of the sources, in
    other words than the query's: that finds what is said in other words or, where
    query and sources differ in language, found by no word at all. Rankings are joined
    by reciprocal rank (Cormack et al., SIGIR 2009), k = 60, the given one with weight
    3. Nothing is dropped. Added are at most 24 passages that two phrases found, or one
    in a language other than the query's, none that repeats another. Scores are scaled
    to 1 at most. Without an answer that helps, or when a budget is reached, the evidence
    is returned as it is.
    """
    if not evidence.passages:
        return evidence
    grounds = await in_thread(Grounds, query, sources, evidence, Outline(title=query))
    if not grounds.ranks:
        return evidence
    told = outline_prompts.tongue(grounds.language)
    try:
        answer = await ask(
            model,
            partial(outline_prompts.search, _PHRASES, grounds.language, told),
            {"query": query, "subjects": "\n".join(grounds.subjects()[:_MOST_ADDED])},
            max_tokens=_TOKENS,
        )
    except BudgetReachedError:
        return evidence
    said = phrases(answer, _PHRASES)
    return await in_thread(_ranked, said, query, evidence, grounds) if said else evidence


def _ranked(said: Sequence[str], query: str, evidence: Evidence, grounds: Grounds) -> Evidence:
    known = {one.passage for one in evidence.passages}
    scores: defaultdict[Passage, float] = defaultdict(float)
    finds: Counter[Passage] = Counter()
    for rank, one in enumerate(evidence.passages):
        scores[one.passage] += _OWN_WEIGHT / (_K + rank)
    foreign = read_query(query).language != grounds.language
    for phrase in said:
        if not words_of(phrase) - grounds.query_words:
            continue
        for rank, passage in enumerate(grounds.admit(phrase, _FOUND)):
            scores[passage] += 1 / (_K + rank)
            finds[passage] += 1
    least = 1 if foreign else _AGREE
    added = [p for p in scores if p not in known and finds[p] >= least]
    kept = known | set(sorted(added, key=lambda p: -scores[p])[:_MOST_ADDED])
    ranked = sorted((p for p in scores if p in kept), key=lambda p: -scores[p])
    best = scores[ranked[0]]
    return Evidence(
        passages=tuple(ScoredPassage(passage=p, score=round(scores[p] / best, 4)) for p in ranked)
    )
