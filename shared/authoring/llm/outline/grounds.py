"""What an outline rests on: which passages belong to which node, and how well they fit."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np

from shared.authoring.extractive import headings
from shared.authoring.llm.outline.titles import Casing, words_of
from shared.authoring.llm.outline.tree import Node, walk
from shared.authoring.model import Evidence, Outline, Passage, SourceDocument
from shared.authoring.outline_check import walk as walk_outline
from shared.authoring.passages import PLACE_SEPARATOR
from shared.authoring.retrieval import Index
from shared.authoring.text.commands import commands
from shared.authoring.text.language import detect
from shared.authoring.text.offsets import slice_bytes

_POINTS, _ABOVE, _TOGETHER, _HEADING, _HOME = 0.4, 0.25, 1.0, 1.0, 2.0
"""Weight of a node's points, of the titles above it, of what stands under the same heading
of a source, of the words of that heading, and of the place that a source's structure gave,
against its own title."""

_ENOUGH_GROUND = 0.5
_OFFERS, _NEAR = 8, 0.7
_ENOUGH_OF_A_LANGUAGE = 0.33
_SEEN_TWICE = 2
_REPEATS = 0.8

Scores: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
Row: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"


class Grounds:
    """The evidence of an outline, searchable. Made once an outline, off the event loop.

    Attributes:
        index: over all data sources.
        ranks: of the evidence: what research selected, and what ``base`` uses.
        texts: of the evidence.
        query_words: they stand in all evidence and tell no node from another.
        casing: how the evidence writes words.
        shares: of the evidence in each language; ``language``, that of the most.

    """

    def __init__(
        self, query: str, sources: Sequence[SourceDocument], evidence: Evidence, base: Outline
    ) -> None:
        self.index = Index(sources)
        self._at = {passage: place for place, passage in enumerate(self.index.passages)}
        self.query_words = words_of(query)
        used = [passage for _, node in walk_outline(base) for passage in node.passages]
        self._encoded = {s.info.id: s.text.encode() for s in sources if s.info.role == "data"}
        self._pieces = self._cut(used)
        selected = [
            unit
            for one in evidence.passages
            for unit in self._pieces.get(one.passage, [one.passage])
        ]
        self._core: frozenset[Passage] = frozenset()
        self.ranks: dict[Passage, int] = {}
        self.texts: dict[Passage, str] = {}
        self._words: dict[Passage, frozenset[str]] = {}
        self._place_words: dict[str, frozenset[str]] = {}
        self._lowest: dict[str, frozenset[str]] = {}
        self._hold([*selected, *used])
        self._core = frozenset(self.ranks)
        self.casing = Casing(self.texts.values())
        self.shares = _languages(self.texts.values())
        self.language = max(self.shares, key=lambda name: (self.shares[name], name), default="")
        self._ground = self.query_words.union(
            *(self._words[p] for p in self.ranks if not commands(self.texts[p]))
        )

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The evidence, the best first."""
        return tuple(self.ranks)

    def admit(self, text: str, limit: int) -> list[Passage]:
        """Return at most ``limit`` passages of all sources that speak of ``text``.

        They share two of its telling words, or all if it has one, and are evidence from
        then on, unless they repeat some.
        """
        telling = words_of(text) - self.query_words
        found: list[Passage] = []
        for one in self.index.search(" ".join(sorted(telling)), 4 * limit) if telling else ():
            passage = max(
                self._pieces.get(one.passage, [one.passage]),
                key=lambda unit: len(telling & self._words.get(unit, frozenset())),
            )
            words = self._words.get(passage) or self._read(passage)
            if len(words & telling) < min(_SEEN_TWICE, len(telling)):
                continue
            if passage in self.ranks or not self._is_more_of_the_same(words):
                found.append(passage)
            if len(found) == limit:
                break
        self._hold(found)
        return found

    def _hold(self, passages: Iterable[Passage]) -> None:
        for passage in passages:
            if passage in self._at and passage not in self.ranks:
                self.ranks[passage] = len(self.ranks)
                whole = self._encoded[passage.source_id]
                self.texts[passage] = slice_bytes(whole, passage.start, passage.end)
                self._words[passage] = self._read(passage)
        self._rows = np.array([self._at[passage] for passage in self.ranks], np.intp)
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, passage in enumerate(self.ranks):
            if passage.place:
                groups[passage.source_id, passage.place].append(number)
        self._together = [np.array(group, np.intp) for group in groups.values() if len(group) > 1]

    def _cut(self, used: Sequence[Passage]) -> dict[Passage, list[Passage]]:
        """Return the pieces of passages that ``used`` has, by the whole, each in order.

        The extractive author may cut passages; what is searched are wholes. A piece
        belongs to the whole in which it begins.
        """
        wholes: defaultdict[str, list[Passage]] = defaultdict(list)
        for passage in self.index.passages:
            wholes[passage.source_id].append(passage)
        starts = {name: [p.start for p in found] for name, found in wholes.items()}
        pieces: defaultdict[Passage, list[Passage]] = defaultdict(list)
        for piece in sorted(set(used), key=lambda p: (p.source_id, p.start)):
            if piece in self._at or piece.source_id not in wholes:
                continue
            at = bisect_right(starts[piece.source_id], piece.start) - 1
            whole = wholes[piece.source_id][max(at, 0)]
            pieces[whole].append(piece)
            self._at[piece] = self._at[whole]
        return dict(pieces)

    def _read(self, passage: Passage) -> frozenset[str]:
        if passage.place not in self._place_words:
            self._place_words[passage.place] = words_of(passage.place)
            lowest = passage.place.rsplit(PLACE_SEPARATOR, 1)[-1]
            self._lowest[passage.place] = words_of(lowest) - self.query_words
        if self.index.passages[self._at[passage]] == passage:
            own = frozenset(self.index.terms[self._at[passage]])
        else:
            own = words_of(self.texts[passage])
        return own | self._place_words[passage.place]

    def _is_more_of_the_same(self, words: frozenset[str]) -> bool:
        return any(
            len(words & other) >= _REPEATS * min(len(words), len(other))
            for other in self._words.values()
        )

    def subjects(self) -> list[str]:
        """Return the headings under which the evidence stands, the lowest of each, in order."""
        found: dict[str, None] = {}
        for passage in sorted(self.ranks, key=lambda p: self._at[p]):
            if commands(self.texts[passage]):
                continue
            lowest = headings.clean(passage.place.rsplit(PLACE_SEPARATOR, 1)[-1])
            if lowest:
                found.setdefault(lowest)
        return list(found)

    def excerpt(self, passages: Iterable[Passage], limit: int) -> str:
        """Return the beginning of the first passage that says something to readers."""
        for passage in passages:
            text = self.texts.get(passage, "")
            if text and not commands(text):
                return " ".join(text.split())[:limit]
        return ""

    def speaks(self, language: str) -> bool:
        """Whether enough of the evidence is in a language to look for words of it there."""
        return self.shares.get(language, 0.0) >= _ENOUGH_OF_A_LANGUAGE

    def grounded(self, text: str, extra: Iterable[str] = ()) -> float:
        """Return the share of the words of ``text`` that evidence, query or ``extra`` have.

        What stands only in passages that speak to a model, such as "ignore all previous
        instructions", is no ground: so a source cannot talk a title into the outline.
        0 for a text without words.
        """
        words = words_of(text)
        known = self._ground | frozenset(extra)
        return len(words & known) / len(words) if words else 0.0

    def is_title(self, title: str) -> bool:
        """Whether a title says something of the evidence that the query does not say."""
        telling = words_of(title) - self.query_words
        return bool(telling & self._ground) and self.grounded(title) >= _ENOUGH_GROUND

    def assign(self, roots: Sequence[Node]) -> list[Passage]:
        """Give each passage of the evidence to the node that it fits best.

        Fit is BM25 of a node's title, weighed by its number of words, and in part
        that of its points, of the titles above it, and of what stands under the same
        heading; passages stay where the sources' own structure put them, unless
        another node fits clearly better. Returns the passages that fit none.
        Linear in nodes times passages.
        """
        nodes = list(walk(roots))
        for node in nodes:
            node.passages = []
        if not nodes or not self.ranks:
            return list(self.passages)
        scores = self._scores(roots, nodes)
        passages = self.passages
        best = np.argmax(scores, axis=0)
        left: list[Passage] = []
        for number, passage in enumerate(passages):
            if scores[best[number], number] > 0:
                nodes[best[number]].passages.append(passage)
            else:
                left.append(passage)
        for node in nodes:
            node.passages.sort(key=lambda passage: self.ranks[passage])
        self._feed_empty(nodes, scores)
        owned = {passage for node in nodes for passage in node.passages}
        for node in nodes:
            if not node.passages and not node.parts:
                node.passages = [p for p in self.admit(node.title, 2) if p not in owned]
                owned.update(node.passages)
        return left

    def coverage(self, roots: Sequence[Node]) -> float:
        """Return the share of the evidence that research selected which stands where it belongs.

        That is: in a node that, or one above it, has in its title a word of the
        passage or of its heading, other than the query's words.
        """
        if not self._core:
            return 0.0
        fitting = sum(passage in self._core for group in self._fitting(roots) for passage in group)
        return fitting / len(self._core)

    def words(self, passage: Passage) -> frozenset[str]:
        """Return the content words of a passage and of the headings above it."""
        return self._words[passage]

    def _fitting(self, roots: Sequence[Node]) -> Iterable[list[Passage]]:
        def visit(node: Node, above: frozenset[str]) -> Iterable[list[Passage]]:
            own = (words_of(node.title) - self.query_words) | above
            yield [p for p in node.passages if p in self._words and self._words[p] & own]
            for part in node.parts:
                yield from visit(part, own)

        for root in roots:
            yield from visit(root, frozenset())

    def _scores(self, roots: Sequence[Node], nodes: Sequence[Node]) -> Scores:
        place = {id(node): row for row, node in enumerate(nodes)}
        own = np.stack([self._fit(node.title) for node in nodes])
        most = float(own.max()) or 1.0
        scores = own + _HEADING * most * np.stack([self._likeness(node.title) for node in nodes])
        for row, node in enumerate(nodes):
            if node.points:
                scores[row] += _POINTS * self._fit(" ".join(node.points))

        def lend(node: Node, above: Row) -> None:
            here = own[place[id(node)]]
            scores[place[id(node)]] += _ABOVE * above * (scores[place[id(node)]] > 0)
            for part in node.parts:
                lend(part, np.maximum(here, above))

        for root in roots:
            lend(root, np.zeros(len(self.ranks)))
        for group in self._together:
            scores[:, group] += _TOGETHER * scores[:, group].mean(axis=1, keepdims=True)
        at = {passage: number for number, passage in enumerate(self.ranks)}
        most = float(scores.max()) or 1.0
        for row, node in enumerate(nodes):
            for passage in node.home:
                if passage in at:
                    scores[row, at[passage]] += _HOME * most
        return scores

    def _fit(self, text: str) -> Row:
        """Return BM25 for each word of ``text`` that the query has not."""
        words = words_of(text)
        telling = words - self.query_words
        if not telling:
            return np.zeros(len(self.ranks))
        found = self.index.scores(" ".join(sorted(telling)))[self._rows].astype(float)
        fit: Row = found / len(telling)
        # Pieces of a passage have its score in common: their own words tell them apart.
        for row, passage in enumerate(self.ranks) if self._pieces else ():
            if fit[row] and self.index.passages[self._at[passage]] != passage:
                fit[row] *= len(telling & self._words[passage]) / len(telling)
        return fit

    def _likeness(self, title: str) -> Row:
        """Return, up to 1, how alike a title is to the heading of each passage (Dice)."""
        words = words_of(title) - self.query_words
        by_place = {
            place: 2 * len(words & said) / (len(words) + len(said) or 1)
            for place, said in self._lowest.items()
        }
        return np.array([by_place[passage.place] for passage in self.ranks], float)

    def _feed_empty(self, nodes: Sequence[Node], scores: Scores) -> None:
        """Give a node without evidence its best passage of one that can spare it."""
        passages = self.passages
        owner = {p: node for node in nodes for p in node.passages}
        for row, node in enumerate(nodes):
            if node.passages or node.parts:
                continue
            for number in np.argsort(-scores[row], kind="stable")[:_OFFERS]:
                passage = passages[int(number)]
                from_node = owner.get(passage)
                fits = scores[row, number]
                if fits <= 0 or from_node is None:
                    continue
                rival = scores[nodes.index(from_node), number]
                if len(from_node.passages) > 1 and (node.kept or fits >= _NEAR * rival):
                    from_node.passages.remove(passage)
                    node.passages.append(passage)
                    owner[passage] = node
                    break


def _languages(texts: Iterable[str]) -> dict[str, float]:
    sizes: Counter[str] = Counter()
    for text in texts:
        sizes[detect(text)] += len(text.encode())
    return {name: size / sizes.total() for name, size in sizes.items()}
