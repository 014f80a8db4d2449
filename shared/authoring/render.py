r"""Markdown of a finished document: escaping of what sources say, markers, bibliography.

A marker is ``[n]`` without a backslash before it. What a sentence says is escaped
so that nothing in it can be taken for structure (headings, lists, links, HTML) or
for a marker: brackets of a source are written ``\[3\]``. Escapes follow CommonMark
0.31, with ``~`` of GitHub's strikethrough.
"""

import re
from collections.abc import Iterator, Sequence

from shared.authoring.model import BibliographyEntry

_INLINE = re.compile(
    r"[\\`*\[\]~]"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    # Within a word an underscore opens no emphasis; addresses stay readable.
    r"|(?<![^\W_])_|_(?![^\W_])"
)
_BLOCK = re.compile(r"(?P<digits>\d{1,9})(?=[.)](?:\s|$))|(?=#{1,6}(?:\s|$)|[-+](?:\s|$|-)|>|=+$)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKER = re.compile(rb"\\[!-/:-@\[-`{-~]|\[(\d+)\]")
_ADDRESS_END = re.compile(r"(?:://|\bwww\.)\S*$")
_DEEPEST = 6
_BIBLIOGRAPHY = {"zh": "参考文献", "ja": "参考文献"}


def escape(text: str) -> str:
    """Return ``text`` as one line of Markdown that reads as ``text`` wherever it stands."""
    line = " ".join(text.split())
    inline = _INLINE.sub(r"\\\g<0>", line)
    block = _BLOCK.match(inline)
    if block:
        return f"{inline[: block.end()]}\\{inline[block.end() :]}"
    # After a marker a bracket would make the two a link.
    return "\\" + inline if inline.startswith("(") else inline


def unescape(markdown: str) -> str:
    """Return the text that ``escape`` was given, with single spaces."""
    return _ESCAPED.sub(r"\1", markdown)


def heading(level: int, title: str) -> str:
    """Return a heading's line; levels deeper than six are written as six."""
    return f"{'#' * min(level, _DEEPEST)} {escape(title)}"


def before_marker(sentence: str) -> str:
    """Return what stands between a sentence and its marker: a space after an address."""
    return " " if _ADDRESS_END.search(sentence) else ""


def marker(number: int) -> str:
    """Return the marker of citation ``number``. It stands after the final punctuation."""
    return f"[{number}]"


def markers(markdown: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, number) of each marker; bytes, end exclusive."""
    for found in _MARKER.finditer(markdown):
        if found[1] is not None:
            yield found.start(), found.end(), int(found[1])


def bibliography(entries: Sequence[BibliographyEntry], language: str) -> str:
    """Return the section that lists the cited sources, ``""`` if there are none."""
    if not entries:
        return ""
    lines = [heading(2, _BIBLIOGRAPHY.get(language, "References"))]
    lines += [f"{marker(entry.number)} {escape(entry.text)}" for entry in entries]
    return "\n\n".join(lines)
