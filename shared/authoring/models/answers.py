"""What the end of an answer, and its first words, say of it."""

import re
from collections.abc import Mapping

from shared.authoring.models.port import End

_KEYS = ("finish_reason", "stop_reason", "done_reason", "finishReason")
_LENGTH = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})
_REFUSED = frozenset(
    {"content_filter", "refusal", "safety", "prohibited_content", "blocklist", "spii"}
)

_SHORT = 400
_HELD_BLANKS = 40
_APOLOGY = r"(?:(?:i['’]m|i am|we['’]re|we are) )?(?:(?:very|so|really|truly) )?sorry\b|apologies\b"
_CANNOT = (
    r"(?:can['’]?t|cannot|can not|won['’]t|will not|(?:am|are) (?:not able|unable) to|must decline)"
)
_DOING = (
    r"(?:\w+ )?(?:help|assist|comply|provide|fulfil|fulfill|answer|write|create|generate|discuss)"
    r"\b(?! but)"
)
_AS_AI = r"as an? (?:ai|artificial|large|language)\b[^.]{0,40}, "
_ZH_CANNOT = r"(?:无法|不能|不便|没有办法|没办法)(?:为您|为你|向您|向你)?(?:直接)?"
_ZH_DOING = r"(?:提供|回答|完成|满足|协助|帮助|写|撰写|生成|处理|讨论|执行)"
# "We cannot …" alone may well begin a speech; with an apology before it, it declines.
_REFUSALS = re.compile(
    rf"\s*(?:{_APOLOGY})[,.;]? (?:but )?(?:{_AS_AI})?(?:i|we) {_CANNOT} "
    rf"|\s*(?:{_AS_AI})?i {_CANNOT} {_DOING}"
    rf"|\s*(?:非常|很|十分)?(?:抱歉|对不起)[,，。!！]?\s*(?:但是?)?(?:作为[^,，。]{{0,20}}[,，]\s*)?"
    rf"我们?{_ZH_CANNOT}"
    rf"|\s*(?:作为[^,，。]{{0,20}}[,，]\s*)?我{_ZH_CANNOT}{_ZH_DOING}",
    re.IGNORECASE,
)


def end_of(metadata: Mapping[str, object]) -> End | None:
    """Return the end that a chunk's metadata tells; ``None`` if it tells none."""
    for key in _KEYS:
        value = metadata.get(key)
        if isinstance(value, str) and value:
            word = value.lower()
            if word in _LENGTH:
                return End.LENGTH
            return End.REFUSED if word in _REFUSED else End.DONE
    return None


def declines(text: str) -> bool:
    """Whether a short answer says that the model will not answer, in English or Chinese."""
    return len(text) <= _SHORT and bool(_REFUSALS.match(text))


class Thoughts:
    """Takes out what a model thinks aloud before it answers: ``<think>…</think>``.

    Servers that know the model do so themselves; others pass it on as text.
    """

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def feed(self, piece: str) -> str:
        """Return what of the text so far is answer and was not returned yet."""
        if self._state == "answer":
            return piece
        self._held += piece
        if self._state == "start":
            begin = self._held.lstrip()
            if begin.startswith(self._OPEN):
                self._state = "thought"
            elif not self._OPEN.startswith(begin) or len(self._held) > _HELD_BLANKS:
                return self._all()
        if self._state == "thought" and self._CLOSE in self._held:
            self._state, self._held = "after", self._held.partition(self._CLOSE)[2]
        elif self._state == "thought":
            self._held = self._held[1 - len(self._CLOSE) :]
        if self._state == "after":
            self._held = self._held.lstrip()
            return self._all() if self._held else ""
        return ""

    def close(self) -> str:
        """Return what was held back at the end; a thought that did not end is none of it."""
        return "" if self._state == "thought" else self._all()

    def _all(self) -> str:
        self._state, held, self._held = "answer", self._held, ""
        return held
