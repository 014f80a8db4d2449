"""How long a document, its chapters and their sections are to be."""

import math
from collections.abc import Mapping, Sequence

from shared.authoring.model import ChapterPlan, DocumentPlan, OutlineNode
from shared.authoring.text.language import CHARACTER_LANGUAGES

CHAPTER_WORDS = 600
CHAPTER_CHARACTERS = 1000
"""Length of a chapter at most, where nothing else is asked for and its evidence gives as much."""

_END = 0.05
"""Of a document's length, what its introduction gets, and its summary."""

_END_WORDS, _END_CHARACTERS = (40, 200), (70, 400)
"""What either gets at least and at most, in words or in characters."""

_LEAST_WORDS, _LEAST_CHARACTERS = 60, 100
"""Length of the shortest chapter or section worth a heading of its own."""

_SHORT = 8
"""Such lengths that a document has to have for an introduction and a summary."""

_USABLE = 0.75
"""Of the length of evidence, what sentences that can stand in a text have."""


def of_chapter(plan: ChapterPlan) -> int:
    """Return the length that a chapter is to have at most, in the unit of its language."""
    in_characters = plan.language in CHARACTER_LANGUAGES
    target = plan.target_length or (CHAPTER_CHARACTERS if in_characters else CHAPTER_WORDS)
    return min(target, plan.max_length) if plan.max_length else target


def of_end(target: int, language: str) -> int:
    """Return the length of an introduction or a summary of a document of ``target`` length.

    A short document gets neither: 0.
    """
    least, most = _END_CHARACTERS if language in CHARACTER_LANGUAGES else _END_WORDS
    if target < _SHORT * least_of_section(language):
        return 0
    return max(least, min(round(_END * target), most))


def least_of_section(language: str) -> int:
    """Return the length of the shortest chapter or section worth a heading of its own."""
    return _LEAST_CHARACTERS if language in CHARACTER_LANGUAGES else _LEAST_WORDS


def with_lengths(plan: DocumentPlan, sizes: Mapping[str, float], ends: int) -> DocumentPlan:
    """Return the plan with the lengths of its chapters and sections.

    What the document's target leaves beside introduction and summary is shared by the
    lengths that the outline gives its nodes, else by their evidence; what a chapter's evidence
    cannot fill goes to the others. Without a target for the document those that its
    nodes have stand as they are.

    Args:
        plan: with ``target_length`` and ``max_length`` of the whole.
        sizes: length of the evidence, by node id.
        ends: how many of introduction and summary the document gets: 0, 1 or 2.

    """
    target = plan.target_length
    if plan.max_length:
        target = min(target, plan.max_length)
    given = [chapter.node.target_length for chapter in plan.chapters]
    if not target and all(given):
        target = round(sum(given) / (1 - _END * ends))
    targets = given
    if plan.target_length:
        targets = _shared(
            target - ends * of_end(target, plan.language),
            [chapter.node for chapter in plan.chapters],
            sizes,
        )
    most = _most(plan, targets, sizes, ends)
    chapters = tuple(
        chapter.model_copy(
            update={
                "node": _filled(chapter.node, size, sizes),
                "target_length": size,
                "max_length": limit,
            }
        )
        for chapter, size, limit in zip(plan.chapters, targets, most, strict=True)
    )
    return plan.model_copy(update={"chapters": chapters, "target_length": target})


def of_nodes(
    nodes: Sequence[OutlineNode], total: int, sizes: Mapping[str, float]
) -> tuple[OutlineNode, ...]:
    """Return nodes with lengths that add up to ``total``, and so the nodes below them.

    One half goes by the length of their evidence, the other evenly by the number of
    nodes without nodes below them: more evidence may be found for each of those.

    Args:
        sizes: length of the evidence, by node id.

    """
    leaves = [_leaves(node) for node in nodes]
    held = [_size(node, sizes) for node in nodes]
    weights = [
        number / sum(leaves) + (size / sum(held) if sum(held) else 0.0)
        for number, size in zip(leaves, held, strict=True)
    ]
    shares = share_out(total, weights, [math.inf] * len(nodes))
    made = []
    for node, share in zip(nodes, shares, strict=True):
        own, whole = sizes.get(node.id, 0.0), _size(node, sizes)
        rest = round(share * (1 - own / whole)) if whole else share
        children = of_nodes(node.children, rest, sizes) if node.children else ()
        made.append(node.model_copy(update={"target_length": share, "children": children}))
    return tuple(made)


def share_out(total: int, weights: Sequence[float], rooms: Sequence[float]) -> list[int]:
    """Share a length out by weight; what one has no room for goes to the others.

    Where there is not room for all, each gets beyond its own by weight. The shares are whole
    and add up to ``total``.

    Args:
        rooms: how much each can hold.

    """
    shares = [0.0] * len(weights)
    left = float(total)
    waiting = set(range(len(weights)))
    while waiting and left > 0:
        whole = sum(weights[at] for at in waiting) or 1.0
        full = {at for at in waiting if rooms[at] <= left * weights[at] / whole}
        if not full:
            for at in waiting:
                shares[at] = left * weights[at] / whole
            left = 0.0
            break
        for at in full:
            shares[at] = rooms[at]
        left -= sum(rooms[at] for at in full)
        waiting -= full
    if left > 0:
        whole = sum(weights) or 1.0
        shares = [share + left * w / whole for share, w in zip(shares, weights, strict=True)]
    return _whole(shares, total)


def _whole(shares: Sequence[float], total: int) -> list[int]:
    """Round so that the sum holds (largest remainders first)."""
    floors = [int(share) for share in shares]
    short = total - sum(floors)
    order = sorted(range(len(shares)), key=lambda at: (floors[at] - shares[at], at))
    for at in order[: max(short, 0)]:
        floors[at] += 1
    return floors


def _most(
    plan: DocumentPlan, targets: Sequence[int], sizes: Mapping[str, float], ends: int
) -> list[int]:
    if not plan.max_length:
        return [0] * len(plan.chapters)
    room = plan.max_length - ends * of_end(plan.max_length, plan.language)
    weights = [float(size) for size in targets]
    if not all(targets):
        weights = [_size(chapter.node, sizes) for chapter in plan.chapters]
    # A limit of 0 would be none.
    return [max(share, 1) for share in share_out(room, weights, [math.inf] * len(weights))]


def _shared(total: int, nodes: Sequence[OutlineNode], sizes: Mapping[str, float]) -> list[int]:
    """Share a length among nodes that stand beside one another."""
    held = [_size(node, sizes) for node in nodes]
    named = [node.target_length for node in nodes]
    weights = [float(size) for size in named] if all(named) else held
    return share_out(max(total, 0), weights, [_USABLE * size for size in held])


def _size(node: OutlineNode, sizes: Mapping[str, float]) -> float:
    """Return the length of the evidence of a node and of those below it."""
    return sizes.get(node.id, 0.0) + sum(_size(child, sizes) for child in node.children)


def _leaves(node: OutlineNode) -> int:
    return sum(map(_leaves, node.children)) or 1


def _filled(node: OutlineNode, target: int, sizes: Mapping[str, float]) -> OutlineNode:
    """Return a node with its length, what its own text leaves of it shared among its sections."""
    if not target or not node.children:
        return node.model_copy(update={"target_length": target}) if target else node
    own = sizes.get(node.id, 0.0)
    whole = _size(node, sizes)
    rest = round(target * (1 - own / whole)) if whole else target
    shares = _shared(rest, node.children, sizes)
    children = tuple(
        _filled(child, share, sizes) for child, share in zip(node.children, shares, strict=True)
    )
    return node.model_copy(update={"target_length": target, "children": children})
