"""What belongs to what: numbers to what they count, directions to what moves."""

import re
from collections.abc import Iterable
from itertools import pairwise

from shared.authoring.support.facts import Facts, Item
from shared.authoring.support.forms import DOWN, UP

_YEAR = re.compile(r"#(?:1[5-9]|20)\d\d")
_NUMBER = re.compile("#.*")
_PAUSE = re.compile(r"[,;，；。、]")
_CLAUSE = re.compile(r"[,;，；。]\s*|\bwhile\b|\bwhereas\b|\bbut\b|\band\b(?!\s*[\d$€£])|而(?!且)")
_REACH = 2


def misbound(sentence: Facts, known: Facts) -> str | None:
    """Return a number of ``sentence`` that belongs to something else in ``known``.

    That is so when what stands beside it in the sentence stands, in ``known``, beside
    other numbers only: "25 schools" for "25 teachers in 40 schools", "sold in 2020" for
    "sold in 2021, more than in 2020".
    """
    if (number := _elsewhere(sentence, known)) is not None:
        return number
    counted = _counted(known, both=True)
    for number, things in _counted(sentence).items():
        own = counted.get(number, frozenset())
        if own and not things & own and any(things & others for others in counted.values()):
            return number[1:]
    dated = _dated(known)
    for number, things in _dated(sentence).items():
        own = dated.get(number, frozenset())
        if not things & own and any(
            things & others for key, others in dated.items() if key != number
        ):
            return number[1:]
    return None


def _elsewhere(sentence: Facts, known: Facts) -> str | None:
    """Return a number that stands in ``known`` with another thing than in ``sentence``.

    "Wheat fell by 4 %, maize by 2 %": what the sentence says of its number stands in a clause with
    another number, and the clause with this one has a noun that the sentence lacks.
    """
    spoken = {item.key for item in sentence.items}
    nouns = {item.key for item in known.items if item.weight > 1 and item.key[0] != "#"}
    clauses = _clauses(known)
    for clause in _clauses(sentence):
        terms = {key for key in clause if key[0] != "#"} & known.words
        for number in clause - terms:
            own = [other for other in clauses if number in other]
            if not own or any(terms <= other or not (other & nouns) - spoken for other in own):
                continue
            lacking = terms.difference(*own)
            kind = _YEAR if _YEAR.fullmatch(number) else _NUMBER
            others = [c for c in clauses if number not in c and any(map(kind.fullmatch, c))]
            if any(lacking & other & nouns for other in others):
                return number.removeprefix("#")
    return None


def misdirected(sentence: Facts, known: Facts) -> str | None:
    """Return what ``sentence`` says to grow that ``known`` says to shrink, or the reverse.

    For texts that have both directions: each goes with the words of its clause.
    """
    if not {UP, DOWN} <= known.words:
        return None
    clauses = _clauses(known)
    for clause in _clauses(sentence):
        ways = clause & {UP, DOWN}
        if len(ways) != 1:
            continue
        way = min(ways)
        reverse = DOWN if way == UP else UP
        said = clause - ways
        like = max((len(said & other) for other in clauses if way in other), default=0)
        unlike = max(
            (len(said & other) for other in clauses if reverse in other and way not in other),
            default=0,
        )
        if unlike > like:
            return way
    return None


def replaced(sentence: Facts, known: Facts, missing: Iterable[str]) -> str | None:
    """Return a noun of ``sentence`` where ``known`` has another between the same words.

    Args:
        missing: keys of the sentence that ``known`` does not have.

    """
    absent = set(missing)
    said = _framed(sentence.items)
    have = _framed(known.items)
    spoken = {item.key for item in sentence.items}
    places: dict[tuple[str, str], set[str]] = {}
    for before, here, after in have:
        places.setdefault((before, after), set()).add(here)
        places.setdefault((before, ""), set()).add(here)
    for before, here, after in said:
        if here in absent and sentence.terms.get(here, 0) > 1:
            others = places.get((before, after), set()) if before else set()
            if any(other not in spoken and other[0] != "#" for other in others):
                return here
    return None


def _framed(items: tuple[Item, ...]) -> list[tuple[str, str, str]]:
    keys = [item.key for item in items]
    return [
        (keys[at - 1] if at else "", key, keys[at + 1] if at + 1 < len(keys) else "")
        for at, key in enumerate(keys)
    ]


def _clauses(facts: Facts) -> list[set[str]]:
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(facts.text)), len(facts.text) + 1]
    return [
        {item.key for item in facts.items if start <= item.start < end}
        for start, end in pairwise(cuts)
    ]


def _counted(facts: Facts, *, both: bool = False) -> dict[str, frozenset[str]]:
    """Return, for each number that is no year, the words after it, or else before, or both."""
    found: dict[str, frozenset[str]] = {}
    items = facts.items
    for at, item in enumerate(items):
        if item.key[0] == "#" and not _YEAR.fullmatch(item.key):
            after = _near(facts, at, 1)
            before = _near(facts, at, -1)
            near = after | before if both else after or before
            found[item.key] = found.get(item.key, frozenset()) | near
    return found


def _dated(facts: Facts) -> dict[str, frozenset[str]]:
    """Return the words beside each year, up to the next number or pause."""
    found: dict[str, frozenset[str]] = {}
    for at, item in enumerate(facts.items):
        if _YEAR.fullmatch(item.key):
            near = _near(facts, at, -1) | _near(facts, at, 1)
            found[item.key] = found.get(item.key, frozenset()) | near
    return found


def _near(facts: Facts, at: int, step: int) -> frozenset[str]:
    """Return up to two keys after (step 1) or before (-1) an item, within its clause."""
    found: list[str] = []
    items = facts.items
    place = at
    while len(found) < _REACH and 0 <= place + step < len(items):
        first, second = sorted((items[place], items[place + step]))
        if items[place + step].key[0] == "#" or _PAUSE.search(facts.text[first.end : second.start]):
            break
        place += step
        found.append(items[place].key)
    return frozenset(found)
