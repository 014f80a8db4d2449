"""Asking a model for a piece of fusion that the document can do without."""

from shared.authoring.models.budget import BudgetReachedError
from shared.authoring.models.port import Answer, Model
from shared.authoring.models.prompt import Prompt, messages
from shared.authoring.models.tokens import MESSAGE_TOKENS
from shared.errors import QuireError
from shared.reasons import Reason

_UNKNOWN_WINDOW = 4096
_NO_ANSWER = frozenset(
    {Reason.MODEL_REFUSED, Reason.MODEL_ANSWER_INVALID, Reason.MODEL_CONTEXT_EXCEEDED}
)


async def ask(model: Model, prompt: Prompt, max_tokens: int) -> Answer | None:
    """Return the model's answer; ``None`` if it has none to give or the budget is reached.

    Raises QuireError where the model cannot be asked at all (MODEL_UNAVAILABLE,
    MODEL_RATE_LIMITED, MODEL_REJECTED).
    """
    try:
        return await model.complete(prompt, max_tokens=max_tokens)
    except BudgetReachedError:
        return None
    except QuireError as error:
        if error.reason in _NO_ANSWER:
            return None
        raise


async def fits(model: Model, prompt: Prompt, max_tokens: int) -> bool:
    """Say whether prompt and answer fit into the model's window."""
    window = await model.window() or _UNKNOWN_WINDOW
    asked = 0
    for message in messages(prompt):
        asked += MESSAGE_TOKENS + await model.count(message.text)
    return asked + max_tokens <= window


async def answer_room(model: Model) -> int:
    """Return the tokens that an answer may have at most: a third of the window."""
    return (await model.window() or _UNKNOWN_WINDOW) // 3
