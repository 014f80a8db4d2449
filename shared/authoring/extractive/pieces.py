"""Passages cut finer: a few sentences that lean on each other, for telling topics apart."""

from collections.abc import Iterator, Mapping, Sequence

from shared.authoring.extractive.sections import Texts
from shared.authoring.extractive.summaries import leans_back
from shared.authoring.model import Passage
from shared.authoring.text import sentences
from shared.authoring.text.counts import length
from shared.authoring.text.words import content_tokens

_LEAST = {"en": 16, "zh": 32}
_FAR = 2
"""Bytes between pieces of different paragraphs, at least."""


def pieces(passages: Sequence[Passage], texts: Texts, language: str) -> tuple[list[Passage], Texts]:
    """Cut passages between sentences, into pieces of 16 words or 32 characters and more.

    A sentence that leans on the one before stays with it. Returns the pieces in the order
    of the passages and of their texts, and their texts.
    """
    cut: dict[Passage, str] = {}
    for passage in passages:
        cut.update(_cut(passage, texts.texts[passage], language))
    words = {piece: content_tokens(text, language) for piece, text in cut.items()}
    return list(cut), Texts(cut, words)


def joined(
    found: Sequence[Passage], order: Mapping[Passage, int], cut: Texts, language: str, texts: Texts
) -> list[Passage]:
    """Put pieces that follow each other together again; in the order of sources and texts.

    Args:
        order: of the sources, by piece.
        cut: texts of the pieces.
        texts: gets those of what is returned.

    """
    whole: list[tuple[Passage, str]] = []
    for piece in sorted(found, key=lambda piece: (order[piece], piece.start)):
        last, said = whole[-1] if whole else (None, "")
        gap = piece.start - last.end if last and _stand_together(last, piece) else _FAR
        if last and 0 <= gap < _FAR:
            end = {"end": piece.end}
            whole[-1] = last.model_copy(update=end), f"{said}{' ' * gap}{cut.texts[piece]}"
        else:
            whole.append((piece, cut.texts[piece]))
    texts.texts.update(whole)
    texts.words.update({passage: content_tokens(text, language) for passage, text in whole})
    return [passage for passage, _ in whole]


def _stand_together(one: Passage, other: Passage) -> bool:
    return one.source_id == other.source_id and one.place == other.place


def _cut(passage: Passage, text: str, language: str) -> Iterator[tuple[Passage, str]]:
    least = _LEAST.get(language, _LEAST["en"])
    begins: list[int] = []
    begin = 0
    for start, _ in sentences.split(text, language):
        before, after = text[begin:start], text[start:]
        if begins and (
            length(before, language) < least or length(after, language) < least or leans_back(after)
        ):
            continue
        begins.append(start)
        begin = start
    for start, end in zip(begins, [*begins[1:], len(text)], strict=True):
        said = text[start:end].rstrip()
        first = passage.start + len(text[:start].encode())
        span = {"start": first, "end": first + len(said.encode())}
        yield passage.model_copy(update=span), said
