"""What a document opens and closes with, chosen from its material."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from shared.authoring.counts import sentences_of
from shared.authoring.extractive import lengths
from shared.authoring.extractive.edits import Place, all_of, place_of
from shared.authoring.extractive.material import Candidate, Material
from shared.authoring.extractive.own_ends import closes, opens
from shared.authoring.extractive.relevance import Relevance
from shared.authoring.extractive.selection import select
from shared.authoring.extractive.standalone import Fitness
from shared.authoring.model import (
    Chapter,
    ChapterPlan,
    DocumentPlan,
    Passage,
    Section,
    Sentence,
    SourceDocument,
)
from shared.authoring.passages import split
from shared.authoring.text.counts import length
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.words import content_tokens

_DEFINES = re.compile(
    r"\b(?:is|are)\s+(?:a|an|the|any|one of)\b|\brefers? to\b|\bmeans\b|\bconsists? of\b"
    r"|\b(?:is|are) (?:defined|called|known)\b"
    r"|是(?:指|一|由|对|在)|指的是|是[^，。]{1,20}(?:之一|的一种)|称为|定义为|包括"
)
_DEFINITION, _LEAD, _MOVED = 0.15, 0.15, 0.05
_LONG, _LONG_WORDS, _LONG_CHARACTERS = 0.1, 35, 70
_DETAIL, _DIGIT = 0.05, re.compile(r"\d")
"""A figure is more often a detail than a conclusion."""

_LEADS = 2
_HEAD = 4000
_ENOUGH = 0.4
"""What a sentence of the introduction must say on the query, if it opens a source."""

_ENOUGH_LATER = 0.6
"""The same for sentences from further inside."""

_INTRODUCTION_WORDS, _INTRODUCTION_CHARACTERS = 80, 150
_SHARE = 0.2
"""Of the document's length, what introduction and what summary may have."""

_SUMMARY_SENTENCES = 7
_SPARES = 4
"""Sentences that a chapter has if one of them can go to the summary."""

_ROOM = 5
"""Sentences of the chapters for each sentence of the summary, at least."""

_FEWEST = 2
"""Sentences of a summary."""

_STAYING = 2
_REPEATS = 0.5
_ALIKE = 0.4


def introduction(
    plan: DocumentPlan,
    chapters: Sequence[Chapter],
    sources: Sequence[SourceDocument],
    material: Material,
) -> list[Candidate]:
    """Return sentences that say what the query is about.

    They come from the first passages of the cited sources, or else from evidence that
    no chapter uses. What a chapter uses is taken from it only if it opens a source
    and does not speak of what its section is called.
    """
    if not plan.chapters or opens(plan.chapters[0].node.title) or _is_short(plan):
        return []
    leads = list(_leads(chapters, sources))
    there = all_of(chapters)
    movable = _foreign(plan, chapters, {one.place for one in _all(material, leads)})
    movable &= _word_for_word(material, there)
    pool = _unsaid(plan, material, [*leads, *_evidence(plan.chapters)], there, movable)
    relevance = _relevance(plan, there, pool)
    first = {one.block for one in _all(material, leads)}
    fit = list(_on_subject(pool, relevance, first))
    fit = [one for one in fit if one.block in first] or fit
    in_characters = plan.language in CHARACTER_LANGUAGES
    most = _INTRODUCTION_CHARACTERS if in_characters else _INTRODUCTION_WORDS
    if plan.target_length:
        most = lengths.of_end(plan.target_length, plan.language)
    size = sum(length(one.text, plan.language) for one in there)

    def worth(one: Candidate) -> float:
        defines = _DEFINES.search(one.text) is not None
        return relevance.score(one.words) + _LEAD * (one.block in first) + _DEFINITION * defines

    return select(fit, relevance, min(most, _SHARE * size), worth) if fit else []


def summary(
    plan: DocumentPlan,
    chapters: Sequence[Chapter],
    material: Material,
    before: Sequence[Candidate],
) -> list[Candidate]:
    """Return the most central sentence of each chapter, in the order of the chapters.

    It comes from the chapter's evidence that is not used, or from the chapter itself
    if it has sentences to spare: ends of paragraphs, never what opens a section. Of many
    chapters, those count that say most on the query.
    """
    if not plan.chapters or closes(plan.chapters[-1].node.title) or _is_short(plan):
        return []
    there = all_of(chapters)
    movable = {place_of(one) for chapter in chapters for one in _spare(chapter.section)}
    movable &= _word_for_word(material, there)
    said = [*there, *(one.sentence() for one in before)]
    left = {
        one.place: one
        for one in _unsaid(plan, material, _evidence(plan.chapters), said, movable)
        if one.fitness is Fitness.WHOLE
    }
    bodies = {chapter.section.node_id: chapter for chapter in chapters}
    longest = _LONG_CHARACTERS if plan.language in CHARACTER_LANGUAGES else _LONG_WORDS
    ranked: list[tuple[float, int, Relevance, dict[Candidate, float]]] = []
    for part in plan.chapters:
        pool = [left[one.place] for one in _all(material, _evidence([part])) if one.place in left]
        body = bodies.get(part.node.id)
        relevance = _relevance(plan, sentences_of(body.section) if body else (), pool, part)
        worth = {
            one: relevance.score(one.words)
            - _LONG * (one.size > longest)
            - _DETAIL * (_DIGIT.search(one.text) is not None)
            - _MOVED * (one.place in movable)
            for one in pool
        }
        if worth:
            ranked.append((max(worth.values()), part.index, relevance, worth))
    room = len(there) // _ROOM
    if not plan.target_length:
        room = min(_SUMMARY_SENTENCES, room)
    best = sorted(ranked, key=lambda one: (-one[0], one[1]))[:room]
    chosen: list[Candidate] = []
    for _, _, relevance, worth in sorted(best, key=lambda one: one[1]):
        chosen.append(_unlike(worth, [*before, *chosen], relevance))
    if plan.target_length:
        chosen = _within(chosen, lengths.of_end(plan.target_length, plan.language), best)
    return chosen if len(chosen) > 1 else []


def _is_short(plan: DocumentPlan) -> bool:
    """Say whether the document is to be too short for an introduction and a summary."""
    asked = plan.target_length or plan.max_length
    return asked > 0 and lengths.of_end(asked, plan.language) == 0


def _within(
    chosen: Sequence[Candidate],
    most: int,
    best: Sequence[tuple[float, int, Relevance, dict[Candidate, float]]],
) -> list[Candidate]:
    """Return those of the chosen, in their order, that say most and fit; two at least."""
    worth = {one: max(of.get(one, 0.0) for _, _, _, of in best) for one in chosen}
    kept: set[Candidate] = set()
    size = 0
    for one in sorted(chosen, key=lambda one: -worth[one]):
        if len(kept) < _FEWEST or size + one.size <= most:
            kept.add(one)
            size += one.size
    return [one for one in chosen if one in kept]


def _unlike(
    worth: Mapping[Candidate, float], others: Sequence[Candidate], relevance: Relevance
) -> Candidate:
    """Return the sentence that is worth most and least like the others."""

    def alike(one: Candidate) -> float:
        return max((relevance.similarity(one.words, other.words) for other in others), default=0.0)

    return max(worth, key=lambda one: worth[one] - _ALIKE * alike(one))


def _evidence(chapters: Sequence[ChapterPlan]) -> list[Passage]:
    return [one for chapter in chapters for group in chapter.passages.values() for one in group]


def _leads(chapters: Sequence[Chapter], sources: Sequence[SourceDocument]) -> Iterator[Passage]:
    """Yield the first passages of the sources that the chapters cite."""
    cited = {
        place_of(sentence)[0] for chapter in chapters for sentence in sentences_of(chapter.section)
    }
    for source in sources:
        if source.info.id in cited:
            head = source.text[:_HEAD]
            head = head[: head.rfind("\n\n") + 1] or head
            end = len(head.encode())
            headings = tuple(one for one in source.headings if one.end <= end)
            short = source.model_copy(update={"text": head, "headings": headings, "pages": ()})
            yield from split(short)[:_LEADS]


def _foreign(plan: DocumentPlan, chapters: Sequence[Chapter], leads: set[Place]) -> set[Place]:
    """Return the leads that stand in a section and open it without speaking of its title.

    A paragraph goes as a whole, if the section keeps two sentences or more; else its
    first half may go.
    """
    query = set(content_tokens(plan.query or plan.title, plan.language))
    found: set[Place] = set()
    for section in (inner for chapter in chapters for inner in _sections(chapter.section)):
        title = set(content_tokens(section.title, plan.language)) - query
        left = sum(len(paragraph.sentences) for paragraph in section.paragraphs)
        for paragraph in section.paragraphs:
            own = [place_of(one) for one in paragraph.sentences]
            opening = set(content_tokens(paragraph.sentences[0].text, plan.language))
            if title & opening or not leads.issuperset(own):
                continue
            going = own if left - len(own) >= _STAYING else own[: len(own) // 2]
            found.update(going)
            left -= len(going)
    return found


def _spare(section: Section) -> Iterator[Sentence]:
    """Yield the sentences that a chapter can lose and still be read: ends of paragraphs."""
    if sum(1 for _ in sentences_of(section)) < _SPARES:
        return
    for inner in _sections(section):
        for number, paragraph in enumerate(inner.paragraphs):
            if number > 0 or len(paragraph.sentences) > 1:
                yield paragraph.sentences[-1]


def _sections(section: Section) -> Iterator[Section]:
    yield section
    for below in section.sections:
        yield from _sections(below)


def _all(material: Material, passages: Sequence[Passage]) -> Iterator[Candidate]:
    for passage in passages:
        yield from material.candidates(passage)


def _word_for_word(material: Material, sentences: Iterable[Sentence]) -> set[Place]:
    """Return the places of sentences that are those of their sources; only they can be moved."""
    return {
        place_of(one)
        for one in sentences
        if len(one.evidence) == 1
        and any(
            (found.place, found.text) == (place_of(one), one.text)
            for found in material.candidates(one.evidence[0])
        )
    }


def _on_subject(
    pool: Sequence[Candidate], relevance: Relevance, first: set[Place]
) -> Iterator[Candidate]:
    """Yield what says enough on the query, and the sentences that go on from there.

    The paragraph that opens a source is not torn apart: from the first sentence
    that says enough, the rest of it comes along.
    """
    last: Candidate | None = None
    for one in sorted(pool, key=lambda one: one.place):
        opens = one.block in first
        goes_on = last is not None and one.follows(last)
        if one.in_list or one.fitness < Fitness.DEPENDENT:
            continue
        says = relevance.score(one.words) >= (_ENOUGH if opens else _ENOUGH_LATER)
        if (goes_on and (opens or one.fitness is Fitness.DEPENDENT)) or (
            says and one.fitness is Fitness.WHOLE
        ):
            yield one
            last = one


def _unsaid(
    plan: DocumentPlan,
    material: Material,
    passages: Sequence[Passage],
    there: Sequence[Sentence],
    movable: set[Place],
) -> list[Candidate]:
    """Return what the passages say and no chapter says, and what may be moved."""
    used = set(map(place_of, there))
    own = plan.language in CHARACTER_LANGUAGES
    pool: dict[Place, Candidate] = {}
    for one in _all(material, passages):
        same = (one.language in CHARACTER_LANGUAGES) == own
        if same and (one.place in movable or one.place not in used):
            pool.setdefault(one.place, one)
    said = [
        content_tokens(one.text, plan.language) for one in there if place_of(one) not in movable
    ]
    repeats = near_duplicates([*said, *(one.words for one in pool.values())], _REPEATS)
    return [one for at, one in enumerate(pool.values(), len(said)) if at not in repeats]


def _relevance(
    plan: DocumentPlan,
    there: Iterable[Sentence],
    pool: Sequence[Candidate],
    part: ChapterPlan | None = None,
) -> Relevance:
    said = [content_tokens(one.text, plan.language) for one in there]
    query = content_tokens(plan.query or plan.title, plan.language)
    subject = [(query, 1.0)]
    if part is not None:
        subject = [(content_tokens(part.node.title, plan.language), 1.0), (query, 0.5)]
    return Relevance([*said, *(one.words for one in pool)], subject)
