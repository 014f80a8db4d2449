"""Days and months of a text, however they are written."""

import re
from typing import NamedTuple

from shared.authoring.support import numerals


class Date(NamedTuple):
    """A date in character indexes, end exclusive; 0 stands for a part that is not said."""

    year: int
    month: int
    day: int
    start: int
    end: int


_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: place for place, name in enumerate(_MONTH_NAMES.split(), 1)}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"\b(?P<iso_y>\d{{4}})[-/.](?P<iso_m>\d{{1,2}})[-/.](?P<iso_d>\d{{1,2}})\b"
    rf"|\b(?P<d1>{_DAY})\s+(?:of\s+)?(?P<m1>{_MONTH})(?:,?\s+(?P<y1>\d{{4}})\b)?"
    rf"|\b(?P<m2>{_MONTH})\s+(?P<d2>{_DAY})(?:,?\s+(?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH}),?\s+(?:of\s+)?(?P<y3>\d{{4}})\b"
    rf"|\b(?:(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext|[Ee]arly|[Ll]ate|[Mm]id)[\s-]+)(?P<m4>{_MONTH})(?!,?\s*\d)"
    rf"|\b(?P<m5>January|February|April|June|July|August|September|October|November|December)\b"
    rf"|(?:(?P<cy>\d{{4}}|[〇零一二三四五六七八九]{{4}})\s*年\s*)?"
    rf"(?P<cm>\d{{1,2}}|{_NUMERAL})\s*月(?:份|\s*(?P<cd>\d{{1,2}}|{_NUMERAL})\s*[日号])?"
)


def dates(text: str) -> list[Date]:
    """Return the dates of ``text`` that name a month; a year alone is a number.

    12 May 2021, May 12, 2021, 2021-05-12 and 2021年5月12日 give the same. What could be
    either day or month (12/05/2021) gives none.
    """
    return [date for found in _DATE.finditer(text) if (date := _date(found)) is not None]


def same(stated: Date, known: Date, years: frozenset[int]) -> bool:
    """Say whether ``known`` bears ``stated``: each part that is stated is there.

    Args:
        years: those that stand beside ``known`` in its text; one of them may complete it.

    """
    if stated.month != known.month or (stated.day and stated.day != known.day):
        return False
    if not stated.year or stated.year == known.year:
        return True
    return not known.year and stated.year in years


def _date(found: re.Match[str]) -> Date | None:
    part = found.groupdict(default="")
    if part["cm"]:
        year, month, day = (_number(part[name]) for name in ("cy", "cm", "cd"))
    elif part["iso_y"]:
        year, month, day = (int(part[name]) for name in ("iso_y", "iso_m", "iso_d"))
    else:
        name = next(part[key] for key in ("m1", "m2", "m3", "m4", "m5") if part[key])
        month = _MONTHS[name[:3].lower()]
        days = re.match(r"\d+", part["d1"] or part["d2"])
        day = int(days[0]) if days else 0
        year = int(part["y1"] or part["y2"] or part["y3"] or 0)
    if not (1 <= month <= 12 and 0 <= day <= 31):  # noqa: PLR2004  # a calendar
        return None
    return Date(year, month, day, found.start(), found.end())


def _number(written: str) -> int:
    if written.isdigit() or not written:
        return int(written or 0)
    return int(numerals.chinese(written) or 0)
