"""Which of the checked sentences of a part stand in the text, and in what paragraphs."""

from collections.abc import Iterator, Sequence

from shared.authoring.extractive.standalone import Fitness, fitness
from shared.authoring.llm.chapter.checks import Checked, Paragraphs
from shared.authoring.model import Sentence

_LONGEST = 6
_SHORT = 2


def settle(paragraphs: Paragraphs, language: str, *, strict: bool) -> list[list[Sentence]]:
    """Return the sentences that stay.

    A claim that nothing bears is marked as unsupported. It is removed where ``strict``, and
    where most claims of the part are such: then the model wrote of something else. What
    is no claim stays only before a sentence that is borne: alone it says nothing. With a
    sentence that goes, those go that take it up.
    """
    flat = [one for paragraph in paragraphs for one in paragraph]
    borne, failing = (
        sum(bool(one.evidence) for one in flat),
        sum(one.fails for one in flat),
    )
    strict = strict or failing > borne
    kept: list[list[Checked]] = []
    stands = True
    for paragraph in paragraphs:
        kept.append([])
        for at, one in enumerate(paragraph):
            orphan = (one.gap or not stands) and _takes_up(one.text, language)
            stands = not orphan and _stays(paragraph, at, strict=strict)
            if stands:
                kept[-1].append(one)
    return [[one.sentence() for one in part] for group in _joined(kept) for part in _parts(group)]


def _stays(paragraph: Sequence[Checked], at: int, *, strict: bool) -> bool:
    one = paragraph[at]
    if one.evidence:
        return True
    if one.claim:
        return not strict
    return any(other.evidence for other in paragraph[at + 1 : at + 2])


def _takes_up(text: str, language: str) -> bool:
    """Say whether a sentence takes up the one before it, as "However, they …" does."""
    return fitness(text, language) is Fitness.DEPENDENT


def _joined(paragraphs: Sequence[list[Checked]]) -> list[list[Checked]]:
    """Join paragraphs of a sentence or two with their neighbours."""
    joined: list[list[Checked]] = []
    for paragraph in filter(None, paragraphs):
        last = joined[-1] if joined else []
        if (
            last
            and len(last) + len(paragraph) <= _LONGEST
            and (len(last) <= _SHORT or len(paragraph) <= _SHORT)
        ):
            last += paragraph
        else:
            joined.append(list(paragraph))
    return joined


def _parts(paragraph: Sequence[Checked]) -> Iterator[Sequence[Checked]]:
    count = -(-len(paragraph) // _LONGEST)
    size = -(-len(paragraph) // count)
    for start in range(0, len(paragraph), size):
        yield paragraph[start : start + size]
