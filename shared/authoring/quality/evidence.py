"""What a document made of its evidence: passages used, passages and sources left over."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from shared.authoring.model import ChapterPlan, Citation, DocumentPlan, Passage, SourceDocument
from shared.authoring.passages import split


def given(chapter: ChapterPlan) -> tuple[Passage, ...]:
    """Return the passages that a chapter was given, each once."""
    found: dict[tuple[str, int, int], Passage] = {}
    for passages in chapter.passages.values():
        for passage in passages:
            found.setdefault((passage.source_id, passage.start, passage.end), passage)
    return tuple(found.values())


def used(passages: Sequence[Passage], citations: Iterable[Citation]) -> int:
    """Return how many of the passages are cited, in whole or in part."""
    places = _Places(citation.passage for citation in citations)
    return sum(map(places.meet, passages))


def unused_passages(plan: DocumentPlan, sources: Iterable[SourceDocument]) -> int:
    """Return how many passages of the data sources no chapter of the plan was given."""
    places = _Places(passage for chapter in plan.chapters for passage in given(chapter))
    return sum(
        not places.meet(passage)
        for source in sources
        if source.info.role == "data"
        for passage in split(source)
    )


def unused_sources(
    citations: Iterable[Citation], sources: Iterable[SourceDocument]
) -> tuple[str, ...]:
    """Return the ids of data sources that nothing cites, in their order."""
    cited = {citation.passage.source_id for citation in citations}
    return tuple(
        source.info.id
        for source in sources
        if source.info.role == "data" and source.info.id not in cited
    )


class _Places:
    """Stretches of sources, to be asked whether a passage shares a byte with one."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        stretches: dict[str, list[tuple[int, int]]] = {}
        for passage in passages:
            stretches.setdefault(passage.source_id, []).append((passage.start, passage.end))
        self._starts: dict[str, list[int]] = {}
        self._reach: dict[str, list[int]] = {}
        for source_id, found in stretches.items():
            found.sort()
            self._starts[source_id] = [start for start, _ in found]
            self._reach[source_id] = list(accumulate((end for _, end in found), max))

    def meet(self, passage: Passage) -> bool:
        """Return whether one of the stretches overlaps with the passage."""
        before = bisect_left(self._starts.get(passage.source_id, ()), passage.end)
        return before > 0 and self._reach[passage.source_id][before - 1] > passage.start
