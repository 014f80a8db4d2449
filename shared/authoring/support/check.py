"""Do the quotes bear the sentence? Decided by rules: precision before recall."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from shared.authoring.support.evidence import Quote, Unit, quote
from shared.authoring.support.facts import Facts, read
from shared.authoring.support.forms import is_verb
from shared.authoring.support.judge import Fault, Problem, anchors_in, contradicts, fault, overlap
from shared.authoring.support.names import QUOTED
from shared.authoring.support.own_words import CAUSE

_MOST_TRIED = 4
_MOST_PARTS = 3
_PART = re.compile(r"[,;:，；：](?!\d)\s*|\b(?:and|but|while|whereas)\b|并且|同时|而且|而(?!且)|且")
_LEAST_TERMS = 2
_BORROWED = re.compile(
    r"\W*(?:it|its|they|their|them|he|his|she|her|this|these|that|those|such|which|who|whose|one"
    r"|as|for|so|if|when|because|since|with|by|from|in|on|at|to)\b"
    r"|\W*[其该此这那它他她并而但也还又]",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[a-z]+")
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "can", "may", "will"})


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
    three such stretches: of one quote, next to one another, or else each with a clause of its
    own, subject and verb, and all of its words. What it says to be cause and effect must be so
    there, and no limit ("up to", "perhaps") may be dropped. Between languages only numbers,
    dates, Latin names, places and quoted words are compared, and at least one must be there.

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
    if not 1 < len(texts) <= _MOST_PARTS or CAUSE.search(said.text):
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
    stand_alone = all(
        _is_clause(part) and _is_held(part, found, quotes) for part in map(read, texts)
    )
    return tuple(found) if stand_alone or _adjacent(found, quotes) else ()


def _is_clause(part: Facts) -> bool:
    """Say whether a part has a subject, not a pronoun, and a verb."""
    if not _has_subject(part) or _BORROWED.match(part.text):
        return False
    if part.chinese:
        return any(item.weight == 1 for item in part.items[1:])
    words = part.text[part.items[0].end :].lower()
    return any(is_verb(word) or word in _AUXILIARIES for word in _LETTERS.findall(words))


def _is_held(part: Facts, found: Sequence[Bearing], quotes: Sequence[Quote]) -> bool:
    """Say whether one of the stretches has all content words of a part."""
    held = (read(quotes[one.quote].text[one.start : one.end]) for one in found)
    return any(overlap(part, one) >= sum(part.terms.values()) for one in held)


def _adjacent(found: Sequence[Bearing], quotes: Sequence[Quote]) -> bool:
    """Say whether stretches lie in one quote with no sentence between two of them."""
    if len({one.quote for one in found}) > 1:
        return False
    spans = sorted((one.start, one.end) for one in found)
    text = quotes[found[0].quote].text
    return all(not text[end:start].strip() for (_, end), (start, _) in pairwise(spans))


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
