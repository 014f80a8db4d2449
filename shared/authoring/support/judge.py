"""Whether one text bears one sentence: each check that code can make, one after the other."""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

import rjieba

from shared.authoring.support import (
    bindings,
    comparison,
    dates,
    names,
    numbers,
    order,
    own_words,
    places,
)
from shared.authoring.support.facts import Facts
from shared.authoring.support.forms import DOWN, UP, form
from shared.authoring.support.opposites import opposed

LEAST_OVERLAP = {"en": 0.78, "zh": 0.75}
"""Share of a sentence's content words that its evidence must have."""

_LEAST_CLAUSE = 0.5
_CLAUSE = re.compile(r"[,;:，；：](?!\d)|\bwhile\b|\bwhereas\b|\bwhich\b|\bbecause\b|\bso that\b")
_ADJUNCT = re.compile(
    r"\s*(?:in|during|by|after|before|for|with|at|on|since|although|because|as|from|under|while|when|to|within|among|"
    r"despite|according|unlike|like|over|between|through)\b[^,]{0,80},",
    re.IGNORECASE,
)
_CLAUSE_TERMS = 3
_SHORTEST_PREFIX = 4
_ENDINGS_LIST = """
s es ed ing er or ly ion ment d r t y i e al ate ation ness ity ive ful ous ic ism ist ance
ence ee ers ings able ible ise ize
"""
_ENDINGS = frozenset(_ENDINGS_LIST.split())
"""What may stand after a common stem, of words that say the same."""

_STRONG = 10
_ANCHORS = 2


class Problem(StrEnum):
    """What of a sentence is not borne."""

    NO_EVIDENCE = "no_evidence"
    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    QUOTE = "quote"
    WORDS = "words"
    NEGATION = "negation"


_STANCES = """
oppose support reject deny criticise praise ban approve refuse doubt question confirm condemn
反对 支持 拒绝 否认 质疑 批评 赞成 谴责 同意 批准 否决 赞扬 证实
"""
"""Words without which a sentence says something else."""

Fault = tuple[Problem, str]


def fault(sentence: Facts, known: Facts) -> Fault | None:
    """Return the first thing of ``sentence`` that ``known`` does not bear, ``None`` if all is."""
    found = _anchors(sentence, known)
    if found is not None:
        return found
    if sentence.chinese != known.chinese:
        return _across(sentence, known)
    return _polarity(sentence, known) or _order(sentence, known) or _words(sentence, known)


def contradicts(sentence: Facts, known: Facts) -> bool:
    """Say whether ``known`` has the words and says otherwise: of another polarity or order."""
    if sentence.chinese != known.chinese or not sentence.terms:
        return False
    share = overlap(sentence, known) / sum(sentence.terms.values())
    return share >= _LEAST_CLAUSE and (
        _polarity(sentence, known) is not None or _order(sentence, known) is not None
    )


def overlap(sentence: Facts, known: Facts) -> float:
    """Return how many of the content words of ``sentence`` occur in ``known``."""
    return sum(weight * _borne(term, known) for term, weight in sentence.terms.items())


def anchors_in(sentence: Facts, known: Facts) -> int:
    """Return how many of the numbers, dates, names and quoted words ``known`` has."""
    years = _years(known)
    return (
        sum(
            any(numbers.same(one, other) for other in known.numbers)
            for one in sentence.numbers
            if one.claimed
        )
        + sum(any(dates.same(one, other, years) for other in known.dates) for one in sentence.dates)
        + sum(_has_name(one, sentence, known) for one in sentence.names)
        + sum(one in known.squeezed for one in sentence.quoted)
    )


def _years(known: Facts) -> frozenset[int]:
    return frozenset(int(one.value) for one in known.numbers if one.value.denominator == 1)


def _anchors(sentence: Facts, known: Facts) -> Fault | None:
    for one in sentence.numbers:
        if one.claimed and not any(numbers.same(one, other) for other in known.numbers):
            return Problem.NUMBER, sentence.text[one.start : one.end].strip()
    years = _years(known)
    for date in sentence.dates:
        if not any(dates.same(date, other, years) for other in known.dates):
            return Problem.DATE, sentence.text[date.start : date.end].strip()
    for quoted in sentence.quoted:
        if quoted not in known.squeezed:
            return Problem.QUOTE, quoted
    for name in sentence.names:
        if not _has_name(name, sentence, known):
            return Problem.NAME, sentence.text[name.start : name.end]
    return None


def _has_name(name: names.Name, sentence: Facts, known: Facts) -> bool:
    word = name.word
    if word in known.latin:
        return True
    place = places.names().get(word, "")
    if place and (
        place in known.latin or any(places.names().get(one.word) == place for one in known.names)
    ):
        return True
    if not word.isascii() or any(letter.isdigit() for letter in word):
        return names.squeeze(word) in known.squeezed
    if word in known.acronyms:
        return True
    return any(
        word in parts and initials in known.latin for initials, parts in sentence.acronyms.items()
    )


def _across(sentence: Facts, known: Facts) -> Fault | None:
    """Check a sentence against a text in another language: anchors are all there is."""
    strong = (
        sum(one.value > _STRONG or bool(one.unit) for one in sentence.numbers if one.claimed)
        + len(sentence.dates)
        + len(sentence.quoted)
        + len(sentence.names)
    )
    weak = sum(one.claimed for one in sentence.numbers)
    if not strong and weak < _ANCHORS:
        return Problem.NO_EVIDENCE, "nothing that can be compared across languages"
    for one, other in ((UP, DOWN), (DOWN, UP)):
        said, has = sentence.words, known.words
        if one in said and other not in said and other in has and one not in has:
            return Problem.NEGATION, "direction"
    if sentence.polarity.negative != known.polarity.negative:
        return Problem.NEGATION, "not"
    if known.polarity.hedged and not sentence.polarity.hedged:
        return Problem.WORDS, "may"
    return None


def _polarity(sentence: Facts, known: Facts) -> Fault | None:
    said, has = sentence.polarity, known.polarity
    opposite = opposed(sentence.words, known.words)
    if opposite is not None:
        return Problem.NEGATION, opposite
    if said.negative and not has.negative:
        prefixed = {
            prefix + key for key in said.denied for prefix in ("un", "in", "im", "il", "ir")
        }
        if not prefixed & known.words:
            return Problem.NEGATION, "not"
    spoken = {item.key for item in sentence.items}
    if (has.denied & spoken) - said.denied - said.supposed and not (has.denied & said.denied):
        return Problem.NEGATION, "not"
    if said.denied and has.negative and said.denied & known.words and not said.denied & has.denied:
        return Problem.NEGATION, "not"
    if has.supposed & spoken and not said.hedged:
        return Problem.WORDS, "may"
    if has.condition and not (said.condition or said.weak_condition or said.hedged):
        return Problem.WORDS, "if"
    missing = said.absolutes - has.absolutes
    if missing:
        return Problem.WORDS, min(missing)
    return None


def _words(sentence: Facts, known: Facts) -> Fault | None:
    terms = sentence.terms
    if not terms:
        if (word := own_words.strayed(sentence, known, [])) is not None:
            return Problem.WORDS, word
        return None if anchors_in(sentence, known) else (Problem.WORDS, "")
    # All names are there by now, be it as an acronym or an adjective of theirs.
    named = {name.start for name in sentence.names}
    named_keys = {item.key for item in sentence.items if item.start in named}
    borne = {term: 1.0 if term in named_keys else _borne(term, known) for term in terms}
    missing = [term for term in terms if borne[term] < 1]
    stances = [term for term in missing if term in _stances()]
    if stances:
        return Problem.NEGATION, _spelled(sentence, stances)[0]
    if (word := own_words.strayed(sentence, known, missing)) is not None:
        return Problem.WORDS, word
    share = sum(terms[term] * borne[term] for term in terms) / sum(terms.values())
    if share < LEAST_OVERLAP["zh" if sentence.chinese else "en"]:
        return Problem.WORDS, ", ".join(_spelled(sentence, missing))
    if (other := bindings.replaced(sentence, known, missing)) is not None:
        return Problem.WORDS, _spelled(sentence, [other])[0]
    adjunct = _ADJUNCT.match(sentence.text)
    begin = adjunct.end() if adjunct else 0
    subject = next((i.key for i in sentence.items if i.start >= begin and i.key in terms), None)
    if subject is not None and subject in missing:
        return Problem.WORDS, _spelled(sentence, [subject])[0]
    for start, end in _clauses(sentence.text):
        own = {i.key for i in sentence.items if start <= i.start < end and i.key in terms}
        held = sum(borne[key] for key in own)
        if len(own) >= _CLAUSE_TERMS and held < _LEAST_CLAUSE * len(own):
            return Problem.WORDS, ", ".join(_spelled(sentence, [k for k in missing if k in own]))
    return None


@lru_cache(maxsize=1)
def _stances() -> frozenset[str]:
    return frozenset({UP, DOWN, *map(form, _STANCES.split())})


def _order(sentence: Facts, known: Facts) -> Fault | None:
    if (number := bindings.misbound(sentence, known)) is not None:
        return Problem.NUMBER, number
    if (way := bindings.misdirected(sentence, known)) is not None:
        return Problem.NEGATION, way
    words = comparison.turned(sentence, known)
    if words is None and not comparison.compares(sentence):
        words = order.exchanged(sentence, known)
    return None if words is None else (Problem.WORDS, words)


def _clauses(text: str) -> list[tuple[int, int]]:
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(text)), len(text)]
    return list(pairwise(cuts))


def _spelled(sentence: Facts, keys: list[str]) -> list[str]:
    words = {item.key: sentence.text[item.start : item.end] for item in reversed(sentence.items)}
    return [words.get(key, key) for key in keys]


def _borne(term: str, known: Facts) -> float:
    """Return 1 where ``known`` has the term, and for a part of a Chinese compound that part."""
    if term in known.words:
        return 1
    if term.isascii():
        return float(
            len(term) >= _SHORTEST_PREFIX and any(_akin(term, word) for word in known.words)
        )
    bare = term.removeprefix("=")
    if bare in known.squeezed:
        return 1
    parts = (
        [part for part in rjieba.cut(bare) if part in known.squeezed]
        if len(bare) > _ANCHORS
        else []
    )
    return sum(map(len, parts)) / len(bare)


def _akin(one: str, other: str) -> bool:
    """Say whether one of two stems is the other with a usual ending: no light for a lighthouse."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST_PREFIX or long == short:
        return len(short) >= _SHORTEST_PREFIX and long == short
    return any(long.startswith(base) and long[len(base) :] in _ENDINGS for base in _bases(short))


def _bases(word: str) -> tuple[str, ...]:
    silent = word[-1] in "eyi" and len(word) > _SHORTEST_PREFIX
    return (word, word[:-1]) if silent else (word,)
