"""Sentences taken from the evidence word for word, where a model wrote none that hold."""

from collections.abc import Mapping, Sequence

from shared.authoring.extractive.chapters import compose
from shared.authoring.model import (
    ChapterPlan,
    OutlineNode,
    Paragraph,
    Passage,
    Sentence,
    SourceDocument,
)
from shared.authoring.text.counts import length
from shared.authoring.text.duplicates import near_duplicates
from shared.authoring.text.words import content_tokens
from shared.errors import QuireError

_REPEATS = 0.6
_SLACK = 1.1


def take(
    plan: ChapterPlan,
    node: OutlineNode,
    passages: Sequence[Passage],
    sources: Mapping[str, SourceDocument],
    wanted: int,
    before: Sequence[str],
    language: str,
) -> tuple[tuple[Sentence, ...], ...]:
    """Return paragraphs of about ``wanted`` length from the passages; none if they hold none.

    Args:
        sources: by id, those of the passages at least.
        before: the sentences of the chapter so far; none of them is repeated.

    """
    alone = plan.model_copy(
        update={
            "node": node.model_copy(update={"children": (), "target_length": wanted}),
            "passages": {node.id: tuple(passages)},
            "target_length": wanted,
            "max_length": 0,
            "language": language,
        }
    )
    needed = {passage.source_id for passage in passages}
    try:
        made = compose(alone, [sources[name] for name in sorted(needed)])
    except QuireError:
        return ()
    return _within(made.section.paragraphs, wanted, before, language)


def _within(
    paragraphs: Sequence[Paragraph], wanted: int, before: Sequence[str], language: str
) -> tuple[tuple[Sentence, ...], ...]:
    flat = [(at, one) for at, paragraph in enumerate(paragraphs) for one in paragraph.sentences]
    words = [content_tokens(text, language) for text in before]
    words += [content_tokens(one.text, language) for _, one in flat]
    repeats = near_duplicates(words, _REPEATS)
    kept: list[list[Sentence]] = [[] for _ in paragraphs]
    size = 0
    for place, (at, one) in enumerate(flat):
        own = length(one.text, language)
        if len(before) + place in repeats or (size and size + own > wanted * _SLACK):
            continue
        kept[at].append(one)
        size += own
    return tuple(tuple(paragraph) for paragraph in kept if paragraph)
