"""Outlines that open or close with a chapter of their own for that."""

import re
from collections.abc import Sequence

from shared.authoring.model import OutlineNode

_OPENS = re.compile(
    r"\W*(?:[\divx]+[.)、\s]+)?(?:introduction|overview|preface|foreword"
    r"|引言|前言|绪论|导论|导言|概述|概论|简介|序言|总论)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:\b(?:summary|conclusions?|concluding remarks|takeaways|key points)"
    r"|总结|结论|小结|结语|结束语|要点)\W*$",
    re.IGNORECASE,
)


def opens(title: str) -> bool:
    """Say whether a chapter of that title introduces the document."""
    return _OPENS.match(title) is not None


def closes(title: str) -> bool:
    """Say whether a chapter of that title sums the document up."""
    return _CLOSES.search(title) is not None


def missing_ends(chapters: Sequence[OutlineNode]) -> int:
    """Return how many of introduction and summary a document lacks: 0, 1 or 2."""
    if not chapters:
        return 0
    return (not opens(chapters[0].title)) + (not closes(chapters[-1].title))
