"""The sections of a source that research found something in, as parts of an outline to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shared.authoring.extractive import headings
from shared.authoring.extractive.headings import Role
from shared.authoring.extractive.titles import title_each
from shared.authoring.extractive.topics import topics
from shared.authoring.model import Passage, SourceDocument
from shared.authoring.passages import headings_of
from shared.authoring.text.commands import commands
from shared.authoring.text.language import detect
from shared.authoring.text.offsets import slice_bytes
from shared.authoring.text.words import content_tokens

_FEWEST_FOR_TOPICS = 4
_PASSAGES_PER_TOPIC = 1.5
_FEWEST_FOR_THREE = 8
_MOST_TOPICS = 7


@dataclass(slots=True)
class Part:
    """A subject with its evidence: a chapter or section in the making.

    Args:
        title: cleaned; empty until one is found.
        place: for ordering: number of the source, offset in it.
        passages: its own, in reading order.
        endings: what stands under a name for any end, such as "Conclusion".
        parts: the subjects within it.

    """

    title: str
    place: tuple[int, int]
    language: str
    passages: list[Passage] = field(default_factory=list)
    endings: list[Passage] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all_passages(self) -> list[Passage]:
        """Return the passages of the part and of all within it."""
        inner = (passage for part in self.parts for passage in part.all_passages())
        return [*self.passages, *inner, *self.endings]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts and content words of the passages in use."""

    texts: dict[Passage, str]
    words: dict[Passage, list[str]]

    @classmethod
    def of(cls, sources: Sequence[SourceDocument], passages: Iterable[Passage]) -> "Texts":
        encoded = {source.info.id: source.text.encode() for source in sources}
        texts = {p: slice_bytes(encoded[p.source_id], p.start, p.end) for p in passages}
        languages = {source.info.id: language_of(source) for source in sources}
        words = {p: content_tokens(text, languages[p.source_id]) for p, text in texts.items()}
        return cls(texts, words)


def language_of(source: SourceDocument) -> str:
    """Return the language that the source is said to be in, else the one it seems to be in."""
    return source.info.language or detect(source.text)


def read_source(
    number: int, source: SourceDocument, passages: Sequence[Passage], texts: Texts
) -> Part:
    """Return a source as a part, its sections by its headings as parts within.

    Sections without any of the ``passages`` are left out. Passages before the
    first section, or under headings such as "Introduction", are the part's own. A
    source without a title of its own is named by its key phrases.
    """
    language = language_of(source)
    whole = Part(headings.clean(source.info.title), (number, 0), language)
    if headings.reads_as_file_name(source.info.title):
        whole.title = ""
    _fill(whole, number, source, sorted(passages, key=lambda passage: passage.start))
    _lift_only_title(whole)
    _prune(whole)
    _fold(whole)
    if not whole.title:
        own = [texts.texts[passage] for passage in whole.all_passages()]
        whole.title = title_each([own], language)[0]
    whole.title = whole.title or headings.clean(source.info.title) or source.info.title
    return whole


def divide_by_topic(part: Part, texts: Texts) -> None:
    """Make parts of a part's own passages, by topic, if two or more have titles."""
    count = len(part.passages)
    if count < _FEWEST_FOR_TOPICS or part.parts:
        return
    fewest = 2 if count < _FEWEST_FOR_THREE else 3
    most = min(_MOST_TOPICS, round(count / _PASSAGES_PER_TOPIC))
    ordered = sorted(part.passages, key=lambda p: (p.source_id, p.start))
    groups = topics([texts.words[p] for p in ordered], fewest, most)
    found = [[ordered[at] for at in members] for members in groups]
    names = title_each([[texts.texts[p] for p in members] for members in found], part.language)
    named = _without_repeats(names, found)
    if len(named) < 2 or not all(named):  # noqa: PLR2004  # one topic is the whole
        return
    part.passages = []
    part.parts = [
        Part(name, (part.place[0], members[0].start), part.language, members)
        for name, members in named.items()
    ]


def _without_repeats(
    names: Sequence[str], found: Sequence[list[Passage]]
) -> dict[str, list[Passage]]:
    """Join a topic with the first other one whose title says all that its own says."""
    words = [headings.key_words(name) for name in names]
    joined: dict[str, list[Passage]] = {name: [] for name in names}
    for at, members in enumerate(found):
        wider = next((i for i, other in enumerate(words) if words[at] < other), at)
        joined[names[wider]] += members
    return {
        name: sorted(members, key=lambda p: (p.source_id, p.start))
        for name, members in joined.items()
        if members
    }


def _fill(whole: Part, number: int, source: SourceDocument, passages: Sequence[Passage]) -> None:
    """Build the tree of headings and put each passage under the one above it."""
    path: list[tuple[int, Part]] = [(0, whole)]
    waiting = list(passages)[::-1]
    starts = headings_of(source)
    ends = [heading.start for heading in starts[1:]] + [len(source.text.encode())]
    first = starts[0].start if starts else ends[-1]
    while waiting and waiting[-1].start < first:
        whole.passages.append(waiting.pop())
    for heading, end in zip(starts, ends, strict=bool(starts)):
        while path[-1][0] >= heading.level:
            path.pop()
        title = "" if commands(heading.title) else headings.clean(heading.title)
        part = Part(title, (number, heading.start), whole.language)
        path[-1][1].parts.append(part)
        path.append((heading.level, part))
        while waiting and waiting[-1].start < end:
            part.passages.append(waiting.pop())


def _lift_only_title(whole: Part) -> None:
    """Take the only heading at the top, which stands over all others, for the title."""
    while len(whole.parts) == 1 and not whole.passages:
        only = whole.parts[0]
        if headings.role(only.title) is Role.BODY or not whole.title:
            whole.title = only.title or whole.title
        whole.passages += only.passages
        whole.parts = only.parts


def _prune(part: Part) -> None:
    for inner in part.parts:
        _prune(inner)
    part.parts = [inner for inner in part.parts if inner.passages or inner.parts]


def _fold(part: Part) -> None:
    """Make passages under headings that name no subject the part's own."""
    kept: list[Part] = []
    for inner in part.parts:
        _fold(inner)
        role = headings.role(inner.title) if inner.title else Role.OPENING
        if role not in (Role.OPENING, Role.CLOSING):
            kept.append(inner)
            continue
        own = part.passages if role is Role.OPENING else part.endings
        own += inner.passages
        part.endings += inner.endings
        kept += inner.parts
    part.parts = kept
