"""How long a text is, in the unit of its language."""

import re

import rjieba

from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.scripts import HAN, KANA, UNSPACED

_LETTERS = rf"[^\W_{UNSPACED}]+"
_WORD = rf"{_LETTERS}(?:(?:[-./:@'’_]+|,(?=\d)){_LETTERS})*"
_UNITS = re.compile(f"[{HAN}{KANA}]|{_WORD}")
_RUNS = re.compile(f"([{UNSPACED}]+)|{_WORD}")


def length(text: str, language: str) -> int:
    """Count characters in Chinese and Japanese, words in all other languages.

    Punctuation and markup are not counted. A word may hold hyphens, apostrophes,
    and the points of numbers and addresses ("state-of-the-art", "3.5", "a.com"
    count one each). In Chinese and Japanese each Han character and each kana
    counts one, and so does each word or number in another script ("GPT-4模型" is
    3). In other languages what is written without spaces counts by the words that
    segmentation finds.
    """
    if language in CHARACTER_LANGUAGES:
        return sum(1 for _ in _UNITS.finditer(text))
    return sum(len(rjieba.cut(run)) if run else 1 for run in _RUNS.findall(text))
