"""What a reader sees of an answer while a model still writes it."""

import re
from collections.abc import Callable

from shared.authoring.llm.chapter.markers import fake_list_begins, strip_ids
from shared.authoring.models.port import TextSink

SECONDS, TOKENS = 0.08, 40
"""When a batch is handed on: after so long, or so many pieces, whichever comes first."""

_LINE_START = 48
_LONGEST_ID = 40
_OPENING = "[【［(（"
_INLINE = re.compile(r"[\\`*\[\]~_]|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_NO_TEXT = re.compile(r"\s*(?:#{1,6}\s|```|~~~|===|[-*_]{3,}\s*$|\|)")


class Batcher:
    """Hands pieces on in batches, each ``SECONDS`` or ``TOKENS`` pieces after the last.

    Args:
        clock: gives seconds, only ever growing.

    """

    def __init__(self, sink: TextSink, clock: Callable[[], float]) -> None:
        self._sink = sink
        self._clock = clock
        self._waiting: list[str] = []
        self._since = clock()

    async def feed(self, piece: str) -> None:
        """Take a piece, about a token long."""
        if not piece:
            return
        if not self._waiting:
            self._since = self._clock()
        self._waiting.append(piece)
        if len(self._waiting) >= TOKENS or self._clock() - self._since >= SECONDS:
            await self.flush()

    async def flush(self) -> None:
        """Hand on what waits."""
        text = "".join(self._waiting)
        self._waiting.clear()
        if text:
            await self._sink(text)


class Shown:
    """Makes of a raw answer, piece by piece, Markdown that is safe to show.

    Ids of passages are left out, and so are headings, fences and a list of sources at the
    end. All that Markdown would read as a link, an image or HTML is escaped.
    """

    def __init__(self) -> None:
        self._held = ""
        self._in_line = False
        self._over = False

    def feed(self, piece: str) -> str:
        """Return what can be shown now."""
        self._held += piece
        shown = ""
        while not self._over and "\n" in self._held:
            line, _, self._held = self._held.partition("\n")
            shown += self._begin(line, whole=True)
            shown += "\n" if self._in_line or not line.strip() else ""
            self._in_line = False
        if not self._over and (self._in_line or len(self._held) > _LINE_START):
            ready = _before_open_id(self._held)
            self._held = self._held[len(ready) :]
            shown += self._begin(ready, whole=False)
        return shown

    def close(self) -> str:
        """Return the rest at the end of the answer."""
        rest, self._held = self._held, ""
        return "" if self._over else self._begin(rest, whole=True)

    def _begin(self, text: str, *, whole: bool) -> str:
        if not self._in_line:
            if fake_list_begins(text):
                self._over = True
                return ""
            if _NO_TEXT.match(text) or not text.strip():
                # The rest of a heading's line, should more of it come, is text of its own.
                return ""
            self._in_line = True
        kept = strip_ids(text, trailing_space=not whole)
        return _INLINE.sub(r"\\\g<0>", kept)


def _before_open_id(text: str) -> str:
    """Return ``text`` up to a bracket at its end that may yet become an id."""
    at = max(text.rfind(mark) for mark in _OPENING)
    tail = text[at:] if at >= 0 else ""
    if tail and len(tail) < _LONGEST_ID and not any(mark in tail for mark in "]】］)）"):
        return text[:at].rstrip(" ")
    return text.rstrip(" ") or text[:0]
