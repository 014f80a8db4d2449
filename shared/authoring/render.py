r"""Markdown of a finished document: escaping of what sources say, markers, bibliography.

A marker is ``[n]``, or ``[name, year]``, without a backslash before it. What a sentence
says is escaped so that nothing in it can be taken for structure (headings, lists, links,
HTML) or for a marker: brackets of a source are written ``\[3\]``. Escapes follow CommonMark
0.31, with ``~`` of GitHub's strikethrough. Formulas in TeX, ``$x_1$``, are written as
GitHub and GitLab read them, ``$`x_1`$``, in which nothing is markup.
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
_ESCAPED = re.compile(r"\$`([^`\n]*)`\$|\\([!-/:-@\[-`{-~])")
# TeX between dollar signs, as Pandoc tells it from amounts of money: no space within the
# signs, no digit after them; and, what money never has, a sign of TeX.
_FORMULA = re.compile(r"\$(?=[^\s$`])([^$`]*[\\^_{][^$`]*)(?<!\s)\$(?!\d)")
_MARKER = re.compile(
    rb"^(?P<fence>`{3,})(?:math)?\n(?:.*\n)*?(?P=fence)$"
    rb"|\\[!-/:-@\[-`{-~]|`[^`\n]*`"
    rb"|\[(?P<label>(?:\\[!-/:-@\[-`{-~]|`[^`\n]*`|[^\[\]\\`\n])+)\]",
    re.MULTILINE,
)
_ADDRESS_END = re.compile(r"(?:://|\bwww\.)\S*$")
_DEEPEST = 6
_BIBLIOGRAPHY = {"zh": "参考文献", "ja": "参考文献"}


def escape(text: str, *, in_table: bool = False) -> str:
    """Return ``text`` as one line of Markdown that reads as ``text`` wherever it stands.

    Args:
        in_table: whether it is to be a cell of a table, in which a bar ends the cell.

    """
    line = " ".join(text.split())
    barred = in_table and "|" in line
    # Every second piece is the inside of a formula; one with bars is no more than text.
    pieces = [line] if barred else _FORMULA.split(line)
    pieces[::2] = (_INLINE.sub(r"\\\g<0>", piece) for piece in pieces[::2])
    pieces[1::2] = (f"$`{piece}`$" for piece in pieces[1::2])
    inline = "".join(pieces)
    if barred:
        inline = inline.replace("|", "\\|")
    block = _BLOCK.match(inline)
    if block:
        return f"{inline[: block.end()]}\\{inline[block.end() :]}"
    # After a marker a bracket would make the two a link.
    return "\\" + inline if inline.startswith("(") else inline


def unescape(markdown: str) -> str:
    """Return the text that ``escape`` was given, with single spaces."""
    return _ESCAPED.sub(lambda found: f"${found[1]}$" if found[2] is None else found[2], markdown)


def heading(level: int, title: str) -> str:
    """Return a heading's line; levels deeper than six are written as six."""
    return f"{'#' * min(level, _DEEPEST)} {escape(title)}"


def before_marker(sentence: str) -> str:
    """Return what stands between a sentence and its marker: a space after an address."""
    return " " if _ADDRESS_END.search(sentence) else ""


def marker(label: str) -> str:
    """Return the marker of a label that is Markdown. It stands after the final punctuation."""
    return f"[{label}]"


def markers(markdown: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, marker with its brackets) of each marker; bytes, end exclusive."""
    for found in _MARKER.finditer(markdown):
        if found["label"] is not None:
            yield found.start(), found.end(), found[0].decode(errors="replace")


def bibliography(
    entries: Sequence[BibliographyEntry], language: str, *, numbered: bool = True
) -> str:
    """Return the section that lists the cited sources, ``""`` if there are none.

    Args:
        numbered: whether each entry begins with its number.

    """
    if not entries:
        return ""
    lines = [heading(2, bibliography_title(language))]
    for entry in entries:
        number = f"{marker(str(entry.number))} " if numbered else ""
        lines.append(number + escape(entry.text))
    return "\n\n".join(lines)


def bibliography_title(language: str) -> str:
    """Return the heading above the cited sources."""
    return _BIBLIOGRAPHY.get(language, "References")
