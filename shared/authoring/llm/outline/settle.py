"""Where evidence stands that fits no node by its words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.authoring.extractive.headings import key_words, say_the_same
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.titles import is_frame
from shared.authoring.llm.outline.tree import Node, walk
from shared.authoring.model import OutlineNode, Passage


@dataclass(frozen=True, slots=True)
class Cluster:
    """Passages that the sources' own structure holds together, with its name for them.

    Args:
        above: the title of the chapter that they stand in.

    """

    title: str
    passages: tuple[Passage, ...]
    above: str


def clusters(nodes: Sequence[OutlineNode]) -> list[Cluster]:
    """Return the groups that the extractive outline made of the evidence, in its order."""
    found: list[Cluster] = []
    waiting = [(node, node.title) for node in reversed(nodes)]
    while waiting:
        node, above = waiting.pop()
        if node.passages:
            found.append(Cluster(node.title, node.passages, above))
        waiting.extend((child, above) for child in reversed(node.children))
    return found


def name_chapters(roots: list[Node], groups: Sequence[Cluster]) -> None:
    """Name each chapter that has no usable title by the extractive one most of it was in.

    Where there is none, or it is in use, the sections become chapters in its place.
    """
    group_of = {p: group for group in groups for p in group.passages}
    for root in [root for root in roots if not root.title]:
        passages = root.all_passages()
        found = Counter(group_of[p].above for p in passages if p in group_of)
        title = max(found, key=lambda name: found[name], default="")
        words = key_words(title)
        used = any(
            node.title == title or say_the_same(words, key_words(node.title))
            for node in walk(roots)
        )
        if title and not used and not is_frame(title) and 2 * found[title] >= len(passages):
            root.title = title
            continue
        at = roots.index(root)
        if root.parts:
            root.parts[0].passages += root.passages
        roots[at : at + 1] = root.parts


def settle(
    roots: Sequence[Node], left: Iterable[Passage], groups: Sequence[Cluster], grounds: Grounds
) -> None:
    """Put passages that fit no node beside their neighbours.

    That is where most of their cluster's passages of the same source are, else where
    the nearest passage of the source is, else where most of their cluster is.
    """
    homes: dict[Passage, Node] = {p: node for node in walk(roots) for p in node.passages}
    by_source: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in homes:
        by_source[passage.source_id].append(passage)
    group_of = {p: group for group in groups for p in group.passages}
    for passage in left:
        group = group_of.get(passage)
        placed = [p for p in (group.passages if group else ()) if p in homes]
        beside = [p for p in placed if p.source_id == passage.source_id]
        near = by_source[passage.source_id]
        if not beside and near:
            beside = [min(near, key=lambda p: (abs(p.start - passage.start), p.start))]
        found = Counter(homes[p] for p in beside or placed)
        if found:
            max(found, key=lambda node: found[node]).passages.append(passage)
    for node in walk(roots):
        node.passages.sort(key=lambda p: grounds.ranks.get(p, len(grounds.ranks)))
