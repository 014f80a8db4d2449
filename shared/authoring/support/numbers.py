"""Numbers of a text with their units, in digits or words, English and Chinese."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from shared.authoring.support import numerals
from shared.authoring.support.units import FOLLOWING, SIGNS, STRICT, UNITS


class Number(NamedTuple):
    """A number in character indexes, end exclusive.

    Args:
        unit: canonical name, ``""`` for none.
        claimed: whether a sentence that has it states it; a word like "one" or 一 is no
            more than grammar, but may bear a "1" elsewhere.

    """

    value: Fraction
    unit: str
    claimed: bool
    start: int
    end: int


_WORDS = "|".join(
    [*numerals.ENGLISH, "hundred", "thousand", "million", "billion", "trillion", "dozen"]
)
_ENGLISH = rf"(?:(?:{_WORDS})(?:s?\b)(?:[\s-]+(?:and\s+)?(?={_WORDS})|))+"
_SCALE = (
    r"(?:\s*-?(?P<scale>万亿|亿|万|千(?![克米瓦卡])|百(?!分)"
    r"|(?:hundred|thousand|million|billion|trillion|mn|bn)s?\b))?"
)
_NUMBER = re.compile(
    rf"(?P<sign>US\$|[$€£¥￥])?\s?(?P<minus>(?<![\w)\]])[-−](?=\d)|\bminus\s)?"
    rf"(?:(?P<digits>(?<![A-Za-z0-9.])(?:\d{{1,3}}(?:[,\u2009\u202f']\d{{3}})+(?!\d)"
    rf"|\d+)(?:\.\d+)?)(?P<ordinal>(?:st|nd|rd|th)\b)?"
    rf"|\b(?P<english>{_ENGLISH})"
    rf"|(?P<chinese>(?:(?!千[克米瓦卡])[{numerals.CHINESE}])+(?:点[〇零一二三四五六七八九]+)?))"
    rf"{_SCALE}(?:[\s-]*{FOLLOWING})?",
    re.IGNORECASE,
)
_SPECIAL = re.compile(
    rf"百分之(?P<percent>[\d.]+|[{numerals.CHINESE}点]+)"
    rf"|(?P<below>\d+|[{numerals.CHINESE}]+)分之(?P<above>\d+|[{numerals.CHINESE}]+)"
    r"|(?P<tenths>[一二三四五六七八九])成(?![为立员功本果年])"
    r"|(?P<half>一半|半数|过半|\bone[\s-]half\b|\bhalf\b(?!-))"
    r"|\b(?P<count>an?|one|two|three|four)[\s-](?P<part>third|quarter|fifth"
    r"|tenth)s?\b(?!\s+of\s+(?:19|20)\d\d)"
    r"|\b(?P<twice>twice|twofold|doubled|doubling|doubles)\b|(?P<doubled>翻了?一番|翻番|翻倍)"
    r"|\b(?P<century>\d{1,2}(?:st|nd|rd|th)|[a-z]+th|first)[\s-]centur(?:y|ies)\b"
    rf"|(?P<shiji>\d{{1,2}}|[{numerals.CHINESE}]+)世纪(?:(?P<niandai>\d0"
    rf"|[二三四五六七八九]十)年代)?"
    r"|(?P<decade>\b\d{3}0)(?:s\b|'s\b|年代)|(?P<recent>\b\d0|[二三四五六七八九]十)年代"
    rf"|\bQ(?P<q>[1-4])\b|\b(?P<quarter>first|second|third|fourth)[\s-]quarter\b"
    rf"|第?(?P<jidu>[1-4一二三四])季度?"
    rf"|第(?P<di>\d+|[{numerals.CHINESE}]+)"
    rf"|\b(?P<nth>{'|'.join(numerals.ORDINALS)})\b"
    r"|(?P<range>\b[12]\d{3})\s*[-–—/~]\s*(?P<short>\d{2})(?![\d-])",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b[A-Z][A-Za-z]*-?\d[\w.-]*|\b[a-z]+\d\w*|\b[vV]\d[\w.]*|\b\d+(?:\.\d+){2,}"
    r"|\b\d+[A-Z]{1,2}\d\w*"
)
_MEASURE = re.compile(
    "[个名座条种年月日次家人倍项位天周岁米元吨大者方类层部份台辆艘架块门所届期批步点章节篇级代句间国省市县区校]"
    "|小时|分钟|公里|世纪|阶段|成员"
)
_IDIOM = re.compile(
    "万一|千万(?=别|不|要)|十分|百姓|四川|三峡|五金|九寨|三国|八卦|七夕|百科|百货|万物|万能|千古"
    "|四肢|五官|六朝"
    "|统一|唯一|单一|同一|逐一|一二|三四|二手|第三方|两岸|十足|百年|成千上万|千家万户|五花八门"
    "|四面八方|三角|四季|四周"
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_LONGEST = 60
_GREATEST = 10**24
"""Longer or greater ones are no numbers that a text speaks of."""
_SMALLEST_RUN = 2


def numbers(text: str) -> list[Number]:
    """Return the numbers of ``text`` in order of place.

    Percentages and fractions have the unit ``%`` ("half" is 50), scales are multiplied
    out ("2.5 million", 250万), "2010-15" gives both years; names that hold digits
    (GPT-4, 3.11.2) give none.

    Args:
        text: in NFKC.

    """
    taken = [found.span() for pattern in (_CODE, _IDIOM) for found in pattern.finditer(text)]
    out: list[Number] = []
    for found in _SPECIAL.finditer(text):
        if not _within(found, taken) or found["q"]:
            read = list(_special(found, text))
            out += read
            if read:
                taken.append(found.span())
    for found in _NUMBER.finditer(text):
        if not _within(found, taken):
            number = _plain(found, text)
            if number is not None:
                out.append(number)
    return sorted(out, key=lambda one: one.start)


def same(stated: Number, known: Number) -> bool:
    """Say whether ``known`` bears ``stated``: equal, and of the same unit where both have one."""
    if stated.value != known.value:
        return False
    if stated.unit == known.unit:
        return True
    if stated.unit in STRICT or known.unit in STRICT:
        return False
    return not (stated.unit and known.unit)


def _within(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    return any(start < found.end() and found.start() < end for start, end in taken)


def _value(written: str) -> Fraction | None:
    if len(written) > _LONGEST:
        return None
    try:
        return Fraction(written.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return numerals.chinese(written)


def _one(
    found: re.Match[str], value: Fraction | int | None, unit: str, *, claimed: bool = True
) -> Iterator[Number]:
    if value is not None and value < _GREATEST:
        yield Number(Fraction(value), unit, claimed, *found.span())


def _special(found: re.Match[str], text: str) -> Iterator[Number]:
    if found["percent"]:
        yield from _one(found, _value(found["percent"]), "%")
    elif found["below"]:
        below, above = _value(found["below"]), _value(found["above"])
        yield from _one(found, above * 100 / below if below and above is not None else None, "%")
    elif found["tenths"]:
        yield from _one(found, (numerals.chinese(found["tenths"]) or 0) * 10, "%")
    elif found["half"]:
        claimed = not found["half"].isascii() or bool(
            re.match(r"\s+(?:of|the)\b", text[found.end() :])
        )
        yield from _one(found, 50, "%", claimed=claimed)
    elif found["part"]:
        part = Fraction(_COUNTS[found["count"].lower()] * 100, _PARTS[found["part"].lower()])
        claimed = (
            found["count"].lower() not in ("a", "an")
            or text[found.end() : found.end() + 4] == " of "
        )
        yield from _one(found, part, "%", claimed=claimed)
    elif found["twice"] or found["doubled"]:
        yield from _one(found, 2, "times")
    else:
        yield from _periods(found)


def _periods(found: re.Match[str]) -> Iterator[Number]:
    if found["century"]:
        word = found["century"].lower()
        digits = re.match(r"\d+", word)
        yield from _one(found, int(digits[0]) if digits else numerals.ORDINALS.get(word), "century")
    elif found["shiji"]:
        century = _value(found["shiji"])
        decade = _value(found["niandai"]) if found["niandai"] else None
        if century is not None and decade is not None:
            yield from _one(found, (century - 1) * 100 + decade, "decades")
        else:
            yield from _one(found, century, "century")
    elif found["decade"]:
        yield from _one(found, int(found["decade"]), "decades")
    elif found["recent"]:
        tens = _value(found["recent"])
        yield from _one(found, None if tens is None else 1900 + tens, "decades")
    elif found["q"] or found["jidu"]:
        yield from _one(found, _value(found["q"] or found["jidu"]), "quarter")
    elif found["quarter"]:
        yield from _one(found, numerals.ORDINALS[found["quarter"].lower()], "quarter")
    elif found["di"]:
        value = _value(found["di"])
        yield from _one(found, value, "ordinal", claimed=value != 1)
    elif found["nth"]:
        value = Fraction(numerals.ORDINALS[found["nth"].lower()])
        yield from _one(found, value, "ordinal", claimed=value > _SMALLEST_RUN)
    elif found["range"]:
        first = int(found["range"])
        yield from _one(found, first, "")
        yield from _one(found, first - first % 100 + int(found["short"]), "")


def _plain(found: re.Match[str], text: str) -> Number | None:
    digits, english, chinese = found["digits"], found["english"], found["chinese"]
    claimed = True
    if len(digits or english or chinese) > _LONGEST:
        return None
    if digits:
        value: Fraction | None = Fraction(re.sub(r"[,\u2009\u202f']", "", digits))
    elif english:
        value = numerals.english(re.sub(r"s\b", "", english.strip(" -")))
        claimed = value != 1
    else:
        value = numerals.chinese(chinese)
        following = bool(_MEASURE.match(text, found.end("chinese")))
        signs = len(chinese.replace("万", "").replace("亿", ""))
        claimed = value not in (None, 1) and (following or bool(found["scale"] or found["other"]))
        claimed = claimed or (value is not None and signs >= _SMALLEST_RUN)
    if value is None:
        return None
    if found["scale"]:
        scale = found["scale"].lower()
        value *= numerals.CHINESE_SCALES.get(scale) or numerals.SCALES[scale.removesuffix("s")]
    if value >= _GREATEST:
        return None
    unit = "ordinal" if found["ordinal"] else _unit(found)
    value = -value if found["minus"] else value
    return Number(value, unit, claimed, found.start(), found.end())


def _unit(found: re.Match[str]) -> str:
    if found["sign"]:
        return SIGNS[found["sign"][-1]]
    name = found["other"] or found["latin"] or ""
    return UNITS.get(name) or UNITS.get(name.lower(), "") if name else ""
