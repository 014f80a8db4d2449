"""Finding passages by words, and by meaning where that is wished."""

import logging
from collections.abc import Collection, Sequence

import bm25s  # type: ignore[import-untyped]  # ships no types
import numpy as np

from shared.authoring import passages
from shared.authoring.embeddings import similarities
from shared.authoring.model import Passage, ScoredPassage, SourceDocument
from shared.authoring.rank_fusion import fused
from shared.authoring.text.language import detect
from shared.authoring.text.offsets import slice_bytes
from shared.authoring.text.words import content_tokens, tokens

_EMBEDDED = 300
"""Passages that are embedded, at most."""


class Index:
    """The passages of the sources whose role is data, ready to be searched.

    A passage is found by its own words and by those of the headings above it (BM25).

    Args:
        by_meaning: whether embeddings have a say too, by reciprocal rank; of large
            material those passages are embedded that words have found best. Needs the
            extra ``embeddings`` and some 50 ms for each passage.

    Attributes:
        passages: all of them, in the order of the sources and of their texts.
        texts: the text of each.
        terms: the content words of each, in order, without those of its headings.

    """

    def __init__(self, sources: Sequence[SourceDocument], *, by_meaning: bool = False) -> None:
        self._by_meaning = by_meaning
        found: list[Passage] = []
        self.texts: list[str] = []
        self.terms: list[list[str]] = []
        for source in sources:
            if source.info.role != "data":
                continue
            encoded = source.text.encode()
            language = source.info.language or detect(source.text)
            for passage in passages.split(source):
                text = slice_bytes(encoded, passage.start, passage.end)
                found.append(passage)
                self.texts.append(text)
                self.terms.append(content_tokens(text, language))
        self.passages = tuple(found)
        self._places = _places(found)
        self._vocabulary: dict[str, int] = {}
        self._bm25 = self._build() if found else None

    def search(
        self, query: str, limit: int, *, within: Collection[Passage] | None = None
    ) -> list[ScoredPassage]:
        """Return at most ``limit`` passages that share words with ``query``, the best first.

        Args:
            query: in any language; function words do not count unless there are no others.
            within: searches these passages only.

        Of equals, the one that comes first in the sources comes first. Scores are
        those of BM25 (Lucene's form) and compare within one search only.
        """
        scores = self.scores(query)
        if within is not None:
            allowed = within if isinstance(within, (set, frozenset)) else set(within)
            mask = np.fromiter((p in allowed for p in self.passages), bool, len(self.passages))
            scores = np.where(mask, scores, 0)
        best = np.argsort(-scores, kind="stable")[: max(limit, 0)]
        return [
            ScoredPassage(passage=self.passages[place], score=round(float(scores[place]), 4))
            for place in best
            if scores[place] > 0
        ]

    def scores(self, query: str) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        """Return the relevance of each passage to ``query``; 0 for no word in common."""
        language = detect(query)
        words = content_tokens(query, language) or tokens(query, language)
        ids = [self._vocabulary[word] for word in words if word in self._vocabulary]
        found = np.zeros(len(self.passages), np.float32)
        if self._bm25 is not None and ids:
            found = np.asarray(self._bm25.get_scores(ids), np.float32)
        return self._with_meaning(query, found) if self._by_meaning else found

    def _with_meaning(
        self, query: str, by_words: "np.ndarray[tuple[int], np.dtype[np.float32]]"
    ) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
        if not self.passages or not query.strip():
            return by_words
        places = np.sort(np.argsort(-by_words, kind="stable")[:_EMBEDDED])
        cosines = similarities(query, [self.texts[place] for place in places])
        return fused(by_words, cosines, places)

    def _build(self) -> bm25s.BM25:
        vocabulary = self._vocabulary
        documents = [
            [
                vocabulary.setdefault(term, len(vocabulary))
                for term in [*own, *self._places[passage.place]]
            ]
            for passage, own in zip(self.passages, self.terms, strict=True)
        ]
        vocabulary.setdefault("", len(vocabulary))
        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs each step otherwise
        index = bm25s.BM25(method="lucene", backend="numpy")
        index.index((documents, vocabulary), show_progress=False)
        return index


def _places(found: Sequence[Passage]) -> dict[str, list[str]]:
    """Return the content words of each place, once each."""
    places = {passage.place for passage in found}
    return {place: list(dict.fromkeys(content_tokens(place, detect(place)))) for place in places}
