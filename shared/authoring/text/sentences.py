"""Where the sentences of a text begin and end."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import sentencex  # type: ignore[import-untyped]  # ships no types

from shared.authoring.text.chinese_sentences import chinese_boundaries
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.scripts import HAN, KANA

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_CJK = re.compile(f"[{HAN}{KANA}]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")

_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[])(?:approx|ca|cf|ch|chap|col|ed|eds|eq|eqs|est|etc|ex|fig|figs|al|incl|no|nos|"
    r"p|pp|para|resp|sec|sect|tab|v|vs|vol|vols|ver|dr|mr|mrs|ms|prof|st)\.\s*$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)\]]\s*$")
_TRAILING = re.compile(r"(?:\s*\[[\d,;\s–-]+\]|[\"”’)\]*_`]+(?=\s|$))+")
_WHOLE_ASIDE = re.compile(r"(\([A-Z\"“][^()]*[.!?][\"”]?\))\s+(?=\S)")
_WINDOW = 10_000
_AHEAD = 200
"""Characters after a boundary that are looked at, so that long lines take linear time."""


class Span(NamedTuple):
    """A stretch of text in character indexes, end exclusive."""

    start: int
    end: int


def split(text: str, language: str) -> list[Span]:
    """Find the sentences of ``text``, in order and apart.

    Together the spans hold every character that is not white space; none begins or
    ends with white space, and none crosses a line break. Lines in Chinese and
    Japanese follow their own rules whatever ``language`` says, so that a mixed
    text is cut well in both; other lines are cut by sentencex for ``language``
    (rules from Wikipedia's, https://github.com/wikimedia/sentencex), after which
    what it tears apart (abbreviations before numbers, numbering, identifiers) is
    joined again.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        content = line.group()
        cuts = chinese_boundaries(content) if _is_cjk(content) else _boundaries(content, language)
        start = 0
        for cut in [*cuts, len(content)]:
            span = _trimmed(content, start, cut)
            if span is not None:
                spans.append(Span(line.start() + span.start, line.start() + span.end))
            start = cut
    return spans


def _is_cjk(line: str) -> bool:
    return 2 * len(_CJK.findall(line)) > len(_LATIN.findall(line))


def _trimmed(line: str, start: int, end: int) -> Span | None:
    while start < end and line[start].isspace():
        start += 1
    while start < end and line[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _boundaries(line: str, language: str) -> list[int]:
    """Return the indexes within ``line`` at which a new sentence begins."""
    used = "en" if language in CHARACTER_LANGUAGES else language or "en"
    cuts: list[int] = []
    start = 0
    for end in _proposed(used, line):
        closing = _TRAILING.match(line, end)
        cut = closing.end() if closing else end
        if cut >= len(line) or cut <= start:
            continue
        before, after = line[start:cut], line[cut : cut + _AHEAD]
        if not _belong_together(before, after):
            cuts.append(cut)
            start = cut
    return sorted({*cuts, *_after_asides(line, [0, *cuts])})


def _proposed(language: str, line: str) -> Iterator[int]:
    """Yield where sentencex ends sentences, in windows: on very long lines it is quadratic."""
    begin = 0
    while begin < len(line):
        window = line[begin : begin + _WINDOW]
        last = begin + _WINDOW >= len(line)
        pieces = sentencex.segment(language, window)
        position = begin
        for piece in pieces if last or len(pieces) == 1 else pieces[:-1]:
            position += len(piece)
            if last or len(pieces) > 1:
                yield position
        begin = position


def _belong_together(before: str, after: str) -> bool:
    tail, head = before.rstrip(), after.lstrip()
    if not any(letter.isalnum() for letter in before):
        return True
    if not any(letter.isalnum() for letter in after):
        return True
    without_space = before == tail and after == head
    if not tail.endswith("."):
        return without_space and "://" in tail.rsplit(maxsplit=1)[-1]
    return (
        without_space
        or tail[-2:-1].isspace()
        or head[0].islower()
        or bool(_NUMBERING.fullmatch(before))
        or bool(_ABBREVIATION.search(before) and (head[0].isdigit() or head[0] in "(["))
    )


def _after_asides(line: str, starts: list[int]) -> Iterator[int]:
    """Yield where the text goes on after a sentence that stands in brackets as a whole."""
    for start in starts:
        begin = start
        while begin < len(line) and line[begin].isspace():
            begin += 1
        if aside := _WHOLE_ASIDE.match(line, begin):
            yield aside.end()
