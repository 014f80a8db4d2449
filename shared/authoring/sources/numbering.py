"""Headings that show by their numbering or capitals alone."""

import re

ENDS_SENTENCE = re.compile(r"[.!?。！？；;:：,，、…][\"'”’」』）)]*\s*$")
"""A line that ends a sentence or a clause is no heading."""

_MAX_HEADING = 80
_NUMERAL = "[一二三四五六七八九十百零〇两\\d]{1,6}"
_PATTERNS = (
    (re.compile(f"第{_NUMERAL}[编篇部卷章回](?:\\s|[：:、]|$|[\u4e00-\u9fff])"), 1),
    (re.compile(f"第{_NUMERAL}节(?:\\s|[：:、]|$|[\u4e00-\u9fff])"), 2),
    (re.compile("[一二三四五六七八九十]{1,3}[、.．]\\s*\\S"), 1),
    (re.compile("[（(][一二三四五六七八九十]{1,3}[）)]\\s*\\S"), 2),
    (re.compile(r"(?:chapter|part|appendix)\s+(?:\d+|[ivxlc]+|[a-z])\b", re.I), 1),
)
_DECIMAL = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?P<dot>[.、．]?)\s*(?P<title>\S.*)")
_DECIMAL_BY_ITSELF = re.compile(r"[\u4e00-\u9fffA-Z]")
_MAX_LEVEL = 6
_MIN_CAPITALS = 4


def heading_level(line: str) -> int:
    """Return the level, 1 for the highest, of a line that is a heading by itself; else 0.

    Known are 第一章, 第一节, 一、, （一）, "Chapter 1", "1. Title", "1.2 Title" and
    lines in capitals.
    """
    line = line.strip()
    if not line or len(line) > _MAX_HEADING or ENDS_SENTENCE.search(line):
        return 0
    for pattern, level in _PATTERNS:
        if pattern.match(line):
            return level
    decimal = _DECIMAL.fullmatch(line)
    if decimal and _DECIMAL_BY_ITSELF.match(decimal["title"]):
        parts = decimal["number"].count(".") + 1
        if parts > 1 or decimal["dot"]:
            return min(parts, _MAX_LEVEL)
    letters = [char for char in line if char.isalpha()]
    if len(letters) >= _MIN_CAPITALS and all(char.isupper() for char in letters):
        return 1
    return 0
