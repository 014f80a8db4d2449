"""Notices when a model begins to repeat itself, while it writes."""

import re
from collections import Counter, deque
from dataclasses import dataclass

from shared.authoring.text.scripts import UNSPACED

_GRAM = 6
_MAX_BLANK = 400
_MAX_WORD = 400
# A run of one punctuation mark is one unit, so that rules of tables are none.
_UNIT = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+|([^\w\s]|_)\1*")


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of text and the least share of its n-grams that must differ."""

    units: int
    distinct: float


# Of text that people wrote, hardly any 6-gram recurs: over 0.9 differ in every window of the
# examples' sources, tables of figures included. A sentence told five times gives 0.2.
_WINDOWS = (_Window(96, 0.15), _Window(256, 0.25), _Window(1024, 0.25))


class LoopWatch:
    """Watches one answer.

    A unit is a word, a character of a script without spaces, or a run of one
    punctuation mark. The answer loops when of the 6-grams of its last 96, 256 or
    1,024 units fewer than 15 %, 25 % or 25 % differ, or when a word or the blanks
    go on for 400 characters: so four rounds are seen of whatever is up to 250 units long, seven of
    what is up to 14.
    """

    def __init__(self) -> None:
        self._length = 0
        self._open = ""
        self._blank = 0
        self._starts: deque[int] = deque(maxlen=max(window.units for window in _WINDOWS))
        self._units: deque[str] = deque(maxlen=_GRAM)
        self._grams = [_Grams(window) for window in _WINDOWS]

    def feed(self, piece: str) -> int | None:
        """Take the next piece; return where the repeats begin if the answer now loops.

        The place is an offset in all that was fed: before it stands one round at most.
        """
        start = self._length - len(self._open)
        self._length += len(piece)
        pending = self._open + piece
        written = len(piece.rstrip())
        self._blank = len(piece) - written + (0 if written else self._blank)
        if self._blank > _MAX_BLANK:
            return self._length - self._blank
        found = list(_UNIT.finditer(pending))
        # The last one may go on in the next piece.
        keep = found.pop().start() if found and found[-1].end() == len(pending) else len(pending)
        self._open = pending[keep:]
        if len(self._open) > _MAX_WORD:
            return self._length - len(self._open)
        for unit in found:
            repeats = self._take(unit.group(), start + unit.start())
            if repeats is not None:
                return repeats
        return None

    def _take(self, unit: str, start: int) -> int | None:
        self._units.append(unit.casefold())
        self._starts.append(start)
        if len(self._units) < _GRAM:
            return None
        gram = hash(tuple(self._units))
        for grams in self._grams:
            round_ = grams.add(gram)
            if round_ is not None:
                return self._starts[min(-grams.window.units + round_, -1)]
        return None


class _Grams:
    """The n-grams of a window and how often each occurs."""

    def __init__(self, window: _Window) -> None:
        self.window = window
        self._room = window.units - _GRAM + 1
        self._order: deque[int] = deque()
        self._counts: Counter[int] = Counter()

    def add(self, gram: int) -> int | None:
        """Return how many grams differ if they are too few in a full window."""
        self._order.append(gram)
        self._counts[gram] += 1
        if len(self._order) < self._room:
            return None
        if len(self._order) > self._room:
            old = self._order.popleft()
            self._counts[old] -= 1
            if not self._counts[old]:
                del self._counts[old]
        distinct = len(self._counts)
        return distinct if distinct < self.window.distinct * self._room else None
