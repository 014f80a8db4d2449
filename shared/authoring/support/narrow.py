"""The least of the passages that bears a sentence."""

from collections.abc import Mapping, Sequence

from shared.authoring.model import Passage
from shared.authoring.support.check import bearing
from shared.authoring.text.offsets import slice_bytes


def narrow(
    sentence: str, passages: Sequence[Passage], texts: Mapping[str, str], language: str
) -> tuple[Passage, ...]:
    """Return up to three stretches of whole sentences of ``passages`` that bear ``sentence``.

    They lie within the passages, have their places, come in their order and overlap
    nowhere; ``check`` holds for their texts. None are returned where ``check`` does not
    hold for the passages.

    Args:
        texts: stored text by source id, with that of each passage.

    Raises ValueError for a passage that does not lie in its text, KeyError for one of
    no source in ``texts``.

    """
    stored = {name: texts[name].encode() for name in {one.source_id for one in passages}}
    quotes = [slice_bytes(stored[one.source_id], one.start, one.end) for one in passages]
    verdict, stretches = bearing(sentence, quotes, language)
    if not verdict.supported:
        return ()
    found: list[Passage] = []
    for stretch in sorted(stretches, key=lambda one: (one.quote, one.start)):
        passage, quote = passages[stretch.quote], quotes[stretch.quote]
        start = passage.start + len(quote[: stretch.start].encode())
        end = start + len(quote[stretch.start : stretch.end].encode())
        last = found[-1] if found else None
        if last and last.source_id == passage.source_id and last.start <= start < last.end:
            found[-1] = last.model_copy(update={"end": max(last.end, end)})
        else:
            found.append(passage.model_copy(update={"start": start, "end": end}))
    return tuple(found)
