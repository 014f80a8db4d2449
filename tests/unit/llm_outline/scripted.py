"""A model that answers what a test scripts, by the kind of question, and what it was asked."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field

from shared.authoring.models.budget import BudgetReachedError, Limit
from shared.authoring.models.port import Answer, End, F, Filled, TextSink
from shared.authoring.models.prompt import Prompt, messages
from shared.authoring.models.tokens import estimate
from shared.authoring.models.usage import Meter
from shared.errors import QuireError
from shared.events.payloads import Usage
from shared.reasons import Reason

KINDS = {
    "questions": ("short questions", "个简短的问题"),
    "draft": ("You write the outline", "拟定提纲"),
    "revise": ("lacks the numbered subjects", "提纲缺少"),
    "purposes": ("in one short sentence what", "用一句简短的话"),
    "translate": ("Translate each", "的标题译成"),
    "search": ("search phrases", "检索词组"),
}

Reply = str | Callable[[str], str]


def refused() -> QuireError:
    return QuireError(Reason.MODEL_REFUSED, "declines", metadata={"model": "scripted"})


@dataclass
class Scripted:
    """Answers by kind; what is not scripted gets no answer, for which a real port raises.

    Args:
        replies: by kind, see ``KINDS``: a text, or what makes one of the question.
        calls_allowed: after so many a budget is reached.
    """

    replies: dict[str, Reply] = field(default_factory=dict)
    everything: Reply | None = None
    error: Callable[[], Exception] | None = None
    end: End = End.DONE
    calls_allowed: int = 1000
    tokens: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)
    name: str = "scripted"

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        text = "\n".join(message.text for message in messages(prompt))
        assert estimate(text) + max_tokens <= (self.tokens or 4096)
        kind = next(
            kind for kind, marks in KINDS.items() if any(m in prompt.instructions for m in marks)
        )
        if len(self.asked) >= self.calls_allowed:
            raise BudgetReachedError(Limit.TOKENS, "the budget of 1 tokens was reached")
        self.asked.append((kind, text))
        if self.error is not None:
            raise self.error()
        reply = self.replies.get(kind, self.everything)
        said = reply(text) if callable(reply) else reply
        if not said:
            raise QuireError(
                Reason.MODEL_ANSWER_INVALID,
                "answers with nothing",
                metadata={"model": self.name, "problem": "empty"},
            )
        return Answer(said, self.end, self.name, Usage(1, estimate(text), estimate(said), 0))

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        raise AssertionError("an outline asks for plain lines")

    async def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        raise AssertionError("an outline is not streamed")
        yield ""

    async def count(self, text: str) -> int:
        return estimate(text)

    async def window(self) -> int:
        return self.tokens

    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.asked]
