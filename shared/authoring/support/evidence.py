"""Quotes as units that can bear a sentence: a sentence, or a few that hang together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from shared.authoring.support.facts import Facts, is_chinese, read
from shared.authoring.text import sentences

_DEPENDENT = re.compile(
    r"(?:\W*)(?:it|its|they|their|them|he|his|she|her|this|these|that|those|such|the|both"
    r"|another|here|there|one"
    r"|however|but|and|also|moreover|furthermore|in addition|in particular|for example"
    r"|by contrast|instead|then|thus|therefore)\b"
    r"|\W*(?:其|该|此|这|那|它|他|她|并|而|但|同时|此外|另外|其中|因此|所以|例如|比如|上述|前者"
    r"|后者|两者|双方|也|还|又|则|随后|之后|目前)",
    re.IGNORECASE,
)
_LONGEST_CHAIN = 3


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """Sentences of one quote that follow one another; ``start`` and ``end`` in characters.

    Args:
        text: what is said.
        named: sentences before it within ``start`` and ``end`` whose names it may be about:
            it has none of its own.

    """

    start: int
    end: int
    text: str

    named: str = ""

    @property
    def facts(self) -> Facts:
        """Return what they say."""
        facts = read(self.text)
        if not self.named:
            return facts
        lent = read(self.named)
        named = {item.key for item in lent.items if item.named} | {
            item.key
            for item in lent.items
            if any(n.start == item.start and (n.firm or n.subject) for n in lent.names)
        }
        return replace(
            facts,
            words=facts.words | named,
            latin=facts.latin | {name.word for name in lent.names if name.firm or name.subject},
            squeezed=" ".join(
                [facts.squeezed, *(n.word for n in lent.names if n.firm or n.subject)]
            ),
            acronyms={**lent.acronyms, **facts.acronyms},
        )


@dataclass(frozen=True, slots=True, eq=False)
class Quote:
    """A quote with its sentences and, for each, whether it takes up the one before it."""

    text: str
    sentences: tuple[Unit, ...]
    dependent: tuple[bool, ...]

    def around(self, at: int) -> Iterator[Unit]:
        """Yield the sentence ``at``, then with those that it takes up or that take it up."""
        yield self.sentences[at]
        first = at
        while first > 0 and self.dependent[first] and at - first < _LONGEST_CHAIN - 1:
            first -= 1
            yield self._joined(first, at)
        last = at
        while (
            last + 1 < len(self.sentences)
            and self.dependent[last + 1]
            and last - at < _LONGEST_CHAIN - 1
        ):
            last += 1
            yield self._joined(at, last)
        names_before = self._named_before(at)
        if names_before is not None:
            yield names_before
        if first < at < last:
            yield self._joined(at - 1, at + 1)

    def _named_before(self, at: int) -> Unit | None:
        """Return the sentence with the names of up to two before it, if it has no names."""
        own = self.sentences[at]
        if any(name.firm for name in own.facts.names):
            return None
        for first in range(at - 1, max(at - _LONGEST_CHAIN, -1), -1):
            if any(name.firm or name.subject for name in self.sentences[first].facts.names):
                start, end = self.sentences[first].start, own.end
                return Unit(start, end, own.text, self.text[start : own.start])
        return None

    def _joined(self, first: int, last: int) -> Unit:
        start, end = self.sentences[first].start, self.sentences[last].end
        return Unit(start, end, self.text[start:end])


@lru_cache(maxsize=4096)
def quote(text: str, language: str) -> Quote:
    """Return ``text`` cut into sentences."""
    units = tuple(
        Unit(span.start, span.end, text[span.start : span.end])
        for span in sentences.split(text, "zh" if is_chinese(text) else language)
    )
    after_colon = [False, *(unit.text.endswith((":", "：")) for unit in units)][: len(units)]
    return Quote(
        text,
        units,
        tuple(
            bool(_DEPENDENT.match(unit.text)) or colon
            for unit, colon in zip(units, after_colon, strict=True)
        ),
    )
