r"""Formulas in Markdown, kept from what Markdown would make of them.

CommonMark knows no mathematics: to it ``\(`` is a bracket, ``\\`` a backslash, ``*`` within
``$a * b * c$`` emphasis and a line of a formula that begins with ``+`` an item of a list.
"""

import re
from dataclasses import replace

from shared.authoring.sources.layout import Block

_FORMULA = re.compile(
    r"(?P<code>^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)[^\n]*$|\Z)|`[^`\n]+`)"
    r"|(?P<display>^(?P<indent>[ \t]*)"
    r"(?:\$\$[^$`]{1,2000}\$\$|\\\[(?:[^\\`]|\\(?!\])){1,2000}\\\])[ \t]*[.,;]?[ \t]*$)"
    r"|(?P<inline>\\\([^\n`]{1,500}?\\\)|\$\$[^$`\n]{1,500}\$\$"
    r"|(?<![\\$])\$(?=[^\s$`])[^$`\n]{0,500}[\\^_{][^$`\n]{0,500}(?<!\s)\$(?!\d))",
    re.MULTILINE | re.DOTALL,
)


class Formulas:
    """The formulas of a Markdown text, outside of code.

    Attributes:
        text: the Markdown with a word in place of each.

    """

    def __init__(self, text: str) -> None:
        self._found: list[str] = []
        self._key = "formula"
        while self._key in text:
            self._key += "z"
        self.text = _FORMULA.sub(self._word, text)

    def back(self, block: Block) -> Block:
        """Return a block with the formulas in their places."""
        word = re.compile(rf"{self._key}(\d+)e")
        lines = (word.sub(lambda one: self._found[int(one[1])], line) for line in block.lines)
        return replace(block, lines=tuple(lines))

    def _word(self, formula: re.Match[str]) -> str:
        if formula["code"] is not None:
            return formula[0]
        self._found.append(" ".join(formula[0].split()))
        word = f"{self._key}{len(self._found) - 1}e"
        if formula["display"] is None:
            return word
        return f"\n\n{formula['indent']}{word}\n\n"
