"""How often a text says again what it has said: repeated 8-grams."""

import re
from collections.abc import Iterable

from shared.authoring.text.scripts import UNSPACED

GRAM = 8
"""Units of a gram: words, or single characters of what is written without spaces."""

_UNIT = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*")


def repetition(paragraphs: Iterable[str]) -> float:
    """Return the share of 8-grams that occur before in the paragraphs, 0 to 1.

    Case and punctuation do not count, and no gram reaches over the end of a paragraph.
    Without any gram it is 0.
    """
    seen: set[tuple[str, ...]] = set()
    total = 0
    for paragraph in paragraphs:
        units = _UNIT.findall(paragraph.casefold())
        grams = list(zip(*(units[start:] for start in range(GRAM)), strict=False))
        total += len(grams)
        seen.update(grams)
    return 1 - len(seen) / total if total else 0.0
