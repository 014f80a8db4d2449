"""What the chapters of facets are called."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shared.authoring.extractive import titles
from shared.authoring.extractive.sections import Texts
from shared.authoring.model import Passage

_SURE_SECOND = 0.65
_OFTEN = 0.3
_FEWEST_TEXTS = 2


@dataclass(frozen=True, slots=True)
class Facet:
    """A chapter in the making.

    Args:
        words: by which it is known; those of its title.
        place: see ``Aspect``.
        strength: of each passage, from 0 to about 1.

    """

    title: str
    words: frozenset[str]
    place: int
    strength: "np.ndarray[tuple[int], np.dtype[np.float64]]"


def facet_titles(
    made: Sequence[tuple[Facet, Sequence[Passage]]], language: str, texts: Texts, subject: set[str]
) -> list[str]:
    """Name each chapter: a noun with the noun that its chapter has most beside it."""
    chinese = language == "zh"
    found = [titles.phrases_of([texts.texts[p] for p in members], language) for _, members in made]
    total: Counter[tuple[str, ...]] = Counter()
    for phrases in found:
        total.update({phrase: entry.count for phrase, entry in phrases.items()})
    taken = {word for facet, _ in made for word in facet.words}
    names: list[str] = []
    for (facet, members), phrases in zip(made, found, strict=True):
        best: tuple[float, str, tuple[str, ...]] = (0.0, "", ())
        for phrase, entry in phrases.items():
            if (
                set(phrase) & (taken | subject)
                or entry.as_noun < _SURE_SECOND * entry.count
                or len(entry.texts) < max(_FEWEST_TEXTS, _OFTEN * len(members))
            ):
                continue
            weight = entry.count / total[phrase] * math.sqrt(entry.count) * len(entry.texts)
            best = max(best, (weight, plural(entry.forms), phrase))
        second = best[1] if facet.place == 0 and not _is_long(facet.title, chinese=chinese) else ""
        taken |= set(best[2]) if second else set()
        name = facet.title if not second else f"{facet.title}{'与' if chinese else ' and '}{second}"
        names.append(name[:1].upper() + name[1:])
    return names


def plural(forms: Mapping[str, int]) -> str:
    """Return the plural of a noun if it occurs, else its commonest form."""
    best = max(forms, key=lambda form: (forms[form], len(form), form))
    plural = next((form for form in forms if form in (f"{best}s", f"{best}es")), best)
    return best if best.isupper() else plural


def _is_long(title: str, *, chinese: bool) -> bool:
    return len(title) > 4 if chinese else " " in title  # noqa: PLR2004
