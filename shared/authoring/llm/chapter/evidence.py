"""The passages of a chapter with their texts."""

from collections.abc import Iterator, Mapping

from shared.authoring.llm.chapter.parts import Numbered, nodes_of
from shared.authoring.model import ChapterPlan, Passage
from shared.authoring.text import sentences
from shared.authoring.text.commands import without_commands
from shared.authoring.text.counts import length
from shared.authoring.text.language import CHARACTER_LANGUAGES, detect
from shared.authoring.text.offsets import slice_bytes

_LONGEST_WORDS, _LONGEST_CHARACTERS = 200, 350
"""Length of a passage that is given whole; longer ones are cut between sentences."""


def numbered(
    plan: ChapterPlan, texts: Mapping[str, str], language: str
) -> dict[str, tuple[Numbered, ...]]:
    """Return the passages of each node that has any, the best first.

    Args:
        texts: stored text by source id; passages of other sources are left out.
        language: in whose unit sizes are given.

    """
    encoded = {name: text.encode() for name, text in texts.items()}
    found: dict[str, tuple[Numbered, ...]] = {}
    for node in nodes_of(plan.node):
        group: list[Numbered] = []
        for passage in plan.passages.get(node.id, ()):
            if passage.source_id not in encoded:
                continue
            text = slice_bytes(encoded[passage.source_id], passage.start, passage.end)
            for piece, said in _pieces(passage, text):
                if size := length(said, language):
                    group.append(Numbered(piece, said, size, len(group)))
        if group:
            found[node.id] = tuple(group)
    return found


def _pieces(passage: Passage, text: str) -> Iterator[tuple[Passage, str]]:
    """Yield a passage whole or, where it is long, in pieces of whole sentences.

    What in it gives orders to a model is left out.
    """
    language = detect(text)
    for begin, end in without_commands(text, language):
        part, said = (
            (passage, text) if end - begin == len(text) else _piece(passage, text, begin, end)
        )
        yield from _short(part, said, language)


def _short(passage: Passage, text: str, language: str) -> Iterator[tuple[Passage, str]]:
    most = _LONGEST_CHARACTERS if language in CHARACTER_LANGUAGES else _LONGEST_WORDS
    if length(text, language) <= most:
        yield passage, text
        return
    start, end, size = -1, 0, 0
    for span in sentences.split(text, language):
        own = length(text[span.start : span.end], language)
        if start >= 0 and size + own > most:
            yield _piece(passage, text, start, end)
            start, size = -1, 0
        if start < 0:
            start = span.start
        end, size = span.end, size + own
    if start >= 0:
        yield _piece(passage, text, start, end)


def _piece(passage: Passage, text: str, start: int, end: int) -> tuple[Passage, str]:
    first = passage.start + len(text[:start].encode())
    said = text[start:end]
    cut = passage.model_copy(update={"start": first, "end": first + len(said.encode())})
    return cut, said
