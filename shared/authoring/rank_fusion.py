"""Two rankings made one: reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""

import numpy as np

Scores = np.ndarray[tuple[int], np.dtype[np.float32]]

_K = 60
"""What the paper found to work: how little the first ranks count more than the next."""

_LEAST_COSINE = 0.8
"""Below it, multilingual-e5-small has not understood the two to be of one subject."""


Places = np.ndarray[tuple[int], np.dtype[np.intp]]


def fused(by_words: Scores, cosines: Scores, embedded: Places) -> Scores:
    """Return scores that order as both rankings together, spread as those by words are.

    Args:
        by_words: of all passages; 0 for no word in common.
        cosines: of those passages whose places ``embedded`` has.

    """
    worded = np.flatnonzero(by_words > 0)
    worded = worded[np.argsort(-by_words[worded], kind="stable")]
    near = np.flatnonzero(cosines >= _LEAST_COSINE)
    alike = embedded[near[np.argsort(-cosines[near], kind="stable")]]
    together = np.zeros(len(by_words), np.float64)
    for ranking in (worded, alike):
        together[ranking] += 1.0 / (_K + np.arange(1, len(ranking) + 1))
    found = np.flatnonzero(together)
    order = found[np.argsort(-together[found], kind="stable")]
    scores = np.zeros(len(by_words), np.float32)
    scores[order] = _spread(by_words, len(order))
    return scores


def _spread(by_words: Scores, count: int) -> Scores:
    """Return ``count`` falling scores: those by words, stretched where there are fewer."""
    known = np.sort(by_words[by_words > 0])[::-1]
    if not len(known):
        return np.linspace(1.0, 0.3, count, dtype=np.float32)
    places = np.linspace(0, len(known) - 1, count)
    return np.interp(places, np.arange(len(known)), known).astype(np.float32)
