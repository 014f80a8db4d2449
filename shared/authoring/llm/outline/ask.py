"""Asking a model within its window, with answers that cannot be used taken for none."""

from collections.abc import Callable, Mapping

from shared.authoring.models.answers import declines
from shared.authoring.models.port import End, Model
from shared.authoring.models.prompt import Prompt, messages
from shared.authoring.models.tokens import MESSAGE_TOKENS, estimate
from shared.errors import QuireError
from shared.reasons import Reason

WINDOW = 4096
"""Tokens of a window that is not known."""

_OWN_FAULT = frozenset(
    {Reason.MODEL_REFUSED, Reason.MODEL_ANSWER_INVALID, Reason.MODEL_CONTEXT_EXCEEDED}
)
_ROUNDS = 6
_SHARE = 0.4
_FULL_STOP = 200

Make = Callable[[Mapping[str, str]], Prompt]


async def ask(model: Model, make: Make, materials: Mapping[str, str], *, max_tokens: int) -> str:
    """Return what the model answers, ``""`` for an answer that cannot be used.

    That is one that it refuses, leaves empty or cannot finish in form. What is left of
    a looping answer, or of one that reached its length, is returned without its last
    line. Raises BudgetReachedError, and QuireError where the model cannot be reached.

    Args:
        make: gives the prompt for materials, which are shortened from their ends, the
            longest first, until prompt and answer fit the window.
        max_tokens: of the answer, which gets two fifths of the window at most.

    """
    window = await model.window() or WINDOW
    answer_tokens = max(32, min(max_tokens, int(window * _SHARE)))
    prompt = await _fitted(model, make, dict(materials), window - answer_tokens)
    if prompt is None:
        return ""
    try:
        answer = await model.complete(prompt, max_tokens=answer_tokens)
    except QuireError as error:
        if error.reason in _OWN_FAULT:
            return ""
        raise
    text = answer.text.strip()
    if answer.end is End.REFUSED or declines(text):
        return ""
    if answer.end in (End.LENGTH, End.LOOPING):
        text = text.rpartition("\n")[0]
    return text


async def _fitted(model: Model, make: Make, materials: dict[str, str], room: int) -> Prompt | None:
    """Return the prompt with as much of the materials as fits, ``None`` if none does."""
    for _ in range(_ROUNDS):
        prompt = make(materials)
        sent = messages(prompt)
        text = "\n".join(message.text for message in sent)
        size = len(sent) * MESSAGE_TOKENS
        over = size + estimate(text) - room
        if over > 0:
            over = size + await model.count(text) - room
        if over <= 0:
            return prompt
        longest = max(materials, key=lambda name: len(materials[name]))
        whole = materials[longest]
        # By the measured ratio of characters to tokens, with some to spare.
        cut = int(over * len(text) / max(over + room - size, 1) * 1.15) + 40
        shortened = whole[: max(len(whole) - cut, len(whole) // 4)]
        materials[longest] = shortened.rpartition("\n")[0] or shortened[:_FULL_STOP]
    return None
