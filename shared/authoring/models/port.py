"""The port behind which language models stand."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from shared.authoring.models.prompt import Prompt
from shared.authoring.models.usage import Meter
from shared.events.payloads import Usage

TextSink = Callable[[str], Awaitable[None]]
"""Takes a piece of an answer in the making."""

F = TypeVar("F", bound=BaseModel)


class End(StrEnum):
    """Why an answer ends where it ends."""

    DONE = "done"
    LENGTH = "length"
    """It reached ``max_tokens``; the last sentence may be cut."""
    LOOPING = "looping"
    """It began to repeat itself and was stopped; the repeats are cut off."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote. Text, never a command, a path or an address.

    Args:
        model: name of the one that wrote it.
        usage: of all tries that were made for it.

    """

    text: str
    end: End
    model: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Filled(Generic[F]):
    """A form that a model has filled in, checked against its rules."""

    value: F
    model: str
    usage: Usage


class Model(Protocol):
    """A language model. Safe to share between jobs; made once a process.

    Each call waits its turn (``ModelConfig.max_concurrency``), tries again what may
    go better, and adds what it used to ``meter``, also where it fails or is
    cancelled. Cancelling it closes the connection to the model.

    Raises QuireError: MODEL_UNAVAILABLE and MODEL_RATE_LIMITED (transient, with
    ``retry_after``), MODEL_REJECTED, MODEL_CONTEXT_EXCEEDED, MODEL_REFUSED,
    MODEL_ANSWER_INVALID.
    """

    @property
    def name(self) -> str:
        """What it is called, for people and for the hash of a step's input."""
        ...

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        """Return what the model writes.

        An empty answer and a refusal raise; one that was cut off or looped is
        returned, with its ``end``.

        Args:
            on_text: gets each piece as it comes. Once it was given one, a failure is
                not tried again but raised: what was shown cannot be taken back.

        """
        ...

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        """Have a form filled in: an object that the rules of ``form`` allow.

        Where the model cannot be held to a JSON Schema, it is asked in words. What
        does not fit is shown to it once, with the error.
        """
        ...

    def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        """Give the answer in pieces as they come, and end where ``complete`` would.

        Close it (``contextlib.aclosing``) if it is not read to its end: it holds a
        connection and a place among the calls.
        """
        ...

    async def count(self, text: str) -> int:
        """Return how many tokens a text has: measured if the server can, else not too few."""
        ...

    async def window(self) -> int:
        """Return how many tokens prompt and answer may have together."""
        ...
