"""An outline's own summaries as a source, where there is no other."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.authoring.model import Heading, Outline, Passage, SourceDocument, SourceInfo
from shared.authoring.outline_check import walk
from shared.authoring.sources import clean
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect

SOURCE_ID = "outline"

_MARK = {True: "{}（调用方提供的大纲）", False: "{} (outline given by the caller)"}
_UNTITLED = {True: "未命名文档", False: "Untitled"}
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_DEEPEST = 6


def from_summaries(outline: Outline) -> SourceDocument | None:
    """Return the summaries of an outline's nodes as one source, id ``outline``.

    Its text is Markdown: the title of each node as a heading, its summary below.
    ``None`` if no node has a summary. The same outline gives the same source,
    whatever its ``sources`` are.
    """
    made = _lay_out(outline)
    if not made.passages:
        return None
    language = outline.language or detect(
        " ".join(part for _, node in walk(outline) for part in (node.title, node.content_summary))
    )
    chinese = language in CHARACTER_LANGUAGES
    title = clean.line(outline.title) or _UNTITLED[chinese]
    text = "\n\n".join(made.blocks)
    encoded = text.encode()
    info = SourceInfo(
        id=SOURCE_ID,
        title=_MARK[chinese].format(title),
        sha256=hashlib.sha256(encoded).hexdigest(),
        size=len(encoded),
        media_type="text/markdown",
        role="data",
        language=language,
    )
    return SourceDocument(info=info, text=text, headings=tuple(made.headings))


def summary_passages(outline: Outline) -> Mapping[str, Passage]:
    """Return where ``from_summaries`` puts each node's summary, by node id."""
    return _lay_out(outline).passages


@dataclass
class _Layout:
    blocks: list[str] = field(default_factory=list)
    size: int = 0
    headings: list[Heading] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)

    def block(self, text: str) -> tuple[int, int]:
        start = self.size + 2 if self.blocks else 0
        self.blocks.append(text)
        self.size = start + len(text.encode())
        return start, self.size


def _lay_out(outline: Outline) -> _Layout:
    made = _Layout()
    for path, node in walk(outline):
        level = path.count("[")
        title = clean.line(node.title)
        if title:
            start, end = made.block(f"{'#' * min(level, _DEEPEST)} {title}")
            made.headings.append(Heading(level=level, title=title, start=start, end=end))
        summary = _stored(node.content_summary)
        if summary:
            start, end = made.block(summary)
            made.passages[node.id] = Passage(source_id=SOURCE_ID, start=start, end=end, place=title)
    return made


def _stored(summary: str) -> str:
    """Return a summary as stored text: NFC, LF, single spaces, no blank line at its ends."""
    lines = "\n".join(clean.line(line) for line in clean.lines(summary))
    text = _BLANK.sub("\n\n", lines).strip()
    return text if clean.has_text(text) else ""
