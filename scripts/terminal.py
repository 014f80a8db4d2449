"""The screen of a terminal as lines of text: what a program drew, and drew over, in the end."""

import re
import unicodedata
from codecs import getincrementaldecoder

_SEQUENCE = re.compile(
    r"\x1b\[(?P<arguments>[0-9;?]*)[ -/]*(?P<final>[@-~])"  # CSI, ECMA-48 5.4
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, for example a link
    r"|\x1b[@-Z\\^_=>78]"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*|\][^\x07\x1b]*\x1b?)?$")


class TextScreen:
    """Takes the output of a program and keeps what would be seen, without colours.

    Knows what progress displays use: carriage return, moves of the cursor and erasing.
    Lines are as long as they were written, and never scroll away.
    """

    def __init__(self) -> None:
        self._rows: list[list[str]] = [[]]
        self._row = 0
        self._column = 0
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""

    @property
    def lines(self) -> list[str]:
        """The lines from the first to the last that is not empty."""
        lines = ["".join(row).rstrip() for row in self._rows]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def feed(self, data: bytes) -> None:
        """Take in output; it may be cut anywhere."""
        text = self._rest + self._decode(data)
        unfinished = _UNFINISHED.search(text)
        self._rest = unfinished[0] if unfinished else ""
        text = text[: len(text) - len(self._rest)]
        at = 0
        for found in _SEQUENCE.finditer(text):
            self._write(text[at : found.start()])
            if found["final"]:
                self._control(found["final"], found["arguments"])
            at = found.end()
        self._write(text[at:])

    def _write(self, text: str) -> None:
        for character in text:
            if character == "\n":
                self._move(self._row + 1)
            elif character == "\r":
                self._column = 0
            elif character == "\b":
                self._column = max(0, self._column - 1)
            elif character == "\t":
                self._column += 8 - self._column % 8
            elif character.isprintable():
                self._put(character)

    def _put(self, character: str) -> None:
        row = self._rows[self._row]
        row.extend(" " * (self._column - len(row)))
        if unicodedata.combining(character) and self._column > 0:
            row[self._column - 1] += character
            return
        # A wide character fills two cells, of which the second is empty.
        wide = unicodedata.east_asian_width(character) in "WF"
        cells = [character, ""] if wide else [character]
        row[self._column : self._column + len(cells)] = cells
        self._column += len(cells)

    def _control(self, final: str, arguments: str) -> None:
        first = arguments.partition(";")[0]
        number = int(first) if first.isdigit() else 0
        row = self._rows[self._row]
        match final:
            case "A":
                self._move(self._row - max(1, number))
            case "B":
                self._move(self._row + max(1, number))
            case "C":
                self._column += max(1, number)
            case "D":
                self._column = max(0, self._column - max(1, number))
            case "G":
                self._column = max(1, number) - 1
            case "K" if number == 0:
                del row[self._column :]
            case "K" if number == 1:
                row[: self._column + 1] = " " * min(len(row), self._column + 1)
            case "K":
                row.clear()
            case "J" if number == 0:
                del row[self._column :], self._rows[self._row + 1 :]
            case _:
                pass  # colours, cursor shapes and modes leave no trace in text

    def _move(self, row: int) -> None:
        self._row = max(0, row)
        while len(self._rows) <= self._row:
            self._rows.append([])
