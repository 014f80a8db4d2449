"""The words of a text as retrieval compares them."""

import re

import rjieba

from shared.authoring.text.scripts import HAN, HANGUL, KANA, THAI, UNSPACED
from shared.authoring.text.stopwords import STOP_WORDS

_RUN = re.compile(
    rf"([{HAN}]+)"
    rf"|([{KANA}{THAI}{HANGUL}]+)"
    rf"|((?:[^\W_{UNSPACED}{HANGUL}]|\+\+|(?<=[cCfF])#)+(?:['’][^\W_{UNSPACED}{HANGUL}]+)?)"
)
_POSSESSIVE = re.compile(r"'s?$")
_SHORTEST_PLURAL = 4


def tokens(text: str, language: str) -> list[str]:
    """Return the terms of ``text`` in order, lower case, stop words included.

    Han text is cut into words and the shorter words within them ("人工智能" gives
    人工, 智能, 人工智能), except in Japanese; Han in Japanese, kana, Hangul and Thai
    become overlapping pairs of characters. Other text is cut at everything but
    letters and digits (hyphens too; "c++" and "c#" stay) and loses its English
    plural ending, see ``singular``.
    """
    found: list[str] = []
    for han, unspaced, word in _RUN.findall(text):
        if han and language != "ja":
            found += rjieba.cut_for_search(han)
        elif han or unspaced:
            found += _pairs(han or unspaced)
        else:
            found.append(singular(word.lower().replace("’", "'")))
    return found


def content_tokens(text: str, language: str) -> list[str]:
    """Return ``tokens`` without the function words of English and Chinese."""
    return [token for token in tokens(text, language) if token not in STOP_WORDS]


def singular(word: str) -> str:
    """Strip the plural or possessive ending of a lower-case English word.

    The S stemmer of Harman, How effective is suffixing? (1991): it joins what
    readers call the same word and, unlike Porter's, leaves all others apart.
    """
    word = _POSSESSIVE.sub("", word)
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]


def _pairs(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[index : index + 2] for index in range(len(run) - 1)]
