"""One name for one thing: variants of a term that code finds and replaces.

A sentence whose term was replaced is checked against its evidence again; if it no
longer holds, it stays as it was.
"""

import re
from collections.abc import Iterator, Sequence

from shared.authoring.llm.fusion.acronyms import acronyms, definitions
from shared.authoring.llm.fusion.edits import Placed
from shared.authoring.llm.fusion.quotes import Quotes
from shared.authoring.llm.fusion.spellings import spellings
from shared.authoring.llm.fusion.variants import Term
from shared.authoring.llm.fusion.variants_zh import orthography
from shared.authoring.model import Sentence
from shared.authoring.support.check import check

_QUOTED = re.compile(
    r"“[^“”]*”|‘[^‘’]*’|「[^「」]*」|『[^『』]*』|《[^《》]*》|\"[^\"]*\"|`[^`]*`"
    r"|[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+|\$[^$]*\$"
)
_OPENING = " \"'“‘「『（(*_"


def unify(there: Sequence[Placed], quotes: Quotes, language: str) -> dict[int, Sentence]:
    """Return the sentences whose terms are now those that most others use, by number.

    Only prose with evidence is changed, never within quotation marks, titles of
    books, code, addresses or the place where an acronym is explained.
    """
    prose = [one for one in there if one.prose]
    texts = [(one.number, one.sentence.text) for one in prose]
    terms = [*spellings(texts), *orthography(texts), *acronyms(texts)]
    changed: dict[int, Sentence] = {}
    for one in prose:
        evidence = quotes.of(one.sentence.evidence)
        text = one.sentence.text
        lowered = text.lower()
        for term in terms if evidence else ():
            if one.number > term.after and term.may_stand_in(lowered):
                edited = _replaced(text, term)
                if edited != text and check(edited, evidence, language).supported:
                    text, lowered = edited, edited.lower()
        if text != one.sentence.text:
            changed[one.number] = one.sentence.model_copy(update={"text": text})
    return changed


def protected(text: str) -> list[tuple[int, int]]:
    """Return the spans of a sentence in which no term is changed."""
    quoted = [found.span() for found in _QUOTED.finditer(text)]
    return quoted + [found.span for found in definitions(text)]


def _replaced(text: str, term: Term) -> str:
    if not term.pattern.search(text):
        return text
    kept = protected(text)
    pieces: list[str] = []
    position = 0
    for start, end, put in _found(text, term):
        if start >= position and not any(a < end and start < b for a, b in kept):
            pieces += [text[position:start], put]
            position = end
    return "".join([*pieces, text[position:]])


def _found(text: str, term: Term) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what is to stand there), in order."""
    first = len(text) - len(text.lstrip(_OPENING))
    for found in term.pattern.finditer(text):
        put = term.put(found.group(), opens=found.start() == first)
        if put is not None and term.fits(text, found):
            yield found.start(), found.end(), put
