"""Topics: which of several texts are about the same, by the words they use."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

Matrix: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float64]]"

_NEIGHBOUR = 0.1
_FEWEST = 2
_TIE = 1e-9


def vectors(texts: Sequence[Sequence[str]]) -> Matrix:
    """Return a row of unit length for each text, from its content words.

    Weights are TF-IDF, (1 + ln tf) · ln((1 + n) / (0.5 + df)); a word in one text
    only links nothing and is left out. A text without any other word gets zeros.
    """
    spread = Counter(word for words in texts for word in set(words))
    columns = {word: at for at, word in enumerate(sorted(w for w, df in spread.items() if df > 1))}
    matrix = np.zeros((len(texts), max(len(columns), 1)))
    for row, words in enumerate(texts):
        for word, count in Counter(words).items():
            if word in columns:
                rarity = math.log((1 + len(texts)) / (0.5 + spread[word]))
                matrix[row, columns[word]] = (1 + math.log(count)) * rarity
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    norms[norms == 0] = 1
    scaled: Matrix = matrix / norms
    return scaled


def topics(texts: Sequence[Sequence[str]], fewest: int, most: int) -> list[list[int]]:
    """Group the texts of one source, given by their content words, in order.

    Neighbours are held to be a little more alike than their words say. Returns
    between ``fewest`` and ``most`` groups (one if there is one text), each in order,
    by their first text.
    """
    if len(texts) < _FEWEST:
        return [list(range(len(texts)))] if texts else []
    similarity = alike(vectors(texts))
    for row in range(len(texts) - 1):
        similarity[row, row + 1] += _NEIGHBOUR
        similarity[row + 1, row] += _NEIGHBOUR
    return cluster(similarity, fewest, most)


def alike(rows: Matrix) -> Matrix:
    """Return the cosine of each row with each other."""
    product: Matrix = rows @ rows.T
    return product


def cluster(similarity: Matrix, fewest: int, most: int) -> list[list[int]]:
    """Group what is alike into ``fewest`` to ``most`` groups, as far as there are members.

    Agglomerative with average linkage; the number of groups is that of the best
    mean silhouette (Rousseeuw 1987), the larger number of equals. Groups are in
    the order of their first members.
    """
    size = len(similarity)
    groups = {at: [at] for at in range(size)}
    links = similarity.astype(float).copy()
    np.fill_diagonal(links, -np.inf)
    quality_of_best, best = -math.inf, list(groups.values())
    while True:
        if len(groups) <= max(most, 1):
            quality = _silhouette(similarity, list(groups.values()))
            if quality > quality_of_best + _TIE:
                quality_of_best = quality
                best = [list(members) for members in groups.values()]
        if len(groups) <= max(fewest, 1):
            break
        one, other = (int(at) for at in np.unravel_index(int(np.argmax(links)), links.shape))
        one, other = min(one, other), max(one, other)
        first, second = len(groups[one]), len(groups[other])
        merged = (first * links[one] + second * links[other]) / (first + second)
        links[one], links[:, one] = merged, merged
        links[other], links[:, other] = -np.inf, -np.inf
        links[one, one] = -np.inf
        groups[one] += groups.pop(other)
    return sorted(sorted(members) for members in best)


def _silhouette(similarity: Matrix, groups: Sequence[Sequence[int]]) -> float:
    """Return the mean silhouette; a member alone in its group counts zero."""
    if len(groups) < _FEWEST:
        return -1.0
    sums = np.stack([similarity[:, list(members)].sum(axis=1) for members in groups], axis=1)
    sizes = np.array([len(members) for members in groups])
    total = 0.0
    for place, members in enumerate(groups):
        if len(members) == 1:
            continue
        for member in members:
            inside = (sums[member, place] - similarity[member, member]) / (len(members) - 1)
            others = np.delete(sums[member] / sizes, place)
            a, b = 1 - min(inside, 1.0), 1 - min(float(others.max()), 1.0)
            total += (b - a) / max(a, b, _TIE)
    return total / len(similarity)
