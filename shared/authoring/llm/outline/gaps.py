"""What an outline lacks: evidence that no node covers, requirements that none meets."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from shared.authoring.extractive import headings
from shared.authoring.extractive.headings import key_words, say_the_same
from shared.authoring.llm.outline.grounds import Grounds
from shared.authoring.llm.outline.settle import Cluster
from shared.authoring.llm.outline.titles import LONGEST, words_of
from shared.authoring.llm.outline.tree import Node, walk
from shared.authoring.model import Passage
from shared.authoring.roles.requirements import Requirement, coverage

_MOST_LEFT = 0.5
_NEW_CHAPTER_PASSAGES = 3
_NEAR = 0.1
_MANY = 4
_MOST_CHAPTERS = 12
_EXCERPT = 160
_LEADS = re.compile(
    r"^(?:(?:the|this|your) (?:\w+ )?(?:document|report|text|paper|review|chapter)|it|we|you)?"
    r"\s*\b(?:must|should|shall|needs? to|ha(?:s|ve) to)\s+(?:also |be |at least )*"
    r"(?:\w+\s+)(?:(?:how|that|why|what|about|on|the|an?)\s+)*"
    r"|^(?:请|文档|报告|本文|全文|文中)*(?:必须|应当|应该|应|须|需要|需)?"
    r"(?:说明|介绍|包括|包含|涵盖|讨论|分析|列出|覆盖|写明|阐述|解释|给出)",
    re.IGNORECASE,
)
_READ_FOR_REQUIREMENT = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """A subject without a node.

    Args:
        title: to be used if the model has no better one.
        told: what the model is told of it.
        above: the chapter that it stands in in the extractive outline, if it stands in one.
        requirement: the requirement's text, if it is one.

    """

    title: str
    told: str
    passages: tuple[Passage, ...]
    requirement: str = ""
    above: str = ""


def uncovered(left: Sequence[Passage], groups: Sequence[Cluster], grounds: Grounds) -> list[Gap]:
    """Return the clusters more than half of which fitted no node, the best first."""
    missing = set(left)
    gaps: list[Gap] = []
    for group in groups:
        lost = tuple(passage for passage in group.passages if passage in missing)
        if len(lost) > _MOST_LEFT * len(group.passages) and words_of(group.title):
            excerpt = grounds.excerpt(lost, _EXCERPT)
            gaps.append(Gap(group.title, f"{group.title}: {excerpt}", lost, above=group.above))
    return sorted(gaps, key=lambda gap: grounds.ranks[gap.passages[0]])


def meet(
    roots: Sequence[Node],
    required: Sequence[Requirement],
    grounds: Grounds,
    language: str,
    *,
    last: bool = False,
) -> list[Gap]:
    """Make each requirement a key point of the node that meets it; return those that none does.

    A node meets it by the rule of ``roles.requirements.met``, as if its title and its
    passages were the document, by naming half of its telling words itself, or by having
    the best passage for it among few. A requirement of which no source speaks becomes a
    point of the chapter that is nearest in words, for no section can be written on it.

    Args:
        last: whether all have to be met, for no more nodes are made.

    """
    nodes = list(walk(roots))
    if not nodes or not required:
        return []
    texts = ["\n".join(grounds.texts.get(p, "") for p in node.passages) for node in nodes]
    sections = tuple(
        (str(at), node.title, text)
        for at, (node, text) in enumerate(zip(nodes, texts, strict=True))
    )
    found = coverage(sections, language)
    owners = {passage: node for node in nodes for passage in node.passages}
    gaps: list[Gap] = []
    for one in required:
        words = words_of(one.text) - grounds.query_words
        if any(one.text in node.points for node in nodes):
            continue
        named = max(nodes, key=lambda node: len(words & words_of(node.title)))
        place = found.place_of(one.text)
        if words and len(words & words_of(named.title)) >= _MOST_LEFT * len(words):
            _require(named, one.text)
        elif place is not None:
            _require(nodes[int(place[0])], one.text)
        else:
            passages = grounds.admit(one.text, _READ_FOR_REQUIREMENT)
            owner = owners.get(passages[0]) if passages else nearest(roots, words, grounds)
            if last or (owner is not None and (not passages or len(owner.passages) < _MANY)):
                _require(owner or nearest(roots, words, grounds), one.text)
            else:
                gaps.append(Gap(requirement_title(one.text), one.text, tuple(passages), one.text))
    return gaps


def requirement_title(text: str) -> str:
    """Return a requirement as a title: its own words up to the first stop that make one."""
    rest = _LEADS.sub("", text.strip(), count=1)
    text = rest if words_of(rest) else text
    cleaned = headings.clean(text.strip(" :：,，"))
    for stop in (". ", "。", "; ", "；", ", ", "，"):
        cleaned = cleaned.partition(stop)[0]
    if len(cleaned) > LONGEST:
        cleaned = cleaned[:LONGEST].rsplit(maxsplit=1)[0]
    return cleaned[:1].upper() + cleaned[1:]


def fill(
    roots: list[Node],
    gap: Gap,
    title: str,
    where: str,
    *,
    chapters: int,
    depth: int,
    grounds: Grounds,
) -> None:
    """Give a gap its node: where the model said, else in the chapter nearest in words.

    A node that has the title already takes what the gap has. If no chapter is near, it goes
    into one of the name that the extractive outline has for it, or with evidence enough
    becomes one of its own, as it does if the model says so; all that as long as there
    may be more chapters and no draft is held.

    Args:
        where: the number of a chapter, ``new``, or anything else.
        chapters: how many there are to be, 0 if that is open.

    """
    words, folded = key_words(title), title.casefold()
    twin = next(
        (
            node
            for node in walk(roots)
            if node.title.casefold() == folded or say_the_same(words, key_words(node.title))
        ),
        None,
    )
    if twin is not None:
        _give(twin, gap, "")
        return
    node = Node(title, home=gap.passages, passages=list(gap.passages))
    if gap.requirement:
        node.points.append(gap.requirement)
    may_be_new = not any(root.kept for root in roots) and len(roots) < (chapters or _MOST_CHAPTERS)
    telling = frozenset().union(*(grounds.words(p) for p in gap.passages), words_of(title))
    words = telling - grounds.query_words
    into: Node | None = nearest(roots, words, grounds)
    if where.isdigit() and 1 <= int(where) <= len(roots):
        into = roots[int(where) - 1]
    elif may_be_new and where.lower().startswith(("new", "新")):
        into = None
    elif into is not None and len(words & _said(into, grounds)) < _NEAR * len(words):
        same = next(
            (root for root in roots if any(node.title == gap.above for node in root.walk())), None
        )
        if same is not None:
            into = same
        elif may_be_new and gap.above:
            into = Node(gap.above)
            roots.append(into)
        elif may_be_new and len(gap.passages) >= _NEW_CHAPTER_PASSAGES:
            into = None
    if into is None:
        roots.append(node)
    elif depth > 1 and into.title != title:
        into.parts.append(node)
    else:
        _give(into, gap, title if into.title != title else "")


def _give(node: Node, gap: Gap, point: str) -> None:
    node.home += gap.passages
    node.passages += gap.passages
    if point:
        node.points.append(point)
    if gap.requirement:
        _require(node, gap.requirement)


def nearest(roots: Sequence[Node], words: frozenset[str], grounds: Grounds) -> Node:
    """Return the chapter that shares most of ``words``, for its size; the first of equals."""

    def likeness(root: Node) -> float:
        said = _said(root, grounds)
        return len(words & said) / math.sqrt(1 + len(said))

    return max(roots, key=likeness)


def _said(root: Node, grounds: Grounds) -> frozenset[str]:
    return frozenset().union(
        *(words_of(node.title) for node in root.walk()),
        *(grounds.words(p) for p in root.all_passages() if p in grounds.ranks),
    )


def _require(node: Node, text: str) -> None:
    if text not in node.points:
        node.points.insert(0, text)
