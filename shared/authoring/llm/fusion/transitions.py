"""One sentence that leads from a chapter to the next, where a model finds a good one."""

import re
from collections.abc import Sequence

from shared.authoring.counts import sentences_of
from shared.authoring.llm.fusion.ask import ask, fits
from shared.authoring.llm.fusion.prompts import words_in
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.model import Chapter, OutlineNode, Passage, Sentence
from shared.authoring.models.port import End, Model
from shared.authoring.models.prompt import Material, Prompt, Words
from shared.authoring.support.check import check
from shared.authoring.support.claims import is_claim
from shared.authoring.support.judge import Problem
from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.authoring.text.sentences import split
from shared.authoring.text.words import content_tokens

_MOST_WORDS, _MOST_CHARACTERS = 30, 50
_LEAST_WORDS, _LEAST_CHARACTERS = 4, 6
_ANSWER_TOKENS = 100
_LAST_SENTENCES = 2
_PASSAGES = 2
"""That a transition which states a fact may cite."""

_FOREIGN = frozenset({Problem.NUMBER, Problem.NAME, Problem.DATE, Problem.QUOTE})
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万亿](?:年|月|日|个|项|倍|成|%|％)|百分之")
_MARKUP = re.compile(r"[\[\]{}<>|#*_`\\:：\n]")
_END = re.compile(r"[.!。！][\"”’」』]?$")
_LABEL = re.compile(r"^(?:transition|sentence|过渡句|句子)\s*[:：]\s*", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:next|following) chapter\b|下一章|下章", re.IGNORECASE)
_MARKS = "\"'“”‘’「」 "


def stands_before(transition: str) -> bool:
    """Say whether a transition closes the chapter before, because it speaks of the next one."""
    return _AHEAD.search(transition) is not None


async def ask_transition(
    model: Model, before: Chapter, following: Chapter, plan: OutlineNode | None, language: str
) -> str:
    """Return what a model would put between two chapters; ``""`` if it says nothing.

    Args:
        plan: of the chapter that follows, for its key points.

    """
    asked = await _prompt(model, before, following, plan, language)
    answer = await ask(model, asked, _ANSWER_TOKENS) if asked is not None else None
    return answer.text if answer is not None and answer.end is End.DONE else ""


def accepted(
    answer: str, before: Chapter, following: Chapter, quotes: Quotes, language: str
) -> Sentence | None:
    """Return what a model answered as a sentence, if it may stand between two chapters.

    It brings nothing new: no number, no name that is not in the two chapters, and no
    claim, or else one that the evidence of their sentences bears, which it then cites.
    """
    text = _LABEL.sub("", answer.strip()).strip()
    if text[:1] in _MARKS and text[-1:] in _MARKS:
        text = text.strip(_MARKS)
    if not _in_form(text, language):
        return None
    there = [one for chapter in (before, following) for one in sentences_of(chapter.section)]
    titles = [before.section.title, following.section.title]
    sound = [one.text for one in there if not one.unsupported]
    if check(text, [" ".join((*titles, *sound))], language).problem in _FOREIGN:
        return None
    if any(_bare(text) == _bare(one.text) for one in there):
        return None
    if not is_claim(text, language):
        return Sentence(text=text)
    evidence = _evidence(text, there, quotes, language)
    return Sentence(text=text, evidence=evidence) if evidence else None


def names_a_number(text: str) -> bool:
    """Say whether a text has a number, in digits or in Chinese words."""
    return _NUMBER.search(text) is not None


def _in_form(text: str, language: str) -> bool:
    if not text or names_a_number(text) or _MARKUP.search(text) or not _END.search(text):
        return False
    in_characters = language in CHARACTER_LANGUAGES
    if (detect(text) in CHARACTER_LANGUAGES) != in_characters or len(split(text, language)) != 1:
        return False
    least = _LEAST_CHARACTERS if in_characters else _LEAST_WORDS
    most = _MOST_CHARACTERS if in_characters else _MOST_WORDS
    return least <= length(text, language) and most >= (
        len(text) if in_characters else length(text, language)
    )


def _evidence(
    text: str, there: Sequence[Sentence], quotes: Quotes, language: str
) -> tuple[Passage, ...]:
    """Return the passages, of one sentence or of two, that bear a claim; none if none do."""
    words = set(content_tokens(text, language))
    cited = [one for one in there if one.evidence and not one.unsupported]

    def shared(one: Sentence) -> int:
        return len(words.intersection(content_tokens(one.text, language)))

    best = sorted(cited, key=shared, reverse=True)[:_PASSAGES]
    for chosen in [*([one] for one in best), best]:
        evidence = tuple(dict.fromkeys(passage for one in chosen for passage in one.evidence))
        if evidence and check(text, quotes.of(evidence), language).supported:
            return evidence
    return ()


async def _prompt(
    model: Model, before: Chapter, following: Chapter, plan: OutlineNode | None, language: str
) -> Prompt | None:
    words = words_in(language)
    last = [one.text for one in sentences_of(before.section) if not one.unsupported]
    points = list(plan.key_points) if plan else []
    if not points:
        points = [below.title for below in following.section.sections]
    for some in range(_LAST_SENTENCES, -1, -1):
        lines = [f"{words.before}: {before.section.title}"]
        if ending := last[len(last) - some :]:
            lines.append(f"{words.ending}: {' '.join(ending)}")
        lines.append(f"{words.following}: {following.section.title}")
        if ahead := points[: some * 2]:
            lines.append(f"{words.points}: {'; '.join(ahead)}")
        parts = (Material("chapters", "\n".join(lines)), Words(words.transition_asks))
        prompt = Prompt(words.transition, parts, language)
        if await fits(model, prompt, _ANSWER_TOKENS):
            return prompt
    return None


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()
