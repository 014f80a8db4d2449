"""Cutting a chapter into parts that a model can write in one answer each.

Lengths are in the unit of the document's language, see ``text.counts``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.authoring.model import ChapterPlan, OutlineNode, Passage
from shared.authoring.text.language import CHARACTER_LANGUAGES

DEFAULT_WORDS, DEFAULT_CHARACTERS = 700, 1200
"""Length of a chapter at most, where no other is asked for."""

_OF_EVIDENCE = 0.8
"""Of its evidence's length, what a chapter without a target has at most."""

_MOST_OF_EVIDENCE = 1.1
_LEAST_WORDS, _LEAST_CHARACTERS = 60, 100
"""Length of a part at least: less is not worth a call."""

_USED = 2.5
"""How much evidence a part is given for its length; the rest is kept for further parts."""

_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Numbered:
    """A passage of the chapter with its text.

    Args:
        size: length of the text.
        rank: among those of its node, 0 for the best.

    """

    passage: Passage
    text: str
    size: int
    rank: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is written in one answer.

    Args:
        length: that it is to have.
        evidence: for it, in the order of the sources.

    """

    node: OutlineNode
    length: int
    evidence: tuple[Numbered, ...]


def nodes_of(node: OutlineNode) -> Iterator[OutlineNode]:
    """Yield a node and all below it, in reading order."""
    yield node
    for child in node.children:
        yield from nodes_of(child)


def least_length(language: str) -> int:
    """Return the length under which a part is not worth a call."""
    return _LEAST_CHARACTERS if language in CHARACTER_LANGUAGES else _LEAST_WORDS


def shares(
    plan: ChapterPlan, evidence: Mapping[str, Sequence[Numbered]], language: str
) -> dict[str, int]:
    """Return the length of each node's own text, by its id; nodes without evidence get none.

    A node gets what it is planned to have, else by its evidence; never much more than
    that says. What one cannot use goes to the others.
    """
    sizes = {name: sum(one.size for one in group) for name, group in evidence.items() if group}
    total = _total(plan, sum(sizes.values()), language)
    planned = _planned(plan.node)
    known = [planned[name] for name in sizes if planned.get(name)]
    usual = sum(known) / len(known) if known else 0.0
    weights = {
        name: float(planned.get(name) or usual or _damped(sizes[name], sizes)) for name in sizes
    }
    found: dict[str, int] = {}
    waiting = sorted(sizes, key=lambda name: sizes[name] / weights[name])
    for place, name in enumerate(waiting):
        left = sum(weights[other] for other in waiting[place:])
        fair = total * weights[name] / left
        found[name] = round(min(fair, sizes[name] * _MOST_OF_EVIDENCE))
        total -= found[name]
    return found


def parts(
    node: OutlineNode, share: int, evidence: Sequence[Numbered], longest: int, language: str
) -> tuple[Part, ...]:
    """Cut a node's own text into parts of about even length, each with passages of its own.

    Args:
        evidence: the best first; as much is used as the length needs.
        longest: that a part may be.

    """
    chosen = _enough(evidence, share)
    least = least_length(language)
    most = max(1, min(len(chosen), share // least))
    count = min(most, -(-share // longest))
    ordered = in_order(chosen)
    total = sum(one.size for one in ordered) or 1
    groups: list[list[Numbered]] = [[] for _ in range(count)]
    done = 0
    for one in ordered:
        groups[min(int((done + one.size / 2) * count / total), count - 1)].append(one)
        done += one.size
    groups = [group for group in groups if group]
    return tuple(Part(node, max(share // len(groups), 1), tuple(group)) for group in groups)


def in_order(evidence: Sequence[Numbered]) -> list[Numbered]:
    """Return passages, the best first, by source, the best source first, and by place."""
    rank = {
        source: at for at, source in enumerate(dict.fromkeys(e.passage.source_id for e in evidence))
    }
    return sorted(evidence, key=lambda e: (rank[e.passage.source_id], e.passage.start))


def overlap(one: Passage, other: Passage) -> bool:
    """Say whether two passages share some of their source."""
    same = one.source_id == other.source_id
    return same and one.start < other.end and other.start < one.end


def without(one: Numbered, taken: Sequence[Passage]) -> Iterator[Passage]:
    """Yield what of a passage none of ``taken`` covers, without white space at its ends."""
    text = one.text.encode()
    start, end = one.passage.start, one.passage.end
    spans = sorted((p.start, p.end) for p in taken if overlap(p, one.passage))
    for first, last in [*spans, (end, end)]:
        piece = text[start - one.passage.start : max(first, start) - one.passage.start]
        if piece.strip():
            begin = start + len(piece) - len(piece.lstrip())
            yield one.passage.model_copy(update={"start": begin, "end": begin + len(piece.strip())})
        start = max(start, last)


def _enough(evidence: Sequence[Numbered], share: int) -> list[Numbered]:
    chosen: list[Numbered] = []
    size = 0
    for one in evidence:
        if size >= share * _USED and len(chosen) >= _FEWEST:
            break
        chosen.append(one)
        size += one.size
    return chosen


def _total(plan: ChapterPlan, evidence: int, language: str) -> int:
    default = DEFAULT_CHARACTERS if language in CHARACTER_LANGUAGES else DEFAULT_WORDS
    target = plan.target_length or min(default, round(evidence * _OF_EVIDENCE))
    return min(target, plan.max_length) if plan.max_length else target


def _planned(node: OutlineNode) -> dict[str, int]:
    """Return what of a node's planned length its own text has, without the nodes below."""
    return {
        one.id: max(one.target_length - sum(child.target_length for child in one.children), 0)
        for one in nodes_of(node)
    }


def _damped(size: int, sizes: Mapping[str, int]) -> float:
    """Weigh evidence by its size, but no node above three times what is usual."""
    usual = sum(sizes.values()) / len(sizes)
    return max(min(size, 3 * usual), 1.0)
