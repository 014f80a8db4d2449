"""Chapters across sources: what several sources tell of one subject, told by subject matter.

Where each source tells of the subject in an order of its own (by place, by year, by question),
its headings are of no use for a document. Facets are what its material speaks of instead: the
nouns that sources share, aspects such as its history, and what the query asks for by name.
They are chosen greedily, so that they cover the passages (facility location), and each
passage goes to the facet that it speaks of most.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from shared.authoring.extractive import aspects, titles
from shared.authoring.extractive.facet_titles import Facet, facet_titles, plural
from shared.authoring.extractive.pieces import joined, pieces
from shared.authoring.extractive.query import read_query
from shared.authoring.extractive.sections import Part, Texts
from shared.authoring.extractive.topics import Matrix, alike, vectors
from shared.authoring.model import Passage
from shared.authoring.text.words import content_tokens

_FEWEST_PASSAGES = 8
_PASSAGES_PER_FACET = 3.0
_FEWEST, _MOST = 4, 8
_LEAST_GAIN = 0.6
_FEWEST_MEMBERS = 2
_TOO_COMMON = 0.4
_ASPECT = 0.9
_LINK = 0.6
_NEXT = 0.2
_OF_SECTION, _OF_SOURCE = 0.5, 0.5
_SURE_NOUN = 0.5
_LEAST_SHARED = 0.5
_OWN_SUBJECT = 3.0


def facets(
    wholes: Sequence[Part], query: str, language: str, texts: Texts, most: int
) -> list[Part]:
    """Return at most ``most`` chapters across sources, in reading order.

    Nothing if there are few passages, if passages of one source are ``_OWN_SUBJECT`` times as
    alike as those of different ones, or if fewer than half of the chapters would draw on
    several sources.
    """
    wide = [passage for whole in wholes for passage in whole.all_passages()]
    if len(wide) < _FEWEST_PASSAGES or _apart(wholes, texts):
        return []
    sources = {name: number for number, name in enumerate(dict.fromkeys(p.source_id for p in wide))}
    passages, cut = pieces(wide, texts, language)
    number = {passage: sources[passage.source_id] for passage in passages}
    similar = alike(vectors([cut.words[p] for p in passages]))
    similar = _with_neighbours(similar, passages)
    named = _asked(query, language, passages, cut)
    own = set(content_tokens(query, language))
    candidates = [
        *_aspects(language, passages, cut, named),
        *_nouns(language, passages, cut, own, [number[p] for p in passages]),
    ]
    wanted = max(_FEWEST, min(_MOST, most, round(len(passages) / _PASSAGES_PER_FACET)))
    chosen = _choose(named, candidates, wanted, similar)
    if len(chosen) < _FEWEST - 1:
        return []
    groups = _assign(chosen, similar, passages, len(named))
    made = [
        (facet, [passages[at] for at in members])
        for facet, members in zip(chosen, groups, strict=True)
        if members
    ]
    shared = sum(len({number[p] for p in members}) > 1 for _, members in made)
    if len(made) < _FEWEST - 1 or shared < _LEAST_SHARED * len(made):
        return []
    names = facet_titles(made, language, cut, own)
    return [
        Part(name, (facet.place, order), language, joined(members, number, cut, language, texts))
        for order, (name, (facet, members)) in enumerate(
            sorted(zip(names, made, strict=True), key=lambda one: one[1][0].place)
        )
    ]


def _apart(wholes: Sequence[Part], texts: Texts) -> bool:
    """Whether each source has words of its own, as sources on different subjects have."""
    found = [(at, p) for at, whole in enumerate(wholes) for p in whole.all_passages()]
    similar = alike(vectors([texts.words[passage] for _, passage in found]))
    of = np.array([at for at, _ in found])
    same = of[:, None] == of[None, :]
    within = same & ~np.eye(len(found), dtype=bool)
    if not within.any() or same.all():
        return True
    return bool(similar[within].mean() > _OWN_SUBJECT * similar[~same].mean())


def _asked(query: str, language: str, passages: Sequence[Passage], texts: Texts) -> list[Facet]:
    """Return the facets that the query lists; aspects among them are known by their cues."""
    found: list[Facet] = []
    for title in aspects.asked(query, read_query(query).topic, language):
        words = frozenset(content_tokens(title, language))
        named = next((one for one in aspects.of(language) if one.names.search(title)), None)
        strengths = np.array(
            [
                max(
                    _of_words(words, texts.words[p]),
                    aspects.strength(named, texts.texts[p]) if named else 0.0,
                )
                for p in passages
            ]
        )
        found.append(Facet(title, words, named.place if named else 0, strengths))
    return found


def _aspects(
    language: str, passages: Sequence[Passage], texts: Texts, named: Sequence[Facet]
) -> list[Facet]:
    taken = " ".join(facet.title for facet in named)
    return [
        Facet(
            aspect.title,
            frozenset(content_tokens(aspect.title, language)),
            aspect.place,
            np.array([_ASPECT * aspects.strength(aspect, texts.texts[p]) for p in passages]),
        )
        for aspect in aspects.of(language)
        if not aspect.names.search(taken)
    ]


def _nouns(
    language: str,
    passages: Sequence[Passage],
    texts: Texts,
    subject: set[str],
    sources: Sequence[int],
) -> list[Facet]:
    found = titles.phrases_of([texts.texts[p] for p in passages], language)
    made: list[Facet] = []
    for phrase, entry in found.items():
        shared = len({sources[at] for at in entry.texts})
        if (
            set(phrase) <= subject
            or any(_is_head(word, subject) for word in phrase)
            or len(entry.texts) < _FEWEST_MEMBERS
            or len(entry.texts) > _TOO_COMMON * len(passages)
            or entry.as_noun < _SURE_NOUN * entry.count
        ):
            continue
        worth = min(1.0, entry.as_noun / entry.count) * (1.0 if shared > 1 else 0.8)
        words = frozenset(phrase)
        strengths = np.array([_of_words(words, texts.words[p]) for p in passages])
        made.append(Facet(plural(entry.forms), words, 0, worth * strengths))
    return made


def _of_words(words: frozenset[str], text: Sequence[str]) -> float:
    """Return how much a text speaks of words: more for often and early."""
    counts = Counter(text)
    if not words or not any(counts[word] for word in words):
        return 0.0
    hits = min(sum(counts[word] for word in words) / len(words), 3.0)
    early = bool(words & set(text[:10]))
    return min(1.0, 0.3 * hits + 0.3 * early)


def _choose(
    named: Sequence[Facet], candidates: Sequence[Facet], wanted: int, similar: Matrix
) -> list[Facet]:
    """Choose the facets that cover most of the passages, those asked for first."""
    chosen = list(named)
    reach = {id(facet): _spread(facet, similar) for facet in (*named, *candidates)}
    covered = np.zeros(len(similar))
    for facet in chosen:
        covered = np.maximum(covered, reach[id(facet)])
    waiting = list(candidates)
    while waiting and len(chosen) < wanted:
        gains = [
            float(np.maximum(reach[id(facet)] - covered, 0).sum())
            * (1 - max((_overlap(facet, other) for other in chosen), default=0.0))
            for facet in waiting
        ]
        best = int(np.argmax(gains))
        if gains[best] < _LEAST_GAIN:
            break
        facet = waiting.pop(best)
        chosen.append(facet)
        covered = np.maximum(covered, reach[id(facet)])
    return chosen


def _with_neighbours(similar: Matrix, passages: Sequence[Passage]) -> Matrix:
    for at in range(len(passages) - 1):
        if (
            passages[at].source_id == passages[at + 1].source_id
            and passages[at].place == passages[at + 1].place
        ):
            similar[at, at + 1] += _NEXT
            similar[at + 1, at] += _NEXT
    return similar


def _spread(facet: Facet, similar: Matrix) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return the strengths, with some for passages that are like the strong ones."""
    weights = facet.strength / (facet.strength.sum() or 1.0)
    spread: np.ndarray[tuple[int], np.dtype[np.float64]] = np.maximum(
        facet.strength, _LINK * similar @ weights
    )
    return spread


def _overlap(one: Facet, other: Facet) -> float:
    if one.words & other.words:
        return 1.0
    both = float(np.minimum(one.strength, other.strength).sum())
    return both / (min(float(one.strength.sum()), float(other.strength.sum())) or 1.0)


def _assign(
    chosen: Sequence[Facet], similar: Matrix, passages: Sequence[Passage], asked: int
) -> list[list[int]]:
    """Give each passage to the facet that it speaks of most; too small facets give theirs up.

    Args:
        asked: how many of the first are what the query lists; of those one passage is enough.

    """
    table = np.stack([_spread(facet, similar) for facet in chosen])
    table = _in_context(table, passages)
    live = list(range(len(chosen)))
    while True:
        best = [live[int(np.argmax(table[live, at]))] for at in range(table.shape[1])]
        sizes = Counter(best)
        small = [at for at in live if sizes[at] < (1 if at < asked else _FEWEST_MEMBERS)]
        if not small or len(live) <= _FEWEST_MEMBERS:
            return [[at for at, own in enumerate(best) if own == row] for row in range(len(chosen))]
        live.remove(min(small, key=lambda at: (sizes[at], -at)))


def _in_context(table: Matrix, passages: Sequence[Passage]) -> Matrix:
    """Return the strengths with some of those around a passage: of its section and its source.

    A passage that names no facet is most likely about what its neighbours are about.
    """
    found = table.copy()
    for weight, keys in (
        (_OF_SECTION, [(p.source_id, p.place) for p in passages]),
        (_OF_SOURCE, [(p.source_id, "") for p in passages]),
    ):
        for key in set(keys):
            members = [at for at, one in enumerate(keys) if one == key]
            found[:, members] += weight * table[:, members].mean(axis=1, keepdims=True)
    return found


def _is_head(word: str, subject: set[str]) -> bool:
    """Whether the subject's own word is a kind of what a word names: "bee" to "honeybee"."""
    return len(word) > 2 and any(own.endswith(word) for own in subject)  # noqa: PLR2004
