"""Outlines with another number of chapters, or with fewer levels."""

import re
from collections.abc import Callable, Iterator, Sequence

from shared.authoring.extractive import headings
from shared.authoring.extractive.seeking import subtree
from shared.authoring.model import Outline, OutlineNode, Passage, SourceDocument
from shared.authoring.passages import PLACE_SEPARATOR
from shared.authoring.text.language import CHARACTER_LANGUAGES
from shared.authoring.text.offsets import slice_bytes

_LONGEST_TITLE, _LONGEST_CHINESE_TITLE = 60, 30
_NOT_JOINED = re.compile(r"[?:;,/&(—？：；，（]|\band\b|[与和及、]")

Nodes = tuple[OutlineNode, ...]


def to_chapters(outline: Outline, number: int, sources: Sequence[SourceDocument]) -> Outline:
    """Return the outline with ``number`` chapters, as far as its material goes; 0 changes nothing.

    Too many: neighbours with the least evidence become one chapter, each a section of it.
    Too few: the sections of the chapter with the most evidence become chapters, then
    what stands under different headings of the sources.
    """
    nodes = outline.nodes
    if not number or not nodes or len(nodes) == number:
        return outline
    texts = {source.info.id: source.text.encode() for source in sources}

    def said(passages: Sequence[Passage]) -> str:
        return " ".join(slice_bytes(texts[one.source_id], one.start, one.end) for one in passages)

    while len(nodes) > number:
        nodes = _merged(nodes, outline.language, said)
    while len(nodes) < number:
        opened = _opened(nodes, number)
        if opened == nodes:
            break
        nodes = opened
    return outline.model_copy(update={"nodes": renumbered(nodes)})


def to_depth(outline: Outline, depth: int) -> Outline:
    """Return the outline with at most ``depth`` levels; 0 changes nothing.

    A node at the last level takes the passages of those below it; their titles become key
    points.
    """
    if not depth:
        return outline

    def cut(node: OutlineNode, level: int) -> OutlineNode:
        if level < depth:
            children = tuple(cut(child, level + 1) for child in node.children)
            return node.model_copy(update={"children": children})
        below = [inner for inner in subtree(node) if inner is not node]
        points = dict.fromkeys((*node.key_points, *(inner.title for inner in below)))
        return node.model_copy(
            update={
                "children": (),
                "passages": tuple(_passages(node)),
                "key_points": tuple(points),
                "content_summary": node.content_summary
                or next((inner.content_summary for inner in below if inner.content_summary), ""),
            }
        )

    return outline.model_copy(update={"nodes": tuple(cut(node, 1) for node in outline.nodes)})


def renumbered(nodes: Sequence[OutlineNode], above: str = "") -> Nodes:
    """Return nodes with their places as ids: 1, 1.1, 1.2, 2."""
    return tuple(
        node.model_copy(
            update={
                "id": f"{above}{place}",
                "children": renumbered(node.children, f"{above}{place}."),
            }
        )
        for place, node in enumerate(nodes, 1)
    )


def _passages(node: OutlineNode) -> Iterator[Passage]:
    for inner in subtree(node):
        yield from inner.passages


def _extent(node: OutlineNode) -> int:
    return sum(one.end - one.start for one in _passages(node))


def _merged(nodes: Nodes, language: str, said: Callable[[Sequence[Passage]], str]) -> Nodes:
    """Put the two neighbours together that have the least evidence."""
    sizes = list(map(_extent, nodes))
    at = min(range(len(nodes) - 1), key=lambda place: (sizes[place] + sizes[place + 1], place))
    one, other = nodes[at], nodes[at + 1]
    children = (*_as_sections(one), *_as_sections(other))
    title = _joined_title(one, other, language, said)
    # One that was put together before is known by having no text of its own.
    joined = OutlineNode(id=one.id, title=title, children=children)
    return (*nodes[:at], joined, *nodes[at + 2 :])


def _as_sections(node: OutlineNode) -> Nodes:
    made_up = node.children and not node.passages and not node.content_summary
    return node.children if made_up else (node,)


def _joined_title(
    one: OutlineNode,
    other: OutlineNode,
    language: str,
    said: Callable[[Sequence[Passage]], str],
) -> str:
    """Return both titles as one if they are short, else that of the one with more evidence."""
    if not (_NOT_JOINED.search(one.title) or _NOT_JOINED.search(other.title)):
        chinese = language in CHARACTER_LANGUAGES
        second = other.title if chinese else _within_sentence(other, said)
        title = f"{one.title}与{second}" if chinese else f"{one.title} and {second}"
        if len(title) <= (_LONGEST_CHINESE_TITLE if chinese else _LONGEST_TITLE):
            return title
    return max((one, other), key=_extent).title


def _within_sentence(node: OutlineNode, said: Callable[[Sequence[Passage]], str]) -> str:
    """Return a title as it stands within a sentence: a common noun loses its capital."""
    first, _, rest = node.title.partition(" ")
    if any(word[:1].isupper() for word in rest.split()):
        return node.title
    is_common = re.search(rf"\b{re.escape(first.lower())}\b", said(list(_passages(node))))
    return f"{first.lower() if is_common else first} {rest}".strip()


def _opened(nodes: Nodes, number: int) -> Nodes:
    """Make chapters of the sections of one chapter, the one with the most evidence first."""
    for node in sorted(nodes, key=lambda one: -_extent(one)):
        parts = node.children if len(node.children) > 1 else _by_heading(node)
        room = number - len(nodes) + 1
        if len(parts) < 2:  # noqa: PLR2004  # nothing to part
            continue
        at = nodes.index(node)
        head, rest = parts[: room - 1], parts[room - 1 :]
        last = rest[:1] if len(rest) <= 1 else (_chapter_of(node, rest),)
        first = head[0] if head else last[0]
        opened = (*head, *last)
        if node.children and node.passages:
            first = first.model_copy(update={"passages": (*node.passages, *first.passages)})
            opened = (first, *opened[1:])
        return (*nodes[:at], *opened, *nodes[at + 1 :])
    return nodes


def _chapter_of(node: OutlineNode, sections: Nodes) -> OutlineNode:
    """Return the chapter with those of its sections that do not become chapters."""
    return node.model_copy(update={"passages": (), "children": sections})


def _by_heading(node: OutlineNode) -> Nodes:
    """Return a node without sections as several, one for each heading of its passages."""
    groups: dict[str, list[Passage]] = {}
    for passage in () if node.children else node.passages:
        heading = headings.clean(passage.place.rpartition(PLACE_SEPARATOR)[2])
        groups.setdefault(heading, []).append(passage)
    named = {title: group for title, group in groups.items() if headings.key_words(title)}
    if len(named) < 2 or len(named) != len(groups):  # noqa: PLR2004
        return ()
    titles = [node.title if title == node.title else title for title in named]
    return tuple(
        OutlineNode(id=node.id, title=title, passages=tuple(group))
        for title, group in zip(titles, named.values(), strict=True)
    )
