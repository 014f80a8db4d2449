"""Tables, code and formulas of a source in the Markdown of a document, and read back from there.

They are set word for word: a table as one of GitHub's Markdown, code between fences, a
formula that stands by itself between fences of ``math``, as GitHub and GitLab read it. The
marker of the source stands in a paragraph of its own below.
"""

import re
from collections.abc import Iterator
from typing import Literal

from shared.authoring import render

VerbatimKind = Literal["table", "code"]

_INDENT = re.compile(r"^(?: {4}|\t)", re.MULTILINE)
_FENCED = re.compile(r"\n* {0,3}(```|~~~)[^\n]*\n(?P<code>.*?)\n?(?:\s*\1\s*)?\Z", re.DOTALL)
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*:?-+:?\s*")
_TICKS = re.compile(r"`+")
_DISPLAYED = re.compile(
    r"^(?:\$\$(?P<dollars>[^$`]{1,2000})\$\$|\\\[(?P<brackets>(?:[^\\`]|\\(?!\])){1,2000})\\\])"
    r"[ \t]*[.,;]?[ \t]*$",
    re.MULTILINE,
)


def write(kind: VerbatimKind, stored: str) -> str:
    """Return a block of stored text as Markdown; ``""`` for a table without any row."""
    return _table(stored) if kind == "table" else _code(stored)


def displayed(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where formulas stand by themselves, from line begin to line end; character indexes.

    Between ``$$`` and ``$$``, or ``\[`` and ``\]``, of LaTeX.
    """
    for found in _DISPLAYED.finditer(text):
        yield found.span()


def read(markdown: str) -> tuple[VerbatimKind, str] | None:
    """Return what a block of Markdown that ``write`` made says; ``None`` for other blocks.

    Rules and fences are left out, escapes undone.
    """
    lines = markdown.split("\n")
    if markdown.startswith("```"):
        return "code", "\n".join(lines[1:-1])
    if markdown.startswith("| "):
        return "table", render.unescape("\n".join([*lines[:1], *lines[2:]]))
    return None


def cells(stored: str) -> list[list[str]]:
    """Return the rows of a table in stored text, without the rule below a head."""
    rows = [
        [
            cell.strip().replace("\\|", "|")
            for cell in _CELLS.split(line.strip().removeprefix("|").removesuffix("|"))
        ]
        for line in stored.split("\n")
        if line.strip()
    ]
    return [row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)]


def _table(stored: str) -> str:
    rows = cells(stored)
    if not rows:
        return ""
    columns = max(map(len, rows))
    head, *body = (
        f"| {' | '.join([*map(_cell, row), *[''] * (columns - len(row))])} |" for row in rows
    )
    return "\n".join([head, f"|{'---|' * columns}", *body])


def _cell(cell: str) -> str:
    return render.escape(cell, in_table=True)


def _code(stored: str) -> str:
    formula = _DISPLAYED.fullmatch(stored)
    tex = (formula["dollars"] or formula["brackets"]).strip() if formula else ""
    if tex:
        return "\n".join(["```math", *(line for line in tex.split("\n") if line.strip()), "```"])
    fenced = _FENCED.match(stored)
    code = fenced["code"] if fenced else _INDENT.sub("", stored)
    # A blank line would end the block for whoever splits the document at such lines.
    code = re.sub(r"(?<=\n)(?=\n)", " ", code.strip("\n"))
    fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(code)), default=0))
    return f"{fence}\n{code}\n{fence}"
