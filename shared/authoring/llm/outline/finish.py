"""From the tree of an outline in the making to an outline that holds what it promises."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shared.authoring.brief import Brief
from shared.authoring.extractive import headings
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.settle import Cluster, name_chapters, settle
from shared.authoring.llm.outline.titles import is_frame, words_of
from shared.authoring.llm.outline.tree import (
    Node,
    flatten,
    hold_chapters,
    prune,
    walk,
)
from shared.authoring.model import Outline, OutlineNode, Passage
from shared.authoring.passages import PLACE_SEPARATOR
from shared.authoring.text import sentences
from shared.authoring.text.counts import length
from shared.authoring.text.language import detect

DEPTH = 2
"""Levels of an outline where the brief leaves them open."""

MOST_POINTS = 5
_SHORTEST, _LONGEST = 20, 240
_ENDS = '.!?。！？”"’)）'
_READ = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader would ask, with the passages that answer it, the best first."""

    text: str
    passages: tuple[Passage, ...]


def depth_of(brief: Brief) -> int:
    """Return the levels that an outline may have."""
    return brief.depth or DEPTH


def shape(
    roots: list[Node], brief: Brief, groups: Sequence[Cluster], grounds: Grounds
) -> list[Passage]:
    """Give the tree its evidence and the shape that the brief asks for.

    Returns the passages that fitted no node by words; they stand where their
    neighbours of the same source stand.
    """
    drop_frames(roots)
    left = grounds.assign(roots)
    settle(roots, left, groups, grounds)
    prune(roots)
    name_chapters(roots, groups)
    flatten(roots, depth_of(brief))
    if brief.chapters > len(roots):
        divide(roots, brief.chapters, grounds)
    hold_chapters(roots, brief.chapters, depth_of(brief))
    flatten(roots, depth_of(brief))
    return left


def drop_frames(roots: list[Node]) -> None:
    """Take out introduction and conclusion, which fusion makes; what stands below moves up."""
    kept: list[Node] = []
    for root in roots:
        if is_frame(root.title):
            kept += root.parts
        else:
            kept.append(root)
    if kept:
        roots[:] = kept


def divide(roots: list[Node], count: int, grounds: Grounds) -> None:
    """Give chapters without sections some, by the headings of their passages, to be split."""
    taken = {node.title.casefold() for node in walk(roots)}
    sections = sum(len(root.parts) for root in roots)
    for root in sorted(roots, key=lambda root: -len(root.passages)):
        if len(roots) + sections >= count or root.kept:
            return
        by_title: dict[str, list[Passage]] = {}
        for passage in root.passages:
            title = headings.clean(passage.place.rsplit(PLACE_SEPARATOR, 1)[-1])
            if title and not is_frame(title) and title.casefold() not in taken:
                by_title.setdefault(title, []).append(passage)
        for title, passages in list(by_title.items())[: count - len(roots) - sections]:
            if len(root.passages) == len(passages) and not root.parts:
                break
            taken.add(title.casefold())
            root.parts.append(Node(title, home=tuple(passages), passages=passages))
            root.passages = [p for p in root.passages if p not in passages]
            sections += 1


def add_points(roots: Sequence[Node], questions: Sequence[Question]) -> None:
    """Give each question to a node that has passages for it, five points at most for each.

    Of several the one whose title has most of the question's words, then the one with
    the best passage.
    """
    owner = {passage: node for node in walk(roots) for passage in node.passages}
    cited = {point for node in walk(roots) for point in node.points}
    for question in questions:
        if question.text in cited:
            continue
        said = words_of(question.text)
        nodes = list(dict.fromkeys(owner[p] for p in question.passages if p in owner))
        if not nodes:
            continue
        node = max(nodes, key=lambda node: _named(node.title, said))
        if len(node.points) < MOST_POINTS and all(words_of(point) != said for point in node.points):
            node.points.append(question.text)


def _named(title: str, said: frozenset[str]) -> float:
    words = words_of(title)
    return len(words & said) / len(words | said) if words else 0.0


def finish(
    roots: Sequence[Node], base: Outline, brief: Brief, language: str, grounds: Grounds
) -> Outline:
    """Return the outline with ids, summaries and lengths.

    Chapters share ``target_length`` by their evidence, sections that of their chapter,
    and the numbers of the chapters add up to it exactly.
    """
    nodes = tuple(
        _node(root, str(number), language, grounds) for number, root in enumerate(roots, 1)
    )
    if brief.target_length:
        weights = [_weight(root) for root in roots]
        shares = share(brief.target_length, weights)
        nodes = tuple(
            _with_length(node, root, amount)
            for node, root, amount in zip(nodes, roots, shares, strict=True)
        )
    return wishes(base, brief, language).model_copy(update={"nodes": nodes})


def wishes(base: Outline, brief: Brief, language: str) -> Outline:
    """Return the outline with what the brief says of the document."""
    return base.model_copy(
        update={
            "language": language,
            "genre": brief.genre,
            "target_length": brief.target_length,
            "max_length": brief.max_length,
        }
    )


def share(total: int, weights: Sequence[float]) -> list[int]:
    """Split ``total`` by ``weights`` into whole numbers that add up to it (largest remainder).

    Each gets a fifth of an even share at least, so that nothing is left without room.
    """
    if not weights:
        return []
    even = sum(weights) / len(weights) or 1.0
    raised = [max(weight, even / 5) for weight in weights]
    exact = [total * weight / sum(raised) for weight in raised]
    shares = [int(amount) for amount in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_rest[: total - sum(shares)]:
        shares[at] += 1
    return shares


def _weight(node: Node) -> float:
    """Return how much evidence a node has, with diminishing returns: the root of its size."""
    return math.sqrt(sum(passage.end - passage.start for passage in node.all_passages()))


def _with_length(node: OutlineNode, made: Node, amount: int) -> OutlineNode:
    if not node.children:
        return node.model_copy(update={"target_length": amount})
    own = Node("", passages=made.passages)
    weights = [_weight(part) for part in made.parts]
    shares = (
        share(amount, [_weight(own), *weights])[1:] if made.passages else share(amount, weights)
    )
    children = tuple(
        _with_length(child, part, each)
        for child, part, each in zip(node.children, made.parts, shares, strict=True)
    )
    return node.model_copy(update={"target_length": amount, "children": children})


def _node(node: Node, node_id: str, language: str, grounds: Grounds) -> OutlineNode:
    return OutlineNode(
        id=node_id,
        title=node.title,
        purpose=node.purpose,
        key_points=tuple(dict.fromkeys(node.points)),
        content_summary=node.summary or _summary(node, grounds),
        passages=tuple(node.passages),
        children=tuple(
            _node(part, f"{node_id}.{number}", language, grounds)
            for number, part in enumerate(node.parts, 1)
        ),
    )


def _summary(node: Node, grounds: Grounds) -> str:
    """Return the sentence of the node's best passages that shares most words with its title."""
    wanted = words_of(" ".join((node.title, *node.points)))
    best, most = "", -1
    for passage in node.all_passages()[:_READ]:
        text = grounds.texts.get(passage, "")
        language = detect(text)
        least = _SHORTEST // 2 if language == "zh" else _SHORTEST
        for start, end in sentences.split(text, language):
            sentence = " ".join(text[start:end].split())
            if not least <= len(sentence) <= _LONGEST or sentence[-1] not in _ENDS:
                continue
            said = len(words_of(sentence) & wanted)
            if said > most and length(sentence, language) > _READ:
                best, most = sentence, said
    return best
