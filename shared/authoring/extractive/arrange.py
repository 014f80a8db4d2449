"""Making one document's chapters out of the structures of several sources."""

from collections.abc import Sequence

import numpy as np

from shared.authoring.extractive import headings
from shared.authoring.extractive.facets import facets
from shared.authoring.extractive.headings import Role
from shared.authoring.extractive.merge import joined_title, merge_same, nearest
from shared.authoring.extractive.sections import Part, Texts, divide_by_topic
from shared.authoring.extractive.topics import alike, cluster, vectors

MOST_CHAPTERS = 12
DEPTH = 3

_UNGROUPED = 10
_FEWEST_CHAPTERS = 3
_FEWEST_GROUPS, _MOST_GROUPS = 4, 9
_MOST_SECTIONS = 7
_LONG_LEAF = 12
_APART = 0.85
_SAME_SOURCE, _NEIGHBOUR, _TITLE_WEIGHT = 0.15, 0.05, 3
_OF_ONE_SOURCE, _OF_THE_SOURCE = 0.7, 0.5
_BACKGROUND = {"en": "Background", "zh": "背景"}
_BACKGROUND_CHARACTERS = 160


def chapters(wholes: Sequence[Part], query: str, language: str, texts: Texts) -> list[Part]:
    """Return at most 12 chapters from the sources, each read as a part, in reading order.

    Where the sources tell of one subject each in an order of its own, chapters are made of
    pieces of their passages (``facets``).

    Sources in other languages than the document's, if there are some in it, are
    kept whole and come last.
    """
    native = [whole for whole in wholes if whole.language == language]
    foreign = [whole for whole in wholes if whole.language != language]
    if not native:
        native, foreign = foreign, []
    room = MOST_CHAPTERS - min(len(foreign), MOST_CHAPTERS - _MOST_GROUPS)
    made = _native(merge_same(native), room, query, language, texts)
    others = merge_same(foreign)
    if len(made) + len(others) > MOST_CHAPTERS:
        others = _grouped(others, foreign, MOST_CHAPTERS - len(made), texts)
    for part in [*made, *others]:
        _shape(part, 1, texts)
    return [*made, *others]


def _native(wholes: list[Part], room: int, query: str, language: str, texts: Texts) -> list[Part]:
    if _speak_of_different_things(wholes):
        if across := facets(wholes, query, language, texts, room):
            return across
        found = wholes if len(wholes) <= room else _grouped(wholes, (), room, texts)
        return _ordered(found, one_source=False)
    alone = len(wholes) == 1
    opened = [whole for whole in wholes if _opens(whole, alone=alone)]
    sections = merge_same(
        [
            part
            for whole in wholes
            for part in (whole.parts if _opens(whole, alone=alone) else [whole])
        ]
    )
    if len(sections) < _FEWEST_CHAPTERS:
        sections = _opened(sections, texts)
    most = min(_MOST_GROUPS, room)
    found = (
        sections
        if len(sections) <= min(_UNGROUPED, room)
        else _grouped(sections, wholes, most, texts)
    )
    made = _ordered(found, one_source=alone)
    _place_ends(made, opened, room, language, texts)
    return made


def _speak_of_different_things(wholes: Sequence[Part]) -> bool:
    """Whether each source is a subject of its own: several, with hardly a section in common."""
    if len(wholes) < _FEWEST_CHAPTERS:
        return False
    sections = [
        part
        for whole in wholes
        for part in merge_same(whole.parts if _opens(whole, alone=False) else [whole])
    ]
    return len(merge_same(sections)) > _APART * len(sections)


def _opens(whole: Part, *, alone: bool) -> bool:
    """Whether a source's sections are subjects for chapters, not steps of a form."""
    steps = sum(headings.belongs_to_a_template(part.title) for part in whole.parts)
    return bool(whole.parts) and (alone or 2 * steps < len(whole.parts))


def _place_ends(
    made: list[Part], wholes: Sequence[Part], room: int, language: str, texts: Texts
) -> None:
    """Give the openings of sources a chapter, or the first one; endings go to the nearest."""
    openings = [passage for whole in wholes for passage in whole.passages]
    endings = [passage for whole in wholes for passage in whole.endings]
    title = _BACKGROUND.get(language, _BACKGROUND["en"])
    least = _BACKGROUND_CHARACTERS // (2 if language == "zh" else 1)
    enough = sum(len(texts.texts[passage]) for passage in openings) >= least
    known = next((part for part in made if part.title == title), None)
    if openings and known is None and enough and _FEWEST_CHAPTERS - 1 <= len(made) < room:
        made.insert(0, Part(title, (-1, 0), language, openings))
    else:
        first = known or made[0]
        first.passages[:0] = openings
    for passage in endings:
        nearest(passage, made, texts).endings.append(passage)


def _opened(sections: list[Part], texts: Texts) -> list[Part]:
    """Raise the sections of too few chapters to chapters, by topic if there are none."""
    raised: list[Part] = []
    for section in sections:
        divide_by_topic(section, texts)
        if len(section.parts) < 2 or (section.passages and len(sections) > 1):  # noqa: PLR2004
            raised.append(section)
            continue
        section.parts[0].passages[:0] = section.passages
        section.parts[-1].passages += section.endings
        raised += section.parts
    return raised


def _ordered(parts: list[Part], *, one_source: bool) -> list[Part]:
    """Order by place in the sources; across sources, basics first and consequences last."""

    def key(part: Part) -> tuple[int, tuple[int, int]]:
        role = headings.role(part.title)
        if one_source or len(headings.key_words(part.title)) > 3:  # noqa: PLR2004  # too special
            role = Role.BODY
        return role, part.place

    return sorted(parts, key=key)


def _grouped(sections: list[Part], wholes: Sequence[Part], most: int, texts: Texts) -> list[Part]:
    """Group sections by what they are about, those of one source more readily."""
    groups = cluster(_likeness(sections, texts), min(_FEWEST_GROUPS, most), most)
    made: list[Part] = []
    for members in groups:
        own = [sections[at] for at in members]
        if len(own) == 1:
            made.append(own[0])
            continue
        title = _source_title(own, wholes, taken=made) or joined_title(own, texts)
        made.append(Part(title, own[0].place, own[0].language, parts=own))
    return merge_same(made)


def _likeness(
    sections: Sequence[Part], texts: Texts
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    words = [
        [word for passage in part.all_passages() for word in texts.words[passage]]
        + sorted(headings.key_words(part.title)) * _TITLE_WEIGHT
        for part in sections
    ]
    similarity = alike(vectors(words))
    sources = np.array([part.place[0] for part in sections])
    similarity += _SAME_SOURCE * (sources[:, None] == sources[None, :])
    for at in range(len(sections) - 1):
        if sources[at] == sources[at + 1]:
            similarity[at, at + 1] += _NEIGHBOUR
            similarity[at + 1, at] += _NEIGHBOUR
    return similarity


def _source_title(members: Sequence[Part], wholes: Sequence[Part], taken: Sequence[Part]) -> str:
    """Return a source's title if the group is mostly of it and holds most of it."""
    passages = [passage for part in members for passage in part.all_passages()]
    for whole in wholes:
        own = set(whole.all_passages())
        common = sum(passage in own for passage in passages)
        if (
            len(wholes) > 1
            and common >= _OF_ONE_SOURCE * len(passages)
            and common >= _OF_THE_SOURCE * len(own)
            and all(whole.title != part.title for part in taken)
        ):
            return whole.title
    return ""


def _shape(part: Part, level: int, texts: Texts) -> None:
    """Fit depth and number of sections to the material."""
    part.parts = merge_same(part.parts)
    part.passages += part.endings
    part.endings = []
    if len(part.parts) == 1:
        part.passages += part.parts[0].passages
        part.parts = part.parts[0].parts
    if level >= DEPTH:
        part.passages, part.parts = part.all_passages(), []
        return
    if not part.parts and len(part.passages) > _LONG_LEAF:
        divide_by_topic(part, texts)
    if len(part.parts) > _MOST_SECTIONS:
        groups = cluster(_likeness(part.parts, texts), _FEWEST_GROUPS, _MOST_SECTIONS)
        found = [[part.parts[at] for at in members] for members in groups]
        part.parts = [_fused(members, texts, keep=level + 1 < DEPTH) for members in found]
    _take_in_namesakes(part)
    for inner in part.parts:
        _shape(inner, level + 1, texts)


def _take_in_namesakes(part: Part) -> None:
    """Make the part's own what a part within it of the same name holds."""
    name = headings.key_words(part.title)
    kept: list[Part] = []
    for inner in part.parts:
        if inner.title == part.title or (name and headings.key_words(inner.title) == name):
            part.passages += inner.passages + inner.endings
            kept += inner.parts
        else:
            kept.append(inner)
    part.parts = kept


def _fused(members: Sequence[Part], texts: Texts, *, keep: bool) -> Part:
    """Put parts together; ``keep`` leaves them within as parts of their own."""
    first = members[0]
    if len(members) == 1:
        return first
    fused = Part(joined_title(members, texts), first.place, first.language)
    if keep:
        fused.parts = list(members)
    else:
        fused.passages = [passage for part in members for passage in part.all_passages()]
    return fused
