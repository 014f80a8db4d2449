"""Proper names of a text, titles and words in quotation marks."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.authoring.support import places
from shared.authoring.support.forms import is_verb
from shared.authoring.text.stopwords import STOP_WORDS
from shared.authoring.text.words import singular

_LETTER = r"A-Za-z0-9\u00c0-\u024f"
_WORD = re.compile(rf"(?![0-9])[{_LETTER}][{_LETTER}&_]*(?:[.'’-][{_LETTER}_]+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.+#&][A-Za-z0-9]+)*\+{0,2}")
_TITLE = re.compile("《([^》]{1,60})》")
QUOTED = re.compile(r"[“\"]([^”\"\n]{1,200})[”\"]|「([^」]{1,200})」|『([^』]{1,200})』")
_OPENS = re.compile(r"(?:^|[.!?:]\s+|[“\"(]\s*|^\W+)$")
_HONORIFICS = "mr mrs ms dr prof sir st i am pm ad bc ce bce"
_HONORIFIC = frozenset(_HONORIFICS.split())
_COMMON_WORDS = """
authors experts studies study research results findings data evidence people scientists analysts
critics officials reports report scholars students workers overall today such additionally
meanwhile despite compared according based given among unlike like during two three four five six
seven eight nine ten
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_COMMON_ENDING = re.compile(
    r"(?:ly|ing|ed|tion|tions|ment|ments|ness|ity|ities|ists?|ers|ors|ances?|ences?|ships?|ures?"
    r"|ages?|als|ics|ive|ous)$"
)
_SUFFIX = re.compile("(?<=..)[市省县区州镇乡村国]$")
_NAME_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
_AUXILIARIES = frozenset(["is", "was", "has", "had", "can", "will", "does", "did"])
_SHORTEST_ACRONYM = 3
_LONGEST_ACRONYM = 8
_SHORTEST = 2
_BEFORE = 8


class Name(NamedTuple):
    """A word of a name: as it is compared, and where it stands (characters).

    Args:
        firm: whether it is surely a name, not an ordinary word at a sentence's begin.
        subject: whether it is such a word with a verb after it.

    """

    word: str
    start: int
    end: int
    firm: bool = True
    subject: bool = False


def english(text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[Name]:
    """Yield the capitalised words of ``text`` that are no ordinary words at a sentence's begin.

    Args:
        taken: stretches that hold no names (dates, numbers with units).

    """
    words = list(_WORD.finditer(text))
    for place, found in enumerate(words):
        word = found[0]
        if not any(letter.isupper() for letter in word) or _in(found, taken):
            continue
        bare = bare_word(word)
        acronym = len(word) > 1 and word.isupper()
        if (
            (bare in STOP_WORDS and not acronym)
            or bare in _HONORIFIC
            or (len(bare) < _SHORTEST and bare != "x")
        ):
            continue
        firm, subject = True, False
        if _opens(text, found.start()) and not any(c.isupper() for c in word[1:]):
            following = words[place + 1] if place + 1 < len(words) else None
            run = (
                following is not None
                and following[0][0].isupper()
                and (bare_word(following[0]) not in STOP_WORDS)
            )
            if word.lower() in _COMMON or (not run and _COMMON_ENDING.search(word.lower())):
                continue
            firm = run
            subject = following is not None and _speaks(following[0])
        yield Name(bare, found.start(), found.end(), firm, subject)


def chinese(
    text: str, tagged: Sequence[tuple[str, str, int]], taken: Sequence[tuple[int, int]]
) -> Iterator[Name]:
    """Yield the names of Chinese ``text``: Latin runs, titles, and what is tagged as a name.

    Args:
        tagged: its words with part of speech (of jieba) and place.

    """
    for found in _LATIN.finditer(text):
        if not _in(found, taken):
            yield Name(bare_word(found[0]), found.start(), found.end())
    for found in _TITLE.finditer(text):
        yield Name(squeeze(found[1]), found.start(1), found.end(1))
    for word, tag, start in tagged:
        known = word in places.names()
        if (known or (tag in _NAME_TAGS and len(word) >= _SHORTEST)) and not word.isascii():
            yield Name(word if known else _SUFFIX.sub("", word), start, start + len(word))


def quoted(text: str) -> Iterator[str]:
    """Yield what stands in quotation marks, as ``squeeze`` returns it."""
    for found in QUOTED.finditer(text):
        inside = squeeze(found[1] or found[2] or found[3] or "")
        if inside:
            yield inside


def words(text: str) -> frozenset[str]:
    """Return the Latin words of ``text`` as ``Name.word`` has them, with the parts of compounds."""
    found = set()
    for word in _WORD.findall(text):
        found.add(bare_word(word))
        found.update(bare_word(part) for part in re.split(r"[-.'’&]", word) if part)
    return frozenset(found)


def acronyms(text: str) -> dict[str, frozenset[str]]:
    """Map the initials of each run of capitalised words to these, for acronyms to be told."""
    found: dict[str, frozenset[str]] = {}
    run: list[str] = []
    last = 0
    for word in [*_WORD.finditer(text), None]:
        joined = word is not None and text[last : word.start()].strip(" -") == ""
        if word is not None and (not run or joined):
            if word[0][0].isupper():
                run.append(word[0])
                last = word.end()
                continue
            if run and word[0] in ("of", "for", "and", "the", "on", "in"):
                last = word.end()
                continue
        for start in range(len(run) - _SHORTEST_ACRONYM + 1):
            for end in range(
                start + _SHORTEST_ACRONYM, min(len(run), start + _LONGEST_ACRONYM) + 1
            ):
                initials = "".join(part[0].lower() for part in run[start:end])
                found[initials] = frozenset(bare_word(part) for part in run[start:end])
        run = [word[0]] if word is not None and word[0][0].isupper() else []
        last = word.end() if word is not None else 0
    return found


def bare_word(word: str) -> str:
    """Return a Latin word in lower case and singular, without points."""
    lower = word.lower().replace("’", "'").replace(".", "")
    return places.names().get(lower) or places.names().get(singular(lower)) or singular(lower)


def squeeze(text: str) -> str:
    """Return the letters and digits of ``text`` alone, in lower case."""
    return "".join(filter(str.isalnum, text.lower()))


def _opens(text: str, start: int) -> bool:
    """Say whether a sentence begins at ``start``, by the few characters before it."""
    before = text[:start] if start <= _BEFORE else "x" + text[start - _BEFORE : start]
    return _OPENS.search(before) is not None


def _speaks(word: str) -> bool:
    return word in _AUXILIARIES or (word.endswith("s") and is_verb(word))


def _in(found: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= found.start() < end for start, end in taken)
