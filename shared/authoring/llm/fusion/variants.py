"""What a term is: forms that occur, and the one that is to be used."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import rjieba

WORD_START = r"(?<![A-Za-z0-9_/@.’'-])"
WORD_END = r"(?![A-Za-z0-9_/@’'-])"

Text = tuple[int, str]
"""Number and text of a sentence."""

_NEXT = re.compile(r" ([a-z]+)")
_ARTICLE = re.compile(r"\b[Aa]n? $")


@dataclass(frozen=True)
class Term:
    """Forms of a term that are to be replaced by another of its forms.

    Forms are in the singular and as within a sentence; the plural is found too.

    Args:
        forms: what is replaced.
        use: what is put there.
        after: number of the sentence after which it is replaced; -1 for everywhere.
        before: words of which one must follow, where a hyphen is to take the place of a space:
            "sea level rise" gets one, "the sea level rose" does not.
        renames: whether ``use`` begins with another word, so that ``a`` or ``an`` before
            it might be wrong.

    """

    forms: tuple[str, ...]
    use: str
    after: int = -1
    before: frozenset[str] = frozenset()
    renames: bool = False
    pattern: re.Pattern[str] = field(init=False, compare=False)
    _plurals: frozenset[str] = field(init=False, compare=False)
    _lowered: tuple[str, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        plurals = {plural(form) for form in self.forms if form.isascii()}
        longest_first = sorted({*self.forms, *plurals}, key=len, reverse=True)
        pattern = re.compile("|".join(map(_pattern, longest_first)))
        object.__setattr__(self, "pattern", pattern)
        object.__setattr__(self, "_plurals", frozenset(plurals - {*self.forms}))
        object.__setattr__(self, "_lowered", tuple({form.lower() for form in longest_first}))

    def may_stand_in(self, lowered: str) -> bool:
        """Say, much faster than by the pattern, whether a text in lower case may have a form."""
        return any(form in lowered for form in self._lowered)

    def fits(self, text: str, found: re.Match[str]) -> bool:
        """Say whether the sentence's grammar allows to replace what was found."""
        if not found.group().isascii():
            return whole_words(text, found.start(), found.end())
        if self.renames and _ARTICLE.search(text, 0, found.start()):
            return False
        if "-" in self.use and " " in found.group():
            following = _NEXT.match(text, found.end())
            return following is not None and following[1] in self.before
        return True

    def put(self, said: str, *, opens: bool) -> str | None:
        """Return what is to stand for ``said``; ``None`` if that is another name.

        Args:
            opens: whether it opens its sentence, where any word has a capital.

        """
        as_within = said[0].lower() + said[1:]
        known = {*self.forms, *self._plurals}
        if said not in known and not (opens and as_within in known):
            return None
        many = said in self._plurals or as_within in self._plurals
        put = plural(self.use) if many else self.use
        return put[0].upper() + put[1:] if opens and said[0].isupper() else put


def whole_words(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of Chinese begins and ends between words.

    通过分析 holds no 过分.
    """
    position = 0
    boundaries = {0}
    for word in rjieba.cut(text):
        position += len(word)
        boundaries.add(position)
    return {start, end} <= boundaries


def plural(term: str) -> str:
    """Return the plural of an English term, or of an acronym."""
    low = term.lower()
    if term.isupper():
        return term + "s"
    if low.endswith(("s", "sh", "ch", "x")):
        return term + "es"
    if low.endswith("y") and low[-2:-1] not in "aeiou":
        return term[:-1] + "ies"
    return term + "s"


def most_used(counts: Iterable[tuple[str, int]]) -> str:
    """Return the most frequent form; of equals the one named first."""
    return max(counts, key=lambda one: one[1])[0]


def _pattern(form: str) -> str:
    if not form.isascii():
        return re.escape(form)
    first = f"[{form[0].upper()}{form[0].lower()}]"
    return f"{WORD_START}{first}{re.escape(form[1:])}{WORD_END}"
