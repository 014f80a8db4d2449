"""An outline in the making: a tree whose nodes can be changed, and its shape."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.authoring.extractive.headings import key_words, say_the_same
from shared.authoring.model import OutlineNode, Passage


@dataclass(slots=True, eq=False)
class Node:
    """A chapter or section in the making.

    Args:
        home: passages that a structure of the sources put here.
        kept: whether it stands in the user's own draft: its title and place stay.
        passages: its own evidence; see ``outline_grounds``.

    """

    title: str
    purpose: str = ""
    summary: str = ""
    points: list[str] = field(default_factory=list)
    home: tuple[Passage, ...] = ()
    kept: bool = False
    passages: list[Passage] = field(default_factory=list)
    parts: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield the node and all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def all_passages(self) -> list[Passage]:
        """Return the passages of the node and of all below it."""
        return [passage for node in self.walk() for passage in node.passages]


def from_nodes(nodes: Sequence[OutlineNode], *, kept: bool = False) -> list[Node]:
    """Return nodes of an outline as ones that can be changed."""
    return [
        Node(
            node.title,
            node.purpose,
            node.content_summary,
            list(node.key_points),
            node.passages,
            kept,
            parts=from_nodes(node.children, kept=kept),
        )
        for node in nodes
    ]


def walk(roots: Sequence[Node]) -> Iterator[Node]:
    """Yield all nodes in reading order."""
    for root in roots:
        yield from root.walk()


def copy(roots: Sequence[Node]) -> list[Node]:
    """Return the tree anew, so that changes to one leave the other alone."""
    return [
        Node(
            root.title,
            root.purpose,
            root.summary,
            list(root.points),
            root.home,
            root.kept,
            list(root.passages),
            copy(root.parts),
        )
        for root in roots
    ]


def flatten(roots: Sequence[Node], depth: int) -> None:
    """Fold what lies deeper than ``depth`` levels into the node above it; drafts stay."""
    for root in roots:
        if depth > 1:
            flatten(root.parts, depth - 1)
            continue
        for part in root.parts:
            flatten([part], 1)
            if not part.kept:
                absorb(root, part)
        root.parts = [part for part in root.parts if part.kept]


def absorb(node: Node, part: Node) -> None:
    """Make a part's evidence the node's own, and its title one of its points."""
    for inner in part.walk():
        if inner is not part or inner.title != node.title:
            node.points.append(inner.title)
        node.points += inner.points
        node.passages += inner.passages
        node.home += inner.home
    node.points = list(dict.fromkeys(node.points))


def prune(roots: list[Node]) -> None:
    """Drop nodes without evidence at or below them; what they were to say goes up.

    A node of a draft stays. A node with one section and nothing of its own takes
    that section's place.
    """
    for root in list(roots):
        _prune_below(root)
        if not root.passages and not root.parts and not root.kept:
            roots.remove(root)


def _prune_below(node: Node) -> None:
    for part in list(node.parts):
        _prune_below(part)
        if not part.passages and not part.parts and not part.kept:
            node.points = list(dict.fromkeys([*node.points, *part.points]))
            node.parts.remove(part)
    if len(node.parts) == 1 and not node.passages and not node.parts[0].kept:
        only = node.parts[0]
        said = [only.title] if node.title else []
        node.title = node.title or only.title
        node.parts, node.passages = only.parts, only.passages
        node.home += only.home
        node.points = list(dict.fromkeys([*node.points, *said, *only.points]))
        node.summary = node.summary or only.summary


def without_repeats(roots: list[Node]) -> None:
    """Join each node with an earlier one whose title says the same, wherever it stands."""
    seen: list[tuple[frozenset[str], Node]] = []

    def twin_of(node: Node) -> Node | None:
        words, title = key_words(node.title), node.title.casefold()
        if not title:
            return None
        return next(
            (
                other
                for said, other in seen
                if other.title.casefold() == title or say_the_same(said, words)
            ),
            None,
        )

    def visit(nodes: list[Node]) -> None:
        for node in list(nodes):
            twin = None if node.kept else twin_of(node)
            if twin is None:
                seen.append((key_words(node.title), node))
                visit(node.parts)
                continue
            nodes.remove(node)
            twin.home += node.home
            twin.passages += node.passages
            twin.points = list(dict.fromkeys([*twin.points, *node.points]))
            visit(node.parts)
            twin.parts += node.parts

    visit(roots)


def hold_chapters(roots: list[Node], count: int, depth: int) -> None:
    """Merge or split chapters until there are ``count``, as far as there is evidence.

    The chapter with least evidence becomes a section of the neighbour with less,
    or where there may be no sections, a part of it; to split, the largest section of
    the chapter with most evidence becomes the chapter after it. Drafts stay.
    """
    while count and len(roots) > count:
        loose = [root for root in roots if not root.kept]
        if not loose:
            return
        least = min(loose, key=lambda root: len(root.all_passages()))
        at = roots.index(least)
        beside = [roots[i] for i in (at - 1, at + 1) if 0 <= i < len(roots)]
        into = min(beside, key=lambda root: len(root.all_passages()))
        roots.remove(least)
        if depth > 1:
            sections, least.parts = least.parts, []
            into.parts += [part for part in (least, *sections) if part.passages or part.parts]
        else:
            absorb(into, least)
    while count and len(roots) < count:
        ready = [root for root in roots if _divides(root)]
        if not ready:
            return
        most = max(ready, key=lambda root: len(root.all_passages()))
        loose = [part for part in most.parts if not part.kept]
        largest = max(loose, key=lambda part: len(part.all_passages()))
        most.parts.remove(largest)
        roots.insert(roots.index(most) + 1, largest)


def _divides(root: Node) -> bool:
    loose = [part for part in root.parts if not part.kept]
    return bool(loose) and (len(root.parts) > 1 or bool(root.passages) or root.kept)
