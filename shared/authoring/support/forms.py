"""One form for the words of a text that say the same: inflections, and close synonyms.

The endings are those of Porter, An algorithm for suffix stripping (1980), cut without his
conditions on measure: what is compared are the words of a sentence and of its quotes,
which are few, so that a rare collision does less harm than a missed inflection.
"""

import re
from functools import lru_cache

from shared.authoring.support.vocabulary import CHINESE_SYNONYMS, IRREGULAR, SYNONYMS, VERBS
from shared.authoring.text.words import singular

_ENDING_LIST = """
izations ization isation ational fulness iveness ousness ations ation ments ition ically iness
ingly ment ness ible able ions ance ence ency ancy ical ing ion ity ive ful ous ate ize ise est
ism ist ies ied ily ed er or ly al ic en es e y s
"""
_ENDINGS = tuple(_ENDING_LIST.split())
_LONGEST_BARE = 2
_SHORTEST = 4
_VOWEL = re.compile("[aeiouy]")

_VERBS = frozenset(VERBS.split())
_VERB_ENDING = re.compile(r"(?:ed|ing|ly|ize|ise|ify)$")

UP, DOWN = "\u2191", "\u2193"
"""Forms of what says that something grows or shrinks, in both languages."""


@lru_cache(maxsize=1 << 16)
def form(word: str) -> str:
    """Return the form of a lower-case word of either language."""
    if not word.isascii():
        base = word[:-1] if len(word) > _LONGEST_BARE and word[-1] in "到至为成于" else word
        return _tables()[1].get(base, base)
    irregular, groups = _tables()
    base = irregular.get(word) or singular(word)
    base = irregular.get(base, base)
    return groups.get(base) or groups.get(stem(base)) or stem(base)


@lru_cache(maxsize=1 << 16)
def is_verb(word: str) -> bool:
    """Say whether a lower-case English word is, by its look, a verb or an adverb."""
    irregular, _ = _tables()
    base = irregular.get(word, word)
    return (
        bool(_VERB_ENDING.search(word))
        or base in _VERBS
        or singular(base) in _VERBS
        or base.removesuffix("es") in _VERBS
    )


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return an English word without its ending; short words stay as they are."""
    for _ in range(2):
        for ending in _ENDINGS:
            left = len(word) - len(ending)
            if word.endswith(ending) and left >= _SHORTEST - (ending in ("ed", "ing", "e", "s")):
                if _VOWEL.search(word[:left]):
                    word = word[:left]
                break
    if len(word) > _SHORTEST - 1 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    irregular = {word: words.split()[0] for words in IRREGULAR.split("|") for word in words.split()}
    groups: dict[str, str] = {}
    for place, line in enumerate(SYNONYMS.strip().split("\n")):
        name = (UP, DOWN)[place] if place <= 1 else f"={stem(line.split()[0])}"
        for word in line.split():
            groups.setdefault(word, name)
            groups.setdefault(stem(word), name)
    for place, line in enumerate(CHINESE_SYNONYMS.strip().split("\n")):
        name = (UP, DOWN)[place] if place <= 1 else f"={line.split()[0]}"
        groups.update(dict.fromkeys(line.split(), name))
    return irregular, groups
