"""Where sentences begin within a line of Chinese or Japanese."""

import re
from bisect import bisect_left

_END = re.compile(
    r"(?:[。！？｡]|(?<=[^\x00-\x7f])[!?]|[!?](?=\s|$))[。！？｡!?…]*"  # full stops and their runs
    r"|(?:…{1,2}|\.{3,6})(?=\s|$)"
    r"|(?<=[^\x00-\x7f])\.(?=\s|$)"
    r"|(?<=[a-z]{4})\.\s+(?=[^\x00-\x7f])"
)
_CLOSING = "”’」』）)】］]〉》\"'*_`"
_MARKER = re.compile(r"\s*\[[\d,;\s–-]+\]|\s*［[\d，；\s]+］")
_PAIRS = dict(zip("（(《〈【「『“", "）)》〉】」』”", strict=True))
_QUOTES = "“「『"
_LONGEST_ASIDE = 200
_SPEECH = re.compile("[^，。！？；：]{0,6}(?:说|问|道|答|喊|叫|写|と|って)")
_GOES_ON = "，、；：,;:的之等"


def chinese_boundaries(line: str) -> list[int]:
    """Return the indexes at which a new sentence begins, without the line's own start.

    A stop within brackets, book titles or quotation marks ends no sentence; one at
    the end of a quotation does, unless the sentence goes on ("“好吗？”他问。").
    Closing marks and citation markers stay with the sentence before them.
    """
    asides = _asides(line)
    cuts: list[int] = []
    for stop in _END.finditer(line):
        end = _past_closing(line, stop.end())
        if end >= len(line) or (cuts and end <= cuts[-1]):
            continue
        at = bisect_left(asides, (stop.start(), 0)) - 1
        aside = asides[at] if at >= 0 and stop.start() < asides[at][1] else None
        if aside is not None and not _ends_aside(line, aside, end):
            continue
        cuts.append(end)
    return cuts


def _asides(line: str) -> list[tuple[int, int]]:
    """Return the outermost bracketed stretches: index of the opening and the closing mark."""
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(line):
        closing = _PAIRS.get(line[position])
        if closing is not None:
            end = line.find(closing, position + 1, position + _LONGEST_ASIDE)
            if end > 0:
                found.append((position, end))
                position = end
        position += 1
    return found


def _ends_aside(line: str, aside: tuple[int, int], end: int) -> bool:
    """Say whether a stop within ``aside`` ends the sentence around it at ``end``."""
    opening, closing = aside
    if end <= closing:
        return False
    if line[end] in _GOES_ON:
        return False
    if line[opening] in _QUOTES:
        return _SPEECH.match(line, end) is None
    before = line[:opening].rstrip()
    return not before or before[-1] in "。！？" + _CLOSING


def _past_closing(line: str, position: int) -> int:
    while position < len(line):
        if line[position] in _CLOSING:
            position += 1
        elif marker := _MARKER.match(line, position):
            position = marker.end()
        else:
            break
    return position
