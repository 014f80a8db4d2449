"""Who does what to whom: words and numbers that a sentence has exchanged."""

import re
from collections.abc import Callable
from functools import cache
from itertools import combinations

from shared.authoring.support.facts import Facts, Item

_ENGLISH_PASSIVE = re.compile(
    r"(?P<verb>\b\w+(?:ed|en|wn|lt|de|ld|on|ught|un|ng|nt|ut))\s+by\s+(?!\d|about|around|nearly"
    r"|up to|more|less|over|half|\w+ing\b|\w+ percent)"
)
_NO_AGENT = re.compile(
    r"\b(?:is|are|was|were|been|be|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|lt|de|ld|ught"
    r"|un)\b(?!\s+by\b)"
)
_AGENT_END = re.compile(
    r"[,;.:]|\b(?:in|on|at|for|to|from|during|after|before|since|with|under|and|as|of)\b"
)
_CHINESE_PASSIVE = re.compile("被|由(?!于)")
_JOINED = re.compile(r"(?:\s|,|、|，|\band\b|\bor\b|和|与|及|或|以及|同|the\b)*")
_ADJACENT = 2
_NAMED_MARGIN = 1
_MARGIN = 2
_LONGEST = 24
_AFTER = 2


def exchanged(sentence: Facts, known: Facts) -> str | None:
    """Return words of ``sentence`` that stand in ``known`` in each other's place.

    Two words are taken for exchanged when the sentence agrees better with ``known``, in
    pairs of neighbours in order, after they are put in each other's place. Passives are
    turned into actives first; what is only listed ("Alice and Bob") may change places.
    """
    agentless = not sentence.chinese and _NO_AGENT.search(sentence.text) is not None
    known_items = known.items if agentless else _active(known)
    places: dict[str, list[int]] = {}
    for at, item in enumerate(known_items):
        places.setdefault(item.key, []).append(at)
    said = [item for item in _active(sentence) if item.key in places][:_LONGEST]
    keys = [item.key for item in said]
    follows = _following(places)
    for first, second in combinations(range(len(said)), 2):
        one, other = said[first], said[second]
        if second - first < _ADJACENT or one.key == other.key:
            continue
        if keys.count(one.key) > 1 or keys.count(other.key) > 1:
            continue
        both_named = (one.named and other.named) or (one.key[0] == other.key[0] == "#")
        changed = [*keys]
        changed[first], changed[second] = other.key, one.key
        margin = _NAMED_MARGIN if both_named else _MARGIN
        touched = {first - 1, first, second - 1, second} & set(range(len(keys) - 1))
        gain = sum(
            follows(changed[at], changed[at + 1]) - follows(keys[at], keys[at + 1])
            for at in touched
        )
        if gain >= margin and not _listed(sentence, known, one, other):
            return f"{_word(sentence, one)}, {_word(sentence, other)}"
    return None


def _following(places: dict[str, list[int]]) -> Callable[[str, str], bool]:
    """Return whether one key stands right before another, in given places."""

    @cache
    def follows(one: str, other: str) -> bool:
        return any(
            0 < later - earlier <= _ADJACENT for earlier in places[one] for later in places[other]
        )

    return follows


def _listed(sentence: Facts, known: Facts, one: Item, other: Item) -> bool:
    """Say whether the two words are joined by "and" or the like in both texts."""
    if not _JOINED.fullmatch(sentence.text, min(one.end, other.end), max(one.start, other.start)):
        return False
    spots = {key: [i for i in known.items if i.key == key] for key in (one.key, other.key)}
    return any(
        _JOINED.fullmatch(known.text, min(a.end, b.end), max(a.start, b.start)) is not None
        for a in spots[one.key]
        for b in spots[other.key]
    )


def _word(facts: Facts, item: Item) -> str:
    return facts.text[item.start : item.end].strip()


def _active(facts: Facts) -> list[Item]:
    """Return the items with the agent of a passive put first, before its verb."""
    items = list(facts.items)
    if facts.chinese:
        return _active_chinese(facts, items)
    found = _ENGLISH_PASSIVE.search(facts.text)
    if found is None:
        return items
    stop = _AGENT_END.search(facts.text, found.end())
    end = stop.start() if stop else len(facts.text)
    patient = [item for item in items if item.start < found.start("verb")]
    verb = [item for item in items if found.start("verb") <= item.start < found.end("verb")]
    agent = [item for item in items if found.end() <= item.start < end]
    rest = [item for item in items if item.start >= end]
    return [*agent, *verb, *patient, *rest] if agent else items


def _active_chinese(facts: Facts, items: list[Item]) -> list[Item]:
    found = _CHINESE_PASSIVE.search(facts.text)
    if found is None:
        return items
    begin = max(facts.text.rfind(stop, 0, found.start()) for stop in "，,；;。：")
    earlier = [item for item in items if item.start < begin]
    before = [item for item in items if begin <= item.start < found.start()]
    after = [item for item in items if item.start >= found.end()]
    if len(after) < _AFTER or not before:
        return items
    return [*earlier, after[0], after[1], *before, *after[2:]]
