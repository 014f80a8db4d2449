"""Keeping a document under its ceiling."""

from collections.abc import Sequence

from shared.authoring.llm.fusion.edits import Placed, placed
from shared.authoring.model import Chapter
from shared.authoring.text.counts import length


def too_much(chapters: Sequence[Chapter], max_length: int, language: str) -> list[Placed]:
    """Return the sentences that must go so that the document keeps to ``max_length``.

    The end of the section that is longest goes, again and again, but never the last
    cited sentence of a section, nor the last two of an introduction or a summary. Where that
    is not enough, sections without a citation go, then summary and introduction as a whole,
    at last what is left of the longest sections: a ceiling is never passed. Tables and code
    do not count.

    Args:
        max_length: 0 for none.

    """
    prose = [one for one in placed(chapters) if one.prose]
    sizes = {one.number: length(one.sentence.text, language) for one in prose}
    total = sum(sizes.values())
    if not max_length or total <= max_length:
        return []
    sections: dict[int, list[Placed]] = {}
    for one in prose:
        sections.setdefault(one.section, []).append(one)
    lengths = {at: sum(sizes[one.number] for one in own) for at, own in sections.items()}
    gone: list[Placed] = []

    def drop(one: Placed) -> None:
        nonlocal total
        sections[one.section].remove(one)
        lengths[one.section] -= sizes[one.number]
        total -= sizes[one.number]
        gone.append(one)

    open_sections = set(sections)
    while total > max_length and open_sections:
        longest = max(open_sections, key=lambda at: (lengths[at], at))
        last = _spare(sections[longest], is_end=_is_end(chapters, sections[longest]))
        if last is None:
            open_sections.remove(longest)
        else:
            drop(last)
    for one in _last_resort(chapters, sections, lengths):
        if total <= max_length:
            break
        drop(one)
    return gone


def _is_end(chapters: Sequence[Chapter], own: Sequence[Placed]) -> bool:
    return bool(own) and chapters[own[0].chapter].role != "body"


def _spare(own: Sequence[Placed], *, is_end: bool) -> Placed | None:
    """Return the last sentence of a section that it can lose; ``None`` if it can lose none."""
    if is_end:
        return own[-1] if len(own) > 2 else None  # noqa: PLR2004
    cited = [one for one in own if one.sentence.evidence]
    for one in reversed(own):
        if not cited:
            return one if len(own) > 1 else None
        if not one.sentence.evidence or len(cited) > 1:
            return one
    return None


def _last_resort(
    chapters: Sequence[Chapter], sections: dict[int, list[Placed]], lengths: dict[int, int]
) -> list[Placed]:
    by_length = [sections[at] for at in sorted(sections, key=lambda at: -lengths[at])]
    uncited = [own for own in by_length if not any(one.sentence.evidence for one in own)]
    ends = [own for own in reversed(sections.values()) if _is_end(chapters, own)]
    bodies = [own for own in by_length if own not in uncited and own not in ends]
    return [one for own in (*uncited, *ends, *bodies) for one in reversed(own)]
