"""Style guides as text for prompts. They say how to write; nothing of them is ever cited."""

from collections.abc import Iterator, Sequence

from shared.authoring.model import SourceDocument
from shared.authoring.passages import headings_of
from shared.authoring.text.offsets import ByteOffsets

_CUT = " …"
_LEAST_KEPT = 0.6
"""Of the characters that a guide may have, what a cut at the end of a line must keep."""


def style_guide(sources: Sequence[SourceDocument], limit_chars: int = 6000) -> str:
    """Return what the style guides among the sources say, as Markdown; ``""`` without any.

    Several follow one another, each with its title. Together they have at most
    ``limit_chars`` characters; where they say more, each is cut, at the end of a line
    if possible, and what the shorter ones do not need goes to the longer ones.
    """
    guides = [_as_markdown(source) for source in sources if source.info.role == "style_guide"]
    guides = [guide for guide in guides if guide]
    room = limit_chars - 2 * max(len(guides) - 1, 0)
    kept: dict[int, str] = {}
    waiting = sorted(range(len(guides)), key=lambda at: len(guides[at]))
    for place, at in enumerate(waiting):
        kept[at] = _cut(guides[at], room // (len(waiting) - place))
        room -= len(kept[at])
    return "\n\n".join(kept[at] for at in range(len(guides)) if kept[at])


def _as_markdown(source: SourceDocument) -> str:
    """Return a guide with the signs of its headings, which stored text has lost."""
    text = source.text.strip()
    if not text:
        return ""
    whole = "".join(_pieces(source)).strip()
    return whole if whole.startswith("#") else f"# {source.info.title}\n\n{whole}"


def _pieces(source: SourceDocument) -> Iterator[str]:
    offsets, position = ByteOffsets(source.text), 0
    for heading in headings_of(source):
        start, end = offsets.to_char(heading.start), offsets.to_char(heading.end)
        yield source.text[position:start]
        yield f"{'#' * min(heading.level, 6)} {heading.title}"
        position = end
    yield source.text[position:]


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    if limit <= len(_CUT):
        return ""
    piece = text[: limit - len(_CUT)]
    line = piece.rfind("\n")
    return (piece[:line] if line >= _LEAST_KEPT * limit else piece).rstrip() + _CUT
