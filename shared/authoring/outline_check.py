"""Checks on outlines that come from outside, and on those that an author made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.authoring.model import Outline, OutlineNode
from shared.control import has_controls
from shared.errors import FieldViolation, QuireError
from shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class OutlineLimits:
    """How large an outline may be."""

    nodes: int = 2000
    depth: int = 10


def with_ids(outline: Outline) -> Outline:
    """Return the outline with an id for each node that has none: its place, as in ``2.1``.

    A place that is some other node's id gets a suffix.
    """
    taken = {node.id for _, node in walk(outline) if node.id}

    def named(node: OutlineNode, place: str) -> OutlineNode:
        name = node.id
        if not name:
            name = place
            while name in taken:
                name += "x"
            taken.add(name)
        children = tuple(
            named(child, f"{place}.{number}") for number, child in enumerate(node.children, 1)
        )
        return node.model_copy(update={"id": name, "children": children})

    nodes = tuple(named(node, str(number)) for number, node in enumerate(outline.nodes, 1))
    return outline.model_copy(update={"nodes": nodes})


def check_outline(outline: Outline, texts: Mapping[str, str], limits: OutlineLimits) -> None:
    """Check size, ids, and that each passage lies within its source.

    Args:
        outline: ids may still be empty.
        texts: stored text by source id.
        limits: refuses what is larger.

    Raises QuireError with an OUTLINE_* reason; the field's path is that of the
    outline, for example ``nodes[1].children[0].id``.
    """
    _check_size(outline, limits)
    if has_controls(outline.title):
        raise _invalid("title", "must not have control characters")
    _check_ids(outline)
    _check_sources(outline, texts)
    encoded = {name: text.encode() for name, text in texts.items()}
    for path, node in walk(outline):
        if has_controls(node.title) or has_controls(node.content_summary):
            raise _invalid(f"{path}.title", "and content_summary must not have control characters")
        for number, passage in enumerate(node.passages):
            field = f"{path}.passages[{number}]"
            text = encoded.get(passage.source_id)
            if text is None:
                raise _invalid(field, f"names no source of the outline: {passage.source_id!r}")
            if not 0 <= passage.start < passage.end <= len(text):
                raise _invalid(
                    field,
                    f"must lie within the source's {len(text)} bytes, "
                    f"not {passage.start}..{passage.end}",
                )
            if _within_character(text, passage.start) or _within_character(text, passage.end):
                raise _invalid(
                    field,
                    "must begin and end between characters of the UTF-8 text, "
                    f"not {passage.start}..{passage.end}",
                )


def walk(outline: Outline) -> Iterator[tuple[str, OutlineNode]]:
    """Yield each node with its path, parents first, without recursion."""
    waiting = [(f"nodes[{i}]", node) for i, node in reversed(list(enumerate(outline.nodes)))]
    while waiting:
        path, node = waiting.pop()
        yield path, node
        waiting.extend(
            (f"{path}.children[{i}]", child)
            for i, child in reversed(list(enumerate(node.children)))
        )


def _check_size(outline: Outline, limits: OutlineLimits) -> None:
    if not outline.nodes:
        raise _invalid("nodes", "must have at least one node")
    nodes = depth = 0
    for path, _ in walk(outline):
        nodes += 1
        depth = max(depth, path.count("["))
    if nodes > limits.nodes:
        raise QuireError(
            Reason.OUTLINE_TOO_LARGE,
            f"the outline has {nodes} nodes; at most {limits.nodes} are accepted",
            metadata={"nodes": str(nodes), "limit": str(limits.nodes)},
        )
    if depth > limits.depth:
        raise QuireError(
            Reason.OUTLINE_TOO_DEEP,
            f"the outline is nested {depth} levels deep; at most {limits.depth} are accepted",
            metadata={"depth": str(depth), "limit": str(limits.depth)},
        )


def _check_ids(outline: Outline) -> None:
    places: dict[str, str] = {}
    for path, node in walk(outline):
        if not node.id:
            continue
        first = places.setdefault(node.id, path)
        if first != path:
            inside = path.startswith(f"{first}.")
            what = (
                f"lies inside the node of the same id at {first}"
                if inside
                else (f"is also the id of {first}")
            )
            raise QuireError(
                Reason.OUTLINE_DUPLICATE_NODE,
                f"{path}.id {node.id!r} {what}; ids must be unique within an outline",
                metadata={"node_id": node.id},
                violations=(FieldViolation(f"{path}.id", "must be unique within the outline"),),
            )


def _check_sources(outline: Outline, texts: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for number, source in enumerate(outline.sources):
        field = f"sources[{number}]"
        if source.id in seen:
            raise _invalid(f"{field}.id", f"must be unique within the outline: {source.id!r}")
        seen.add(source.id)
        if source.id not in texts:
            raise _invalid(
                field,
                f"source {source.id!r} has no text; send it in source_texts, or name the "
                "outline's job instead of the outline",
            )
    for name in texts:
        if name not in seen:
            raise _invalid("source_texts", f"names no source of the outline: {name!r}")


def _within_character(text: bytes, offset: int) -> bool:
    """Whether the byte at ``offset`` continues a character (RFC 3629)."""
    return offset < len(text) and text[offset] & 0b1100_0000 == 0b1000_0000  # noqa: PLR2004


def _invalid(field: str, description: str) -> QuireError:
    return QuireError(
        Reason.OUTLINE_INVALID,
        f"{field} {description}",
        metadata={"field": field},
        violations=(FieldViolation(field, description),),
    )
