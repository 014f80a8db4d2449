"""Keeping a written chapter to its length."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.authoring.model import Sentence
from shared.authoring.text.counts import length

MOST = 1.15
"""Of its target, what a chapter has at most; headings do not count."""

Body = dict[str, list[list[Sentence]]]
"""The paragraphs of each node's own text, by its id, in reading order."""


def size_of(paragraphs: list[list[Sentence]], language: str) -> int:
    """Return the length of paragraphs in the unit of the language."""
    return sum(length(one.text, language) for paragraph in paragraphs for one in paragraph)


def shorten(
    body: Body, shares: Mapping[str, int], target: int, ceiling: int, language: str
) -> Body:
    """Return the body without what is too long, taken off the ends of its sections.

    Sections that exceed their share most give first, and of their last sentences those
    that nothing bears. Each keeps a sentence as long as the ceiling allows it, and the
    chapter keeps one.

    Args:
        shares: length that each node was to have.
        target: 0 for none; up to 15 % more are allowed.
        ceiling: never passed; 0 for none.

    """
    limits = [limit for limit in (int(target * MOST), ceiling) if limit]
    if not limits:
        return body
    limit = min(limits)
    sections = {name: _Section.of(group, language) for name, group in body.items()}
    while sum(one.size for one in sections.values()) > limit:
        long = {name: one for name, one in sections.items() if one.count > 1}
        if not long and ceiling and sum(one.size for one in sections.values()) > ceiling:
            # The ceiling leaves no room for a sentence in each section.
            long = {name: one for name, one in sections.items() if one.count}
            if sum(one.count for one in long.values()) <= 1:
                break
            long = dict([list(long.items())[-1]])
        if not long:
            break
        name = max(long, key=lambda one: (sections[one].size - shares.get(one, 0), one))
        sections[name].drop(language)
    return {name: section.paragraphs for name, section in sections.items()}


@dataclass
class _Section:
    paragraphs: list[list[Sentence]]
    size: int
    count: int

    @classmethod
    def of(cls, paragraphs: list[list[Sentence]], language: str) -> "_Section":
        copied = [list(paragraph) for paragraph in paragraphs]
        return cls(copied, size_of(copied, language), sum(map(len, copied)))

    def drop(self, language: str) -> None:
        """Take off the last sentence, or of the last paragraph one that nothing bears."""
        last = self.paragraphs[-1]
        bare = [at for at, one in enumerate(last) if not one.evidence]
        taken = last.pop(bare[-1] if bare else -1)
        self.size -= length(taken.text, language)
        self.count -= 1
        if not last:
            self.paragraphs.pop()
