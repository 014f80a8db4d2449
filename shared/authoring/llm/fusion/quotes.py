"""The texts of the passages that sentences cite."""

from collections.abc import Iterable, Sequence

from shared.authoring.model import Passage, SourceDocument
from shared.authoring.text.offsets import slice_bytes


class Quotes:
    """Gives the text of a passage; each source is encoded and each passage cut out once."""

    def __init__(self, sources: Sequence[SourceDocument]) -> None:
        self._texts = {source.info.id: source.text for source in sources}
        self._stored: dict[str, bytes] = {}
        self._cut: dict[Passage, str] = {}

    def of(self, passages: Sequence[Passage]) -> tuple[str, ...]:
        """Return the texts of passages in order, without those that cannot be read."""
        found = (self._text(passage) for passage in passages)
        return tuple(text for text in found if text)

    def only(self, passages: Iterable[Passage]) -> "Quotes":
        """Return the quotes of these passages alone: little to hand to another process."""
        few = Quotes(())
        few._cut = {passage: self._text(passage) for passage in passages}
        return few

    def _text(self, passage: Passage) -> str:
        if passage not in self._cut:
            self._cut[passage] = self._read(passage)
        return self._cut[passage]

    def _read(self, passage: Passage) -> str:
        if passage.source_id not in self._texts:
            return ""
        if passage.source_id not in self._stored:
            self._stored[passage.source_id] = self._texts[passage.source_id].encode()
        try:
            return slice_bytes(self._stored[passage.source_id], passage.start, passage.end)
        except ValueError:
            return ""
