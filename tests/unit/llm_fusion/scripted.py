"""A model that says what a test tells it to."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from shared.authoring.models.budget import BudgetReachedError, Limit
from shared.authoring.models.port import Answer, End, Filled, TextSink
from shared.authoring.models.prompt import Prompt, messages
from shared.authoring.models.tokens import estimate
from shared.authoring.models.usage import Meter
from shared.events.payloads import Usage

F = TypeVar("F", bound=BaseModel)


@dataclass
class ScriptedModel:
    """Implements ``models.port.Model``; ``says`` gets the whole question and answers it.

    Args:
        calls_left: after which the budget is reached.

    """

    says: Callable[[str], str]
    context: int = 0
    calls_left: int = 1_000
    end: End = End.DONE
    asked: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return "scripted"

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        if self.calls_left <= 0:
            raise BudgetReachedError(Limit.TOKENS, "the budget was reached")
        self.calls_left -= 1
        question = "\n".join(message.text for message in messages(prompt))
        assert not self.context or estimate(question) + max_tokens <= self.context
        self.asked.append(question)
        return Answer(self.says(question), self.end, self.name, Usage())

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        raise NotImplementedError

    async def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        yield self.says("")

    async def count(self, text: str) -> int:
        return estimate(text)

    async def window(self) -> int:
        return self.context
