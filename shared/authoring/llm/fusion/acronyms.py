"""Acronyms that a text explains, as ``long form (LF)``, and then uses beside the long form."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import rjieba

from shared.authoring.llm.fusion.variants import Term, Text
from shared.authoring.text.scripts import HAN

_SHORT = r"(?P<short>[A-Z][A-Za-z0-9-]{0,8}[A-Z0-9]s?)"
_ENGLISH = re.compile(rf"(?<![A-Za-z-])(?P<before>(?:[A-Za-z][A-Za-z-]* ){{1,10}})\({_SHORT}\)")
_CHINESE = re.compile(rf"(?P<before>[{HAN}]{{2,20}})[（(]{_SHORT}[）)]")
_LEAST_CHARACTERS = 3


@dataclass(frozen=True)
class Definition:
    """Where an acronym is explained.

    Args:
        long: the words that may be its long form: as they stand before the bracket.
        span: of long form and bracket, in characters.

    """

    long: str
    short: str
    span: tuple[int, int]


def definitions(text: str) -> list[Definition]:
    """Return the definitions in a sentence, in order.

    English long forms are found as by Schwartz and Hearst (A simple algorithm for
    identifying abbreviation definitions in biomedical text, 2003): the shortest run of
    words that has the acronym's letters in order, the first at the begin of a word.
    """
    found: list[Definition] = []
    for match in _ENGLISH.finditer(text) if "(" in text else ():
        short = match["short"].removesuffix("s")
        long = _long_form(short, match["before"].rstrip())
        if long:
            start = match.start() + len(match["before"].rstrip()) - len(long)
            plural = match["short"].endswith("s") and long.endswith("s")
            found.append(Definition(long[:-1] if plural else long, short, (start, match.end())))
    for match in _CHINESE.finditer(text):
        found.append(Definition(match["before"], match["short"], match.span()))
    return found


def acronyms(texts: Sequence[Text]) -> list[Term]:
    """Return the acronyms that stand beside their long form, with the more frequent of both.

    Only what stands after the first definition counts.
    """
    first: dict[str, tuple[int, Definition]] = {}
    again: Counter[str] = Counter()
    for number, text in texts:
        for one in definitions(text):
            if first.setdefault(one.short, (number, one))[0] != number:
                again[one.short] += 1
    found: list[Term] = []
    for number, one in first.values():
        rest = [text for at, text in texts if at > number]
        long = one.long if one.long.isascii() else _shared_ending(one.long, rest)
        if not long:
            continue
        as_long = Term((long,), one.short, after=number, renames=True)
        as_short = Term((one.short,), long, after=number, renames=True)
        longs = sum(len(as_long.pattern.findall(text)) for text in rest) - again[one.short]
        shorts = sum(len(as_short.pattern.findall(text)) for text in rest) - again[one.short]
        if longs > 0 and shorts > 0:
            found.append(as_long if shorts >= longs else as_short)
    return found


def _long_form(short: str, before: str) -> str:
    letters = [letter.lower() for letter in short if letter.isalnum()]
    words = before.split()
    least = len(before) - len(" ".join(words[-min(len(letters) + 5, len(letters) * 2) :]))
    position = len(before)
    for place in range(len(letters) - 1, -1, -1):
        position -= 1
        while position >= least and (
            before[position].lower() != letters[place]
            or (place == 0 and position > 0 and before[position - 1].isalnum())
        ):
            position -= 1
        if position < least:
            return ""
    long = before[position:]
    return long if " " in long or "-" in long else ""


def _shared_ending(before: str, rest: Sequence[str]) -> str:
    """Return the longest run of whole words that ends the text and stands elsewhere too."""
    words = rjieba.cut(before)
    for start in range(len(words)):
        ending = "".join(words[start:])
        if len(ending) < _LEAST_CHARACTERS:
            return ""
        if any(ending in text for text in rest):
            return ending
    return ""
