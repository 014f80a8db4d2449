"""How cited sources are listed and named in the text, by style.

- ``numeric``: ``[3]``; entries are ``Author. Title. Date. URI`` in order of first use.
- ``gbt7714``: the numeric system of GB/T 7714-2015: ``[3]``; entries are
  ``Author. Title[EB/OL]. (Date). URI`` in order of first use, or ``Title[Z]. Date.``
  for what is not on the web. The mark says what is known: a web address is an
  electronic bulletin (EB/OL), anything else is "other" (Z).
- ``author_date``: ``[Okafor, 2021]``; entries are ``Author (Date). Title. URI``, sorted
  by name. The brackets are square so that a marker is never taken for words of a source.

What a source does not say of itself is left out, and never guessed: without an author
the title stands in its place, without a date ``n.d.`` (no date) where a style needs one.
A source from the web has the day on which it was fetched. Names are printed as given;
only what stands before a comma is taken for a surname.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shared.authoring import render
from shared.authoring.model import BibliographyStyle, SourceInfo
from shared.authoring.text.language import CHARACTER_LANGUAGES

_FULL_STOPS = tuple(".!?。！？…")
_WEB = re.compile(r"https?://", re.I)
_YEAR = re.compile(r"\d{4}")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SHORT_TITLE = 40
_NAMED = 3
"""Authors that GB/T 7714-2015 names before "et al." (8.1.2)."""
_PAIR = 2
"""Authors that a marker names before "et al."."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited source as listed.

    Args:
        number: place in the list, from 1.
        text: the entry as printed, without a number.
        marker: the marker in the document's Markdown, with its brackets.

    """

    number: int
    source: SourceInfo
    text: str
    marker: str


def entry_key(source: SourceInfo) -> tuple[str, str]:
    """Return what makes two sources one entry of the bibliography."""
    return source.uri, source.title


def references(
    cited: Sequence[SourceInfo], style: BibliographyStyle, language: str
) -> tuple[Reference, ...]:
    """Return the bibliography in the order in which it is printed.

    Args:
        cited: the cited sources in order of first use; of those with the same
            ``entry_key`` the first one is listed.
        language: that of the document.

    """
    first: dict[tuple[str, str], SourceInfo] = {}
    for source in cited:
        first.setdefault(entry_key(source), source)
    unique = tuple(first.values())
    if style == "author_date":
        return _author_date(unique, language)
    text = _numeric if style == "numeric" else _gbt7714
    return tuple(
        Reference(number, source, text(source, language), render.marker(str(number)))
        for number, source in enumerate(unique, 1)
    )


def is_numbered(style: BibliographyStyle) -> bool:
    """Return whether markers and entries bear numbers."""
    return style != "author_date"


def _numeric(source: SourceInfo, language: str) -> str:
    where = _found(source, language)
    return _sentences([", ".join(source.authors), _title(source), source.published, where])


def _gbt7714(source: SourceInfo, language: str) -> str:
    names = source.authors
    if len(names) > _NAMED:
        more = "等" if _CHINESE.search(names[0]) else "et al."
        names = (*names[:_NAMED], more)
    address = _address(source)
    if _WEB.match(address):
        title = f"{_title(source)}[EB/OL]"
        # The date of the citation stands in brackets (8.5, 8.8.3).
        published = f"({source.published})" if source.published else ""
        date = published + (f"[{_day(source)}]" if source.retrieved else "")
    else:
        title, date = f"{_title(source)}[Z]", source.published
    return _sentences([", ".join(names), title, date, address])


def _author_date(cited: Sequence[SourceInfo], language: str) -> tuple[Reference, ...]:
    characters = language in CHARACTER_LANGUAGES
    order = sorted(cited, key=lambda source: (_sort_key(_by(source)), source.published, source.uri))
    names = [_short(source, characters) for source in order]
    dates = [_year(source, characters) for source in order]
    alike = Counter(zip(names, dates, strict=True))
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    listed = []
    for place, source in enumerate(order):
        name, date = key = names[place], dates[place]
        suffix = ""
        if alike[key] > 1:
            suffix = ("-" if not date[-1:].isdigit() else "") + _letters(seen[key])
            seen[key] += 1
        full = (source.published or date) + suffix
        title = _title(source) if source.authors else ""
        text = _sentences([f"{_by(source)} ({full})", title, _found(source, language)])
        marker = render.marker(render.escape(f"{name}, {date}{suffix}"))
        listed.append(Reference(place + 1, source, text, marker))
    return tuple(listed)


def _by(source: SourceInfo) -> str:
    """Return under what a source is sorted: its authors, or else its title."""
    return ", ".join(source.authors) or _title(source)


def _short(source: SourceInfo, characters: bool) -> str:
    """Return what stands for a source in the text."""
    names = [name.split(",")[0].strip() or name for name in source.authors]
    if not names:
        return _cut(_title(source))
    if len(names) > _PAIR:
        return f"{names[0]}等" if characters else f"{names[0]} et al."
    return ("和" if characters else " & ").join(names)


def _cut(title: str) -> str:
    if len(title) <= _SHORT_TITLE:
        return title
    cut = title[:_SHORT_TITLE]
    words = cut.rsplit(" ", 1)[0] if not title[_SHORT_TITLE].isspace() else cut
    return f"{words.rstrip(' ,.;:，。；：')}…"


def _year(source: SourceInfo, characters: bool) -> str:
    found = _YEAR.search(source.published)
    if found:
        return found[0]
    return source.published or ("无日期" if characters else "n.d.")


def _letters(place: int) -> str:
    """Return a, b, … z, aa, ab and so on."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _sort_key(name: str) -> bytes:
    """Return a key by which Latin names sort without accents, common Chinese ones by pinyin.

    GB 18030 lists the 3,755 most used characters in the order of their pinyin.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).encode("gb18030", "replace")


def _title(source: SourceInfo) -> str:
    return source.title or source.uri or source.id


def _address(source: SourceInfo) -> str:
    return source.uri if source.uri != _title(source) else ""


def _found(source: SourceInfo, language: str) -> str:
    """Return where a source is, and when it was there if it came from the web."""
    address = _address(source)
    if not source.retrieved or not address:
        return address
    if language in CHARACTER_LANGUAGES:
        return f"{address} ({_day(source)} 检索)"
    return f"{address} (retrieved {_day(source)})"


def _day(source: SourceInfo) -> str:
    return source.retrieved[: len("2026-01-31")]


def _sentences(parts: Sequence[str]) -> str:
    """Return the parts that there are, with a full stop and a space between two."""
    said = [part for part in parts if part]
    closed = [part if part.endswith(_FULL_STOPS) else f"{part}." for part in said[:-1]]
    return " ".join([*closed, *said[-1:]])
