"""Kinds of documents: one readable file each, beside this one, which a user can copy.

A file is Markdown: a title, a sentence that says what such a document is for, and sections.
``## Structure`` is a list of the chapters in order, each ``- Name: what stands in it.``;
``## Tone`` and any others tell how to write. The same sections may follow in Chinese, as
``## 结构`` and ``## 语气``; documents in Chinese then keep to those, all others to the English
ones. A file with one language serves for both. Authors read the structure with ``structure``
and, where a model writes, the whole text for the language with ``instructions``.
"""

import re
from collections.abc import Iterator
from importlib import resources

from shared.authoring.brief import Genre
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect

_FILES = resources.files(__name__)
_SUFFIX = ".md"
_HEADING = re.compile(r"^##\s+(?P<title>.+?)\s*#*$", re.MULTILINE)
_STRUCTURE = {"structure": False, "结构": True}
"""Headings of the list of chapters, and whether it is for Chinese documents."""

_ITEM = re.compile(r"^(?:[-*+]|\d{1,2}[.)、])\s*(?P<kind>[^:：\n]+)", re.MULTILINE)


class UnknownGenreError(Exception):
    """There is no genre of that name. ``known`` has those that there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no genre {name!r}, only {', '.join(known)}")
        self.known = known


def names() -> tuple[str, ...]:
    """Return the names of all genres, sorted."""
    found = (entry.name for entry in _FILES.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def genre(name: str) -> Genre:
    """Return a genre with its text. Raises UnknownGenreError."""
    known = names()
    if name not in known:
        raise UnknownGenreError(name, known)
    return Genre(name=name, text=(_FILES / f"{name}{_SUFFIX}").read_text(encoding="utf-8"))


def structure(genre: Genre, language: str) -> tuple[str, ...]:
    """Return the kinds of chapters that a genre's file lists, in order; none if it has no list.

    Args:
        language: of the document (BCP 47). Chinese takes the Chinese list if there is one, other
            languages the English one; either stands in for a missing other.

    """
    lists = {
        _STRUCTURE[title.casefold()]: body
        for title, body in _sections(genre.text)
        if title.casefold() in _STRUCTURE
    }
    wanted = _is_chinese(language)
    body = lists.get(wanted, lists.get(not wanted, ""))
    return tuple(found["kind"].strip().strip("*_ ") for found in _ITEM.finditer(body))


def instructions(genre: Genre, language: str) -> str:
    """Return a genre's text without the sections that are for documents in the other language.

    A file in one language alone is returned as it is.
    """
    sections = list(_sections(genre.text))
    chinese = [detect(f"{title} {body}") in CHARACTER_LANGUAGES for title, body in sections]
    if len(set(chinese)) < 2:  # noqa: PLR2004  # one language
        return genre.text.strip()
    first = _HEADING.search(genre.text)
    head = genre.text[: first.start()].strip() if first else ""
    own = _is_chinese(language)
    kept = [
        f"## {title}\n\n{body}"
        for (title, body), is_chinese in zip(sections, chinese, strict=True)
        if is_chinese == own
    ]
    return "\n\n".join(part for part in (head, *kept) if part)


def _is_chinese(language: str) -> bool:
    return language.partition("-")[0].lower() == "zh"


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield title and body of each section."""
    found = list(_HEADING.finditer(text))
    for heading, following in zip(found, [*found[1:], None], strict=False):
        end = following.start() if following else len(text)
        yield heading["title"], text[heading.end() : end].strip()
