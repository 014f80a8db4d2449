"""Introduction and conclusion, written by a model from sentences of the chapters.

The model is shown cited sentences by number and must name them. Whether the passages
behind the numbers bear what it wrote is decided by code; the rest is dropped.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from shared.authoring.extractive.lengths import of_end
from shared.authoring.extractive.standalone import Fitness, fitness
from shared.authoring.llm.chapter.markers import cut_ids, unify
from shared.authoring.llm.fusion.ask import answer_room, ask, fits
from shared.authoring.llm.fusion.edits import Placed
from shared.authoring.llm.fusion.prompts import words_in
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.model import DocumentPlan, Sentence
from shared.authoring.models.port import End, Model
from shared.authoring.models.prompt import Material, Prompt, Words
from shared.authoring.support.check import check
from shared.authoring.text.counts import length
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.authoring.text.sentences import split
from shared.authoring.text.words import content_tokens

Role = Literal["introduction", "summary"]

LEAST_SENTENCES = 2
"""That make an introduction or a conclusion."""

_MOST_SENTENCES = 12
_SENTENCE_WORDS, _SENTENCE_CHARACTERS = 20, 40
_LONGEST_WORDS, _LONGEST_CHARACTERS = 50, 120
_TOKENS_PER_WORD, _TOKENS_PER_CHARACTER, _MORE_TOKENS = 2, 2, 80
_SHOWN = 48
"""Sentences that a model is shown at most."""

_SLACK = 1.5
"""How far an end may pass its length before sentences are left out."""

_COPY = 0.8
"""Share of the runs of four words by which a sentence is another's copy."""

_OPENS_SECTION, _QUERY = 1.0, 0.5
_LIST = " \t-*•·#>"


def ranked(
    there: Sequence[Placed], plan: DocumentPlan, titles: Sequence[str], quotes: Quotes
) -> tuple[tuple[Placed, ...], ...]:
    """Return, for each chapter, its cited sentences that say most of its subject, best first.

    Args:
        titles: of the chapters.

    """
    language = plan.language
    points = {chapter.node.title: chapter.node.key_points for chapter in plan.chapters}
    longest = _LONGEST_CHARACTERS if language in CHARACTER_LANGUAGES else _LONGEST_WORDS
    query = set(content_tokens(plan.query or plan.title, language))
    subjects = [
        set(content_tokens(" ".join((title, *points.get(title, ()))), language)) for title in titles
    ]
    found: list[list[tuple[float, Placed]]] = [[] for _ in titles]
    section = -1
    for one in there:
        opens, section = one.section != section, one.section
        sentence = one.sentence
        if not one.prose or sentence.unsupported or not quotes.of(sentence.evidence):
            continue
        if fitness(sentence.text, language) is not Fitness.WHOLE:
            continue
        if length(sentence.text, language) > longest:
            continue
        words = set(content_tokens(sentence.text, language))
        worth = len(words & subjects[one.chapter]) + _QUERY * len(words & query)
        found[one.chapter].append((worth + _OPENS_SECTION * opens, one))
    return tuple(
        tuple(one for _, one in sorted(group, key=lambda each: (-each[0], each[1].number)))
        for group in found
    )


async def ask_end(
    model: Model,
    role: Role,
    plan: DocumentPlan,
    best: Sequence[Sequence[Placed]],
    titles: Sequence[str],
    size: int,
) -> tuple[str, tuple[Sentence, ...]]:
    """Return what a model writes, with ids, and the sentences that the ids from 1 mean.

    Args:
        best: see ``ranked``.
        titles: of the chapters.
        size: length of the document, in the unit of its language.

    """
    in_characters = plan.language in CHARACTER_LANGUAGES
    goal = wanted(size, plan.language)
    tokens = goal * (_TOKENS_PER_CHARACTER if in_characters else _TOKENS_PER_WORD) + _MORE_TOKENS
    tokens = min(tokens, await answer_room(model))
    count = min(_SHOWN, sum(map(len, best)))
    while count >= LEAST_SENTENCES:
        shown = _chosen(best, count)
        prompt = _prompt(role, plan, shown, titles, goal)
        if await fits(model, prompt, tokens):
            answer = await ask(model, prompt, tokens)
            text = answer.text if answer else ""
            if answer is not None and answer.end is not End.DONE:
                text = _whole(text, plan.language)
            return text, tuple(one.sentence for one in shown)
        count = count * 3 // 4
    return "", ()


def wanted(size: int, language: str) -> int:
    """Return the length that an end is to have, of a document of ``size``."""
    one = _SENTENCE_CHARACTERS if language in CHARACTER_LANGUAGES else _SENTENCE_WORDS
    return max(of_end(size, language), one * LEAST_SENTENCES)


def grounded(
    answer: str,
    shown: Sequence[Sentence],
    others: Sequence[Sentence],
    quotes: Quotes,
    goal: int,
    language: str,
) -> list[Sentence]:
    """Return the sentences of an answer that stand, each with the evidence of what it cites.

    Dropped are those without a number or with one that was not given, those that their
    evidence does not bear, copies of other sentences, and what takes up a dropped one.

    Args:
        shown: what the ids mean.
        others: what the document says besides, not to be said again.
        goal: the length to have; what passes it by half is left out.

    """
    kept: list[Sentence] = []
    said = [content_tokens(one.text, language) for one in others]
    room = goal * _SLACK
    broken = True
    for raw in _sentences(answer, language):
        sentence = _sentence(raw, shown, quotes, language)
        fit = fitness(sentence.text, language) if sentence else Fitness.REST
        if sentence is None or fit < Fitness.DEPENDENT or (broken and fit is Fitness.DEPENDENT):
            broken = True
            continue
        words = content_tokens(sentence.text, language)
        if len(said) in near_duplicates([*said, words], _COPY):
            broken = True
            continue
        size = length(sentence.text, language)
        if size > room and len(kept) >= LEAST_SENTENCES:
            break
        said.append(words)
        kept.append(sentence)
        room -= size
        broken = False
    return kept


def _sentence(
    raw: str, shown: Sequence[Sentence], quotes: Quotes, language: str
) -> Sentence | None:
    text, ids = cut_ids(raw)
    text = text.strip(_LIST)
    if not text or not ids or not all(1 <= one <= len(shown) for one in ids):
        return None
    if (detect(text) in CHARACTER_LANGUAGES) != (language in CHARACTER_LANGUAGES):
        return None
    # One of the sentences named may be enough; else it takes them together.
    cited = [shown[one - 1].evidence for one in ids]
    together = tuple(dict.fromkeys(passage for evidence in cited for passage in evidence))
    for evidence in dict.fromkeys((*cited, together)):
        if check(text, quotes.of(evidence), language).supported:
            return Sentence(text=text, evidence=evidence)
    return None


def _sentences(answer: str, language: str) -> Iterator[str]:
    text = unify(answer)
    for span in split(text, language):
        yield text[span.start : span.end]


def _whole(text: str, language: str) -> str:
    """Return an answer that was cut off without its last sentence."""
    spans = split(text, language)
    return text[: spans[-2].end] if len(spans) > 1 else ""


def _chosen(best: Sequence[Sequence[Placed]], count: int) -> list[Placed]:
    """Return some of the best sentences in reading order, from as many chapters as can be."""
    groups = [group for group in best if group]
    if len(groups) > count:
        groups = [groups[at * len(groups) // count] for at in range(count)]
    chosen: list[Placed] = []
    rank = 0
    while len(chosen) < count and any(len(group) > rank for group in groups):
        chosen += [group[rank] for group in groups if len(group) > rank][: count - len(chosen)]
        rank += 1
    return sorted(chosen, key=lambda one: one.number)


def _prompt(
    role: Role, plan: DocumentPlan, shown: Sequence[Placed], titles: Sequence[str], goal: int
) -> Prompt:
    words = words_in(plan.language)
    in_characters = plan.language in CHARACTER_LANGUAGES
    one = _SENTENCE_CHARACTERS if in_characters else _SENTENCE_WORDS
    count = min(max(round(goal / one), LEAST_SENTENCES), _MOST_SENTENCES)
    lines: list[str] = []
    chapter = -1
    for number, each in enumerate(shown, 1):
        if each.chapter != chapter:
            chapter = each.chapter
            lines.append(f"\n{titles[chapter]}")
        lines.append(f"[{number}] {each.sentence.text}")
    about = plan.title if plan.query in ("", plan.title) else f"{plan.title}\n{plan.query}"
    instructions = words.introduction if role == "introduction" else words.summary
    asks = words.introduction_asks if role == "introduction" else words.summary_asks
    return Prompt(
        instructions.format(sentences=count, words=goal),
        (
            Words(words.about),
            Material("about", about),
            Words(words.material),
            Material("chapters", "\n".join(lines).strip()),
            Words(asks),
        ),
        plan.language,
    )
