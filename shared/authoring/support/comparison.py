"""Which is the more and which the less: comparisons of a sentence against those of its evidence."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.authoring.support.facts import Facts
from shared.authoring.support.forms import form

_ENGLISH = re.compile(
    r"\b(?P<degree>\w+)(?:\s+\w+){0,2}?\s+than\s+(?!\d|\w+ (?:percent|hundred|thousand|million)"
    r"|expected|ever|before)"
)
_CHINESE_OF = re.compile(r"(?:与|和|同|跟|较)(?P<other>[^，,。；]{1,30}?)相比")
_CHINESE = re.compile(
    r"(?<![同环对相可之占])比(?!例|如|赛|较|重|率|值|上年|去年|上月|同期|前|\d"
    r"|一)(?P<other>[^，,。；]{1,40})"
    r"|(?P<degree>[高低长短大小多少优劣早晚快慢强弱])于(?!\d|约|近"
    r"|[一二三四五六七八九十])(?P<after>[^，,。；]{1,40})"
)
_ENGLISH_CHANGE = re.compile(r"\b(?:into|onto)\b")
_CHINESE_CHANGE = re.compile("(?:转移|转化|转变|转换|转|变|传|移|输送)(?:到|为|成|至|入)")
_CLAUSE_END = re.compile(r"[,;.:!?，；。：！？]|\bbut\b|\bwhile\b")


class Comparison(NamedTuple):
    """A comparison: keys of what is compared, and of what it is compared with."""

    one: frozenset[str]
    other: frozenset[str]
    degree: str


def turned(sentence: Facts, known: Facts) -> str | None:
    """Return a word of a comparison of ``sentence`` that ``known`` lacks, or has turned round."""
    if (word := _moved(sentence, known)) is not None:
        return word
    made = list(_comparisons(known))
    for said in _comparisons(sentence):
        if not made:
            return said.degree or "than"
        if said.degree and said.degree not in known.words and said.degree not in known.squeezed:
            return said.degree
        if _crossed(said, made):
            return said.degree or "than"
    return None


def compares(facts: Facts) -> bool:
    """Say whether there is a comparison in ``facts``."""
    return next(_comparisons(facts), None) is not None


def _crossed(said: Comparison, made: Sequence[Comparison]) -> bool:
    """Say whether what stands second in ``said`` stands first in what is ``made``."""
    one, other = said.one - said.other, said.other - said.one
    straight = max(len(other & k.other) for k in made)
    turned_round = max(len(other & (k.one - k.other)) + len(one & (k.other - k.one)) for k in made)
    return turned_round > straight


def _moved(sentence: Facts, known: Facts) -> str | None:
    """Return the word of a change ("A into B") that ``known`` has the other way round."""
    pattern = _CHINESE_CHANGE if sentence.chinese else _ENGLISH_CHANGE
    made = [_change(known, found) for found in pattern.finditer(known.text)]
    for found in pattern.finditer(sentence.text):
        if made and _crossed(_change(sentence, found), made):
            return found[0]
    return None


def _change(facts: Facts, found: re.Match[str]) -> Comparison:
    begin, end = _clause(facts.text, found.start(), found.end())
    return Comparison(
        _between(facts, begin, found.start()), _between(facts, found.end(), end), found[0]
    )


def _comparisons(facts: Facts) -> Iterator[Comparison]:
    if not facts.chinese:
        for found in _ENGLISH.finditer(facts.text):
            begin, end = _clause(facts.text, found.start(), found.end())
            degrees = [i.key for i in facts.items if found.start() <= i.start < found.end()]
            degree = degrees[-1] if degrees else form(found["degree"].lower())
            yield Comparison(
                _between(facts, begin, found.start()), _between(facts, found.end(), end), degree
            )
        return
    for found in _CHINESE_OF.finditer(facts.text):
        other = _between(facts, found.start("other"), found.end("other"))
        yield Comparison(_between(facts, found.end(), len(facts.text)), other, "")
    for found in _CHINESE.finditer(facts.text):
        group = "other" if found["other"] else "after"
        begin, _ = _clause(facts.text, found.start(), found.end())
        yield Comparison(
            _between(facts, begin, found.start()),
            _between(facts, found.start(group), found.end(group)),
            found["degree"] or "",
        )


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    before = [found.end() for found in _CLAUSE_END.finditer(text, 0, start)]
    after = _CLAUSE_END.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def _between(facts: Facts, start: int, end: int) -> frozenset[str]:
    return frozenset(item.key for item in facts.items if start <= item.start < end)
