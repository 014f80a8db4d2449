"""Texts that say the same in nearly the same words."""

from collections import defaultdict
from collections.abc import Sequence
from zlib import crc32

_SHINGLE = 4
_COMMON = 50


def shingles(words: Sequence[str]) -> frozenset[int]:
    """Return the hashes of all runs of four words; of shorter texts, of the whole.

    They are the same in every process (the hash of a ``str`` is not, but that of
    a tuple of numbers is).
    """
    numbers = [crc32(word.encode()) for word in words]
    if len(numbers) <= _SHINGLE:
        return frozenset({hash(tuple(numbers))}) if numbers else frozenset()
    runs = zip(*(numbers[start:] for start in range(_SHINGLE)), strict=False)
    return frozenset(map(hash, runs))


def near_duplicates(texts: Sequence[Sequence[str]], threshold: float = 0.5) -> dict[int, int]:
    """Map the index of each text that repeats an earlier one to that one's index.

    A text repeats another when ``threshold`` of the shingles of the shorter one
    occur in it (containment, Broder 1997), so that a longer version of a passage
    is found too. The first of the texts is the one kept; give the best ones first.
    """
    seen: defaultdict[int, list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    repeats: dict[int, int] = {}
    for index, words in enumerate(texts):
        own = shingles(words)
        shared: defaultdict[int, int] = defaultdict(int)
        for shingle in own:
            for other in seen.get(shingle, ()):
                shared[other] += 1
        best = max(shared, key=lambda other: (shared[other], -other), default=None)
        if best is not None and shared[best] >= threshold * min(len(own), sizes[best]):
            repeats[index] = best
            continue
        sizes[index] = len(own)
        for shingle in own:
            if len(seen[shingle]) < _COMMON:
                seen[shingle].append(index)
    return repeats
