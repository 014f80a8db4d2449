"""Lengths and times, as people read them."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNSPACED = ("zh", "ja")


def length_text(length: int, language: str) -> str:
    """Return a length in words, or in characters where words are not parted by spaces."""
    unit = "characters" if language.split("-", maxsplit=1)[0].lower() in _UNSPACED else "words"
    return count_text(length, unit)


def language_of(title: str) -> str:
    """Return the language that a title's signs tell of; empty if they tell nothing."""
    return "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in title) else ""


def count_text(number: int, plural: str) -> str:
    """Return a count with its noun, given in the plural with ``s``."""
    return f"{number:,} {plural[:-1] if number == 1 else plural}"


def duration_text(seconds: float) -> str:
    """Return a time such as ``3.2 s`` or ``4:05 min``."""
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes}:{rest:02d} min"


def age_text(seconds: float) -> str:
    """Return a time in few signs, such as ``12 s``, ``4:05 min``, ``3:20 h`` or ``2 days``."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE}:{whole % _MINUTE:02d} min"
    if whole < _DAY:
        return f"{whole // _HOUR}:{whole % _HOUR // _MINUTE:02d} h"
    return count_text(whole // _DAY, "days")
