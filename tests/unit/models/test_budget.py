"""What a budget lets through, and what calls at the same time can come to."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from pydantic import BaseModel

from shared.authoring.models import forms
from shared.authoring.models.budget import Budget, BudgetedModel, BudgetReachedError, Limit
from shared.authoring.models.port import Answer, End, F, Filled, TextSink
from shared.authoring.models.prompt import Prompt, Words
from shared.authoring.models.usage import Meter, Price
from shared.events.payloads import Usage
from shared.jobs.model import SpendLimits

FREE = Price()
PROMPT = Prompt("", (Words("x" * 100),))


class Says:
    """A model that counts a token a character and says what it is allowed to, at most ``long``."""

    name = "says"

    def __init__(self, long: int, rounds: int = 1) -> None:
        self.long = long
        self.rounds = rounds
        self.at_once = 0
        self.most_at_once = 0

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        said = min(self.long, max_tokens)
        usage = Usage(self.rounds, 108 * self.rounds, said * self.rounds)
        if meter is not None:
            meter.add(self.name, usage)
        if on_text is not None:
            await on_text("y" * said)
        end = End.LENGTH if said < self.long else End.DONE
        return Answer("y" * said, end, self.name, usage)

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        answer = await self.complete(prompt, max_tokens=max_tokens, meter=meter)
        return Filled(form.model_validate({}), self.name, answer.usage)

    async def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        yield (await self.complete(prompt, max_tokens=max_tokens, meter=meter)).text

    async def count(self, text: str) -> int:
        return len(text)

    async def window(self) -> int:
        return 0


class Nothing(BaseModel):
    """A form without fields."""


def within(tokens: int, model: Says) -> tuple[BudgetedModel, Budget]:
    budget = Budget(SpendLimits(tokens=tokens))
    return BudgetedModel(model, FREE, budget, Meter()), budget


async def test_without_limits_everything_goes() -> None:
    model, budget = within(0, Says(50))
    for _ in range(10):
        await model.complete(PROMPT, max_tokens=100)
    assert budget.used.output_tokens == 500
    assert not budget.reached


async def test_calls_at_once_do_not_pass_the_limit_together() -> None:
    model, budget = within(1000, Says(100))
    ended = await asyncio.gather(
        *(model.complete(PROMPT, max_tokens=100) for _ in range(20)), return_exceptions=True
    )
    done = [one for one in ended if isinstance(one, Answer)]
    refused = [one for one in ended if isinstance(one, BudgetReachedError)]
    assert len(done) + len(refused) == 20
    used = budget.used.input_tokens + budget.used.output_tokens
    assert 900 <= used <= 1000
    assert budget.reached is not None
    assert budget.reached.limit is Limit.TOKENS
    assert refused[0].reason == "the budget of 1,000 tokens was reached"


async def test_a_call_waits_for_what_others_may_not_need() -> None:
    # Each may say 400, says 10: all four fit, but not by what they reserve at the same time.
    says = Says(10)
    model, budget = within(1000, says)
    await asyncio.gather(*(model.complete(PROMPT, max_tokens=400) for _ in range(4)))
    assert says.most_at_once == 1
    assert not budget.reached


async def test_the_last_answer_gets_what_is_left() -> None:
    model, budget = within(108 + 40, Says(100))
    assert len((await model.complete(PROMPT, max_tokens=100)).text) == 40
    assert budget.reached is not None and budget.reached.limit is Limit.TOKENS
    with pytest.raises(BudgetReachedError):
        await model.complete(PROMPT, max_tokens=100)


async def test_a_form_may_be_asked_for_twice() -> None:
    schema = len(forms.ask(Nothing, "en"))
    limit = 2 * (108 + 100 + schema + 50) - 1
    model, budget = within(limit, Says(100, rounds=2))
    await model.fill(PROMPT, Nothing, max_tokens=100)
    assert budget.used.input_tokens + budget.used.output_tokens <= limit
    assert budget.used.output_tokens == 2 * 99


async def test_an_answer_that_is_as_long_as_was_asked_for_reaches_no_budget() -> None:
    model, budget = within(10_000, Says(100))
    assert (await model.complete(PROMPT, max_tokens=50)).end is End.LENGTH
    short, tight = within(108 + 90, Says(80))
    assert (await short.complete(PROMPT, max_tokens=100)).end is End.DONE
    assert budget.reached is None and tight.reached is None


async def test_cost_is_a_limit_of_its_own() -> None:
    budget = Budget(SpendLimits(cost_micros=500))
    price = Price(input=1.0, output=2.0)
    meter = Meter()
    model = BudgetedModel(Says(1000), price, budget, meter)
    # 500 - 108 for the prompt leaves 196 at two each.
    assert len((await model.complete(PROMPT, max_tokens=1000)).text) == 196
    assert meter.total.output_tokens == 196
    budget.charge(Usage(cost_micros=500))
    with pytest.raises(BudgetReachedError, match="in cost"):
        await model.complete(PROMPT, max_tokens=1000)


async def test_after_the_time_to_finish_no_call_starts() -> None:
    now = [999]
    budget = Budget(SpendLimits(finish_ms=1000), now_ms=lambda: now[0])
    model = BudgetedModel(Says(5), FREE, budget, Meter())
    await model.complete(PROMPT, max_tokens=10)
    now[0] = 1000
    with pytest.raises(BudgetReachedError, match="time to finish"):
        async for _ in model.stream(PROMPT, max_tokens=10):
            pass


async def test_a_cancelled_call_gives_back_what_it_reserved() -> None:
    class Hangs(Says):
        async def complete(
            self,
            prompt: Prompt,
            *,
            max_tokens: int,
            meter: Meter | None = None,
            on_text: TextSink | None = None,
        ) -> Answer:
            if meter is not None:
                meter.add(self.name, Usage(1, 108, 7))
            await asyncio.Event().wait()
            raise AssertionError

    hanging, budget = within(1000, Hangs(1))
    call = asyncio.create_task(hanging.complete(PROMPT, max_tokens=800))
    await asyncio.sleep(0.01)
    call.cancel()
    await asyncio.wait([call])
    assert budget.used.output_tokens == 7
    model = BudgetedModel(Says(700), FREE, budget, Meter())
    assert len((await model.complete(PROMPT, max_tokens=700)).text) == 700
