"""Plain text to blocks: paragraphs, hard-wrapped lines joined, obvious headings."""

import re

from shared.authoring.sources import clean, layout
from shared.authoring.sources.layout import Block
from shared.authoring.sources.numbering import ENDS_SENTENCE, heading_level

_UNDERLINE = re.compile(r"\s*(={3,}|-{3,})\s*")
_ITEM = re.compile(r"\s*(?:[-*+•●○▪■◦‣·–]|\(?\d{1,3}[.)、]|[①-⑳])\s*(?=\S)")
_BULLET = re.compile(r"\s*[-*+•●○▪■◦‣·–]\s+")
_RULE = re.compile(r"[\s\-=_*~#.]{3,}")
_INDENTED = re.compile(r"(?:\t|\u3000| {2,})")
_MAX_TITLE = 80
_WRAP_COLUMNS = 130
_FULL_LINE = 0.7


def plain_blocks(text: str) -> tuple[str, list[Block]]:
    """Return the title, if the text begins with a line that is one, or ``""``, and the blocks."""
    groups = _groups(text)
    columns = _wrap_columns(groups)
    blocks: list[Block] = []
    title = _title(groups)
    shift = 1 if title else 0
    if title:
        blocks.append(layout.heading(1, title))
        groups = groups[1:]
    for place, group in enumerate(groups):
        follower = groups[place + 1][0] if place + 1 < len(groups) else ""
        blocks.extend(_group_blocks(group, follower, columns, shift))
    return clean.line(title), blocks


def _groups(text: str) -> list[list[str]]:
    """Split into runs of lines between blank lines."""
    groups: list[list[str]] = [[]]
    for raw in clean.lines(text):
        if raw.strip():
            groups[-1].append(raw)
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _wrap_columns(groups: list[list[str]]) -> int:
    """Return the columns at which the text is wrapped; 0 if it is not."""
    widths = sorted(clean.width(line.rstrip()) for group in groups for line in group[:-1])
    if not widths:
        return 0
    common = widths[int(len(widths) * 0.9)]
    return common if common <= _WRAP_COLUMNS else 0


def _title(groups: list[list[str]]) -> str:
    """Return the first line, if it stands alone, is short, ends no sentence and prose follows."""
    if len(groups) < 2 or len(groups[0]) != 1:  # noqa: PLR2004  # a title and a text
        return ""
    line = groups[0][0].strip()
    if len(line) > _MAX_TITLE or ENDS_SENTENCE.search(line) or _ITEM.match(line):
        return ""
    return line if clean.has_text(line) and not heading_level(line) else ""


def _group_blocks(group: list[str], follower: str, columns: int, shift: int) -> list[Block]:
    underlined = len(group) > 1 and _UNDERLINE.fullmatch(group[1])
    if underlined and len(group[0]) <= _MAX_TITLE:
        level = 1 if "=" in group[1] else 2
        rest = _group_blocks(group[2:], follower, columns, shift) if group[2:] else []
        return [layout.heading(level + shift, group[0]), *rest]
    level = heading_level(group[0])
    alone = len(group) == 1
    # A numbered line that another one of its rank follows is an item, not a heading.
    if level and alone and heading_level(follower) != level:
        return [layout.heading(level + shift, group[0])]
    if all(_BULLET.match(line) for line in group):
        return [layout.item_list([_BULLET.sub("", line, count=1) for line in group])]
    return [layout.prose(text) for text in _paragraphs(group, columns) if not _RULE.fullmatch(text)]


def _paragraphs(group: list[str], columns: int) -> list[str]:
    paragraphs: list[str] = []
    previous = ""
    for line in group:
        if paragraphs and _continues(previous, line, columns):
            paragraphs[-1] = clean.join(paragraphs[-1], clean.line(line))
        else:
            paragraphs.append(clean.line(line))
        previous = line
    return paragraphs


def _continues(previous: str, line: str, columns: int) -> bool:
    """Whether ``line`` belongs to the paragraph that ``previous`` is a line of."""
    if not columns or _ITEM.match(line):
        return False
    if _INDENTED.match(line) and not _INDENTED.match(previous):
        return False
    if not ENDS_SENTENCE.search(previous) and line.lstrip()[:1].islower():
        return True
    return columns * _FULL_LINE <= clean.width(previous.rstrip()) <= columns * 1.2
