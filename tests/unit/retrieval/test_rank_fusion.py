"""What comes of two rankings."""

import numpy as np

from shared.authoring.rank_fusion import fused


def scores(*values: float) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    return np.asarray(values, np.float32)


def test_what_both_put_first_is_first() -> None:
    found = fused(scores(5, 3, 0, 1), scores(0.9, 0.85, 0.7, 0.82), np.arange(4))
    assert list(np.argsort(-found)) == [0, 1, 3, 2]
    assert found[2] == 0
    assert found[0] == 5


def test_meaning_brings_in_what_shares_no_word() -> None:
    found = fused(scores(2, 0, 1), scores(0.81, 0.95, 0.1), np.arange(3))
    assert found[1] > found[2] > 0


def test_without_any_word_meaning_alone_decides() -> None:
    found = fused(scores(0, 0, 0), scores(0.85, 0.95, 0.5), np.arange(3))
    assert list(np.argsort(-found)) == [1, 0, 2]
    assert found[2] == 0


def test_nothing_is_found_where_neither_finds() -> None:
    assert not fused(scores(0, 0), scores(0.5, 0.6), np.arange(2)).any()


def test_passages_that_were_not_embedded_keep_their_rank_by_words() -> None:
    found = fused(scores(4, 3, 2, 1), scores(0.9), np.asarray([3]))
    assert list(np.argsort(-found)) == [3, 0, 1, 2]
