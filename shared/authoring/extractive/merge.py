"""Parts that speak of the same, and titles for parts that were put together."""

import re
from collections.abc import Sequence

from shared.authoring.extractive import headings
from shared.authoring.extractive.sections import Part, Texts
from shared.authoring.model import Passage

_VOLUME = re.compile(
    r"[\s,;:–—-]*\b(?:volume|vol|part|no|number|chapter|section|book|page)?\.?\s*$", re.IGNORECASE
)
_LONGEST_JOINED = 60
_NOT_JOINED = re.compile(r"[?:;,/&(—？：；，（]|\band\b|[与和及、]")


def merge_same(parts: Sequence[Part]) -> list[Part]:
    """Merge parts whose titles name one subject, in the order of the first of each."""
    merged: list[Part] = []
    words: list[frozenset[str]] = []
    for part in parts:
        own = headings.key_words(part.title)
        at = next((i for i, other in enumerate(merged) if _same(part, own, other, words[i])), -1)
        if at < 0:
            merged.append(part)
            words.append(own)
            continue
        merged[at] = _together(merged[at], part)
        words[at] = headings.key_words(merged[at].title)
    return merged


def joined_title(parts: Sequence[Part], texts: Texts) -> str:
    """Return a title for parts put together: those of the two largest, if they are short."""
    ranked = sorted(parts, key=lambda part: -len(part.all_passages()))
    first = ranked[0]
    if _NOT_JOINED.search(first.title):
        return first.title
    for second in ranked[1:]:
        if second.language != first.language or _NOT_JOINED.search(second.title):
            continue
        chinese = first.language == "zh"
        title = (
            f"{first.title}与{second.title}"
            if chinese
            else (f"{first.title} and {_within_sentence(second, texts)}")
        )
        if len(title) <= _LONGEST_JOINED // (2 if chinese else 1):
            return title
    return first.title


def nearest(passage: Passage, parts: Sequence[Part], texts: Texts) -> Part:
    """Return the part whose words a passage shares most; the first of equals."""
    words = set(texts.words[passage])

    def common(part: Part) -> float:
        own = {word for p in part.all_passages() for word in texts.words[p]}
        own |= headings.key_words(part.title)
        return len(words & own) / (len(own) ** 0.5 or 1.0)

    return max(parts, key=common)


def _same(one: Part, own: frozenset[str], other: Part, words: frozenset[str]) -> bool:
    return one.title.casefold() == other.title.casefold() or headings.say_the_same(own, words)


def _together(one: Part, other: Part) -> Part:
    return Part(
        _common_title(one.title, other.title),
        min(one.place, other.place),
        one.language,
        [*one.passages, *other.passages],
        [*one.endings, *other.endings],
        merge_same([*one.parts, *other.parts]),
    )


def _common_title(one: str, other: str) -> str:
    """Return what two titles begin with ("Trees, volume 1", "Trees, volume 2"), else the first."""
    pairs = enumerate(zip(one, other, strict=False))
    length = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    start = one[:length]
    if any(title[len(start) : len(start) + 1].isdigit() for title in (one, other)):
        shared = _VOLUME.sub("", start.rstrip("0123456789")).strip()
        if headings.key_words(shared):
            return shared
    return one


def _within_sentence(part: Part, texts: Texts) -> str:
    """Return a title as it stands within a sentence: a common noun loses its capital."""
    first, _, rest = part.title.partition(" ")
    lower = re.compile(rf"\b{re.escape(first.lower())}\b")
    if any(word[:1].isupper() for word in rest.split()):
        return part.title
    is_common = any(lower.search(texts.texts[p]) for p in part.all_passages())
    return " ".join([first.lower() if is_common else first, rest]).strip()
