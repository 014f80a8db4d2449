"""Do the quotes bear the sentence? Decided by rules: precision before recall."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.authoring.support.claims import is_claim
from shared.authoring.support.evidence import Quote, Unit, quote
from shared.authoring.support.facts import Facts, read
from shared.authoring.support.judge import Fault, Problem, anchors_in, contradicts, fault, overlap
from shared.authoring.support.names import QUOTED

__all__ = ["Bearing", "Problem", "Verdict", "bearing", "check", "is_claim"]

_MOST_TRIED = 4
_MOST_PARTS = 3
_PART = re.compile(r"[,;:，；：](?!\d)\s*|\b(?:and|but|while|whereas)\b|并且|同时|而且|而(?!且)|且")
_LEAST_TERMS = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is borne; ``detail`` is what is missing, in words of the sentence."""

    supported: bool
    problem: Problem | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A stretch of a quote that bears a sentence or a part of it; characters, end exclusive."""

    quote: int
    start: int
    end: int


def check(sentence: str, quotes: Sequence[str], language: str) -> Verdict:
    """Say whether ``quotes`` bear ``sentence``.

    A sentence is borne by one sentence of a quote, or by a few that take up one another,
    that hold all its numbers, dates, names and quoted words, most of its other content
    words, no other polarity and no other order of who and whom; or part by part by up to
    three such stretches. Between languages only numbers, dates, Latin names, places and
    quoted words are compared, and at least one must be there.

    Args:
        quotes: texts of passages.
        language: that of the sentence.

    """
    return bearing(sentence, quotes, language)[0]


def bearing(
    sentence: str, quotes: Sequence[str], language: str
) -> tuple[Verdict, tuple[Bearing, ...]]:
    """Return the verdict and, if the sentence is borne, the stretches that bear it."""
    read_quotes = [quote(text, language) for text in quotes]
    said = read(sentence.strip())
    if not any(one.sentences for one in read_quotes):
        return Verdict(False, Problem.NO_EVIDENCE), ()
    for at, one in enumerate(read_quotes):
        if (found := _verbatim(said, one)) is not None:
            return Verdict(True), (Bearing(at, found.start, found.end),)
    whole, problem = _best(said, read_quotes)
    if whole is not None:
        return Verdict(True), (whole,)
    parts = () if _contradicted(said, read_quotes) else _by_parts(said, read_quotes)
    if parts:
        return Verdict(True), parts
    return Verdict(False, *problem), ()


def _verbatim(said: Facts, within: Quote) -> Unit | None:
    """Return the sentences of a quote that are the sentence, white space apart."""
    wanted = "".join(said.text.split())
    for first, unit in enumerate(within.sentences):
        text = ""
        for last in within.sentences[first:]:
            text += "".join(last.facts.text.split())
            if text == wanted:
                return Unit(unit.start, last.end, within.text[unit.start : last.end])
            if not wanted.startswith(text):
                break
    return None


def _best(said: Facts, quotes: Sequence[Quote]) -> tuple[Bearing | None, Fault]:
    """Return a stretch that bears the whole sentence, or what the likeliest one lacks."""
    first: Fault | None = None
    ranked = sorted(_ranked(said, quotes), key=lambda one: -one[0])[:_MOST_TRIED]
    for _, at, place in ranked:
        for unit in quotes[at].around(place):
            found = fault(said, unit.facts)
            if found is None:
                return Bearing(at, unit.start, unit.end), (Problem.WORDS, "")
            first = first or found
    return None, first or (Problem.WORDS, "")


def _contradicted(said: Facts, quotes: Sequence[Quote]) -> bool:
    return any(contradicts(said, unit.facts) for one in quotes for unit in one.sentences)


def _ranked(said: Facts, quotes: Sequence[Quote]) -> Iterator[tuple[float, int, int]]:
    for at, one in enumerate(quotes):
        for place, unit in enumerate(one.sentences):
            facts = unit.facts
            score = overlap(said, facts) + 2 * anchors_in(said, facts)
            if score:
                yield score, at, place


def _by_parts(said: Facts, quotes: Sequence[Quote]) -> tuple[Bearing, ...]:
    """Return the stretches that bear the parts of a sentence; none if a part is not borne.

    A part that names no subject of its own must stand with a word of the first part.
    """
    texts = _parts(said.text)
    if not 1 < len(texts) <= _MOST_PARTS:
        return ()
    found: list[Bearing] = []
    first = read(texts[0])
    for text in texts:
        part = read(text)
        borne, _ = _best(part, quotes)
        if borne is None:
            return ()
        held = read(quotes[borne.quote].text[borne.start : borne.end])
        if (
            part is not first
            and not _has_subject(part)
            and first.chinese == held.chinese
            and not _shares(first, held)
        ):
            return ()
        if borne not in found:
            found.append(borne)
    return tuple(found)


def _has_subject(part: Facts) -> bool:
    """Say whether a part begins with what may be a noun."""
    return bool(part.items) and part.items[0].weight > 1 and part.items[0].key[0] != "#"


def _shares(first: Facts, held: Facts) -> bool:
    if first.names:
        return any(name.word in held.latin or name.word in held.squeezed for name in first.names)
    return overlap(first, held) >= 1


def _parts(text: str) -> list[str]:
    """Cut a sentence into what has content enough to be a claim, not in quotation marks."""
    quoted = [found.span() for found in QUOTED.finditer(text)]
    cuts = [
        found.span()
        for found in _PART.finditer(text)
        if not any(start < found.start() < end for start, end in quoted)
    ]
    parts: list[str] = []
    begin = 0
    for end, after in [*cuts, (len(text), len(text))]:
        piece = text[begin:end].strip()
        if len(read(piece).items) >= _LEAST_TERMS:
            parts.append(piece)
            begin = after
        elif end == len(text) and parts and piece:
            parts[-1] = text[text.rindex(parts[-1]) :]
    return parts
