"""Words as the metrics compare them: stems in English, pairs of characters in Chinese."""

import re
import unicodedata
from collections.abc import Iterator

_HAN = "\u3400-\u9fff"
_RUN = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+(?:['’][^\W_{_HAN}]+)?)")
_SMALL_WORDS = """
a an and are as at be been but by can for from had has have how in into is it its may most of on or
other so such than that the their them then there these they this those to was were what when where
which who will with about after also did do does made make
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_SMALL_HAN = re.compile("[的和与及了在是之其]")
_ENDING = re.compile(r"(?:(?<=[a-z]{3})(?:ing|ed|er|ers|ies|es|s|y|ion|ions|al))$")


def terms(text: str) -> list[str]:
    """Return the terms of a text in order: stems without function words, pairs of Han."""
    found: list[str] = []
    for han, word in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if han:
            for piece in filter(None, _SMALL_HAN.split(han)):
                found += [piece[at : at + 2] for at in range(len(piece) - 1)] or [piece]
        elif word not in _SMALL:
            found.append(stem(word))
    return found


def stem(word: str) -> str:
    """Return a word without its ending, so that "lens" and "lenses" are one."""
    word = re.sub(r"['’]s?$", "", word)
    cut = _ENDING.sub("", word)
    return cut.removesuffix("e") if cut.isalpha() and len(cut) > 3 else cut


def units(text: str) -> Iterator[str]:
    """Yield what lengths and n-grams count: words, or single characters of Han."""
    for han, word in _RUN.findall(text.lower()):
        yield from han or [word]
