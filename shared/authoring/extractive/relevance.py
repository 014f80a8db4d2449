"""How much sentences bear on a subject and on each other, by their words.

Sums are taken with ``fsum``, which gives the same value in whatever order a set
yields its words: that order differs from process to process.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

_SUBJECT, _CENTRE = 0.7, 0.3


class Relevance:
    """Scores sentences for a subject within the material that they come from.

    Args:
        material: content words of each sentence there is.
        subject: words of the subject with their weights.

    """

    def __init__(
        self, material: Sequence[Sequence[str]], subject: Iterable[tuple[Sequence[str], float]]
    ) -> None:
        seen = Counter(word for words in material for word in set(words))
        self._rarity = {word: math.log(1 + len(material) / number) for word, number in seen.items()}
        self._subject: dict[str, float] = {}
        for words, weight in subject:
            for word in words:
                # A word that the material does not have can tell nothing apart.
                if word in seen:
                    self._subject[word] = max(self._subject.get(word, 0.0), weight)
        self._wanted = math.fsum(self._weight(word) for word in self._subject) or 1.0
        # What much of the material speaks of is central, in the manner of SumBasic
        # (Nenkova and Vanderwende, 2005).
        most = max(seen.values(), default=1)
        self._share = {word: number / most for word, number in seen.items() if number > 1}

    def score(self, words: Sequence[str]) -> float:
        """Return a value from 0 to about 1, higher for what says more on the subject."""
        if not words:
            return 0.0
        own = set(words)
        on_subject = math.fsum(self._weight(word) for word in own if word in self._subject)
        central = math.fsum(self._share.get(word, 0.0) for word in own) / len(own)
        return _SUBJECT * math.sqrt(on_subject / self._wanted) + _CENTRE * central

    def similarity(self, left: Iterable[str], right: Iterable[str]) -> float:
        """Return the overlap of two sets of words, the rare ones counting more: 0 to 1."""
        one, other = set(left), set(right)
        common = math.fsum(self._rarity.get(word, 1.0) for word in one & other)
        smaller = min(
            math.fsum(self._rarity.get(word, 1.0) for word in one),
            math.fsum(self._rarity.get(word, 1.0) for word in other),
        )
        return common / smaller if smaller else 0.0

    def _weight(self, word: str) -> float:
        return self._subject[word] * self._rarity[word]
