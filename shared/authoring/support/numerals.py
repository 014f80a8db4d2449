"""Numbers that are written in words, English and Chinese."""

import re
from fractions import Fraction

_CARDINALS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
_ORDINALS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"

ENGLISH = {word: value for value, word in enumerate(_CARDINALS.split(), 1)} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), 1)
}
SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "mn": 10**6,
    "bn": 10**9,
    "dozen": 12,
}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split(), 1)}

_DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_SMALL = {"十": 10, "百": 100, "千": 1000}
CHINESE_SCALES = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
CHINESE = "〇零一二两三四五六七八九十百千万亿"

_SPLIT = re.compile(r"[\s-]+")


def english(words: str) -> Fraction | None:
    """Return the value of a run of number words, as "two hundred and fifty thousand".

    ``None`` for what is no number.
    """
    total = part = 0
    seen = False
    for word in _SPLIT.split(words.lower()):
        if word in ENGLISH:
            part += ENGLISH[word]
        elif word in ("hundred", "dozen"):
            part = max(part, 1) * SCALES[word]
        elif word in SCALES:
            total += max(part, 1) * SCALES[word]
            part = 0
        elif word == "and":
            continue
        else:
            return None
        seen = True
    return Fraction(total + part) if seen else None


def chinese(run: str) -> Fraction | None:
    """Return the value of Chinese numerals, as 三百二十万 or 二〇二一; ``None`` for no number."""
    whole, _, decimals = run.partition("点")
    if decimals:
        if not whole or any(sign not in _DIGITS for sign in decimals):
            return None
        base = chinese(whole)
        digits = "".join(str(_DIGITS[sign]) for sign in decimals)
        return None if base is None else base + Fraction(int(digits), 10 ** len(digits))
    if whole and all(sign in _DIGITS for sign in whole):
        return Fraction(int("".join(str(_DIGITS[sign]) for sign in whole)))
    return _positional(whole)


def _positional(run: str) -> Fraction | None:
    total = section = digit = 0
    for sign in run:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _SMALL:
            section += (digit or 1) * _SMALL[sign]
            digit = 0
        elif sign in "万亿":
            scale = CHINESE_SCALES[sign]
            if not (section or digit or total):
                return None
            part = section + digit
            total = (total + part) * scale if sign == "亿" else total + part * scale
            section = digit = 0
        else:
            return None
    return Fraction(total + section + digit) if run else None
