"""A draft of an outline, read from a file that somebody wrote: the structure to start from."""

from dataclasses import dataclass

from shared.authoring.model import OutlineNode, SourceDocument
from shared.authoring.outline_check import OutlineLimits
from shared.authoring.roles.draft_items import DeepDraftError, Item, NoDraftError
from shared.authoring.roles.draft_json import read_json
from shared.authoring.roles.draft_lines import read_lines
from shared.errors import QuireError
from shared.reasons import Reason


@dataclass(frozen=True, slots=True)
class DraftOutline:
    """A draft: the title that it gives the document, or ``""``, and its nodes."""

    title: str
    nodes: tuple[OutlineNode, ...]


def draft_outline(source: SourceDocument) -> tuple[OutlineNode, ...]:
    """Return the nodes of a draft in order, with ids by place ("2.1"); see ``read_draft``."""
    return read_draft(source).nodes


def read_draft(source: SourceDocument) -> DraftOutline:
    """Read a draft of an outline.

    Read are: headings of Markdown and those that a parser found (styles of Word); numbered
    lines (1. and 1.1, Chapter 1, 第一章, 一、 and （一）), lists with marks and plain lines, nested
    by number and indentation; and JSON: a list or a tree of titles, or of objects with
    ``title``, ``children`` or ``sections``, ``summary``, ``purpose``, ``key_points``.

    Where there are headings, items of lists below one are its key points. Text below an
    entry is its summary. A single entry at the top that holds all others is the title.

    Raises QuireError, whose message and metadata ``file`` name the file: OUTLINE_INVALID for
    what cannot be read as an outline (prose, broken JSON, entries without a title),
    OUTLINE_TOO_LARGE and OUTLINE_TOO_DEEP beyond the limits of ``OutlineLimits``.
    """
    try:
        root = read_json(source.text)
        items, title = (root.below, root.title) if root else (read_lines(source), "")
    except DeepDraftError as error:
        raise _refused(source, Reason.OUTLINE_TOO_DEEP, str(error)) from None
    except NoDraftError as error:
        raise _refused(source, Reason.OUTLINE_INVALID, str(error)) from None
    if not title and len(items) == 1 and items[0].below:
        title, items = items[0].title, items[0].below
    if not items:
        raise _refused(source, Reason.OUTLINE_INVALID, "it has no titles")
    _check_size(source, items)
    return DraftOutline(title, tuple(_node(item, str(at)) for at, item in enumerate(items, 1)))


def _check_size(source: SourceDocument, items: list[Item]) -> None:
    limits = OutlineLimits()
    waiting = [(item, 1) for item in items]
    number = 0
    while waiting:
        item, depth = waiting.pop()
        number += 1
        if depth > limits.depth:
            problem = f"it is nested more than {limits.depth} levels deep"
            raise _refused(source, Reason.OUTLINE_TOO_DEEP, problem)
        waiting += [(inner, depth + 1) for inner in item.below]
    if number > limits.nodes:
        problem = f"it has {number} entries; at most {limits.nodes} are accepted"
        raise _refused(source, Reason.OUTLINE_TOO_LARGE, problem)


def _node(item: Item, place: str) -> OutlineNode:
    return OutlineNode(
        id=place,
        title=item.title,
        content_summary=item.summary,
        purpose=item.purpose,
        key_points=tuple(item.points),
        children=tuple(_node(inner, f"{place}.{at}") for at, inner in enumerate(item.below, 1)),
    )


def _refused(source: SourceDocument, reason: Reason, problem: str) -> QuireError:
    name = source.info.uri or source.info.title or source.info.id
    return QuireError(
        reason, f"the outline in {name!r} cannot be used: {problem}", metadata={"file": name}
    )
