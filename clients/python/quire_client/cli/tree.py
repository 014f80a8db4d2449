"""An outline as a tree, for a terminal or as plain text."""

from collections.abc import Iterable, Iterator

from quire.outline.v1.outline_pb2 import GROUNDING_NONE, Outline, OutlineNode
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from quire_client.cli.counting import count_text


def outline_tree(outline: Outline) -> RenderableType:
    """Return the outline as a rich tree, with the number of passages of each node."""

    def grow(branch: Tree, nodes: Iterable[OutlineNode], number: str) -> None:
        for place, node in enumerate(nodes, start=1):
            # A cell of its own, so that a long title without spaces is folded beside its number.
            label = Table.grid(padding=(0, 1))
            label.add_column(no_wrap=True)
            label.add_column(overflow="fold")
            label.add_row(
                Text(f"{number}{place}", style="cyan"),
                Text.assemble(node.title, (_facts(node), "dim")),
            )
            grow(branch.add(label), node.children, f"{number}{place}.")

    tree = Tree(Text(outline.title, style="bold"), guide_style="dim")
    grow(tree, outline.nodes, "")
    return tree


def outline_lines(outline: Outline) -> Iterator[str]:
    """Yield the outline as indented lines."""

    def walk(nodes: Iterable[OutlineNode], number: str, depth: int) -> Iterator[str]:
        for place, node in enumerate(nodes, start=1):
            yield f"{'  ' * depth}{number}{place} {node.title}{_facts(node)}"
            yield from walk(node.children, f"{number}{place}.", depth + 1)

    yield outline.title
    yield from walk(outline.nodes, "", 1)


def grounding_text(outline: Outline) -> str:
    """Return on what the outline stands, in words."""
    if outline.grounding == GROUNDING_NONE:
        return (
            "a conventional skeleton: no source was given or found, so no evidence stands behind it"
        )
    return count_text(len(outline.sources), "sources")


def _facts(node: "OutlineNode") -> str:
    return f"  {count_text(len(node.passages), 'passages')}" if node.passages else ""
