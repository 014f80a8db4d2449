"""What a job may use of models at most, and a model that keeps to it."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel

from shared.authoring.models import forms
from shared.authoring.models.port import Answer, End, Filled, Model, TextSink
from shared.authoring.models.prompt import Prompt, messages
from shared.authoring.models.tokens import MESSAGE_TOKENS
from shared.authoring.models.usage import Meter, Price
from shared.events.payloads import Usage
from shared.jobs.model import SpendLimits

F = TypeVar("F", bound=BaseModel)

LEAST_ANSWER = 32
"""Tokens that an answer must be able to have, or its call is not worth making."""


class Limit(StrEnum):
    """What a budget limits."""

    TOKENS = "tokens"
    COST = "cost"
    TIME = "time"


class BudgetReachedError(Exception):
    """No further call may be made. ``reason`` says for people which limit was reached."""

    def __init__(self, limit: Limit, reason: str) -> None:
        super().__init__(reason)
        self.limit = limit
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Room:
    """The tokens that an answer may have.

    Args:
        short: what keeps it from having all that were asked for; ``None`` if nothing does.

    """

    tokens: int
    short: BudgetReachedError | None


def _unix_ms() -> int:
    return time.time_ns() // 1_000_000


class Budget:
    """What a job has used, and what calls under way may come to.

    A call reserves all that it can use before it starts, so that calls at the same time
    cannot pass a limit together. One that would fit if the others used less than they
    have reserved waits for them.

    Attributes:
        used: so far, without calls under way.
        reached: why a call was not made or an answer was cut off; ``None`` as long as
            none was.

    Args:
        now_ms: gives the Unix time in milliseconds.

    """

    def __init__(self, limits: SpendLimits, now_ms: Callable[[], int] = _unix_ms) -> None:
        self.used = Usage()
        self.reached: BudgetReachedError | None = None
        self._limits = limits
        self._now_ms = now_ms
        self._reserved: list[Usage] = []
        self._released = asyncio.Event()

    def charge(self, usage: Usage) -> None:
        """Add what was used."""
        self.used += usage

    def cut(self, room: Room) -> None:
        """Take in that an answer filled its room, and would have gone on."""
        self.reached = self.reached or room.short

    @asynccontextmanager
    async def reserve(
        self, prompt_tokens: int, max_tokens: int, price: Price, *, rounds: int = 1
    ) -> AsyncIterator[Room]:
        """Give the room that an answer has, at most ``max_tokens``.

        Args:
            rounds: how often the model may be asked within the block.

        Raises BudgetReachedError if too few are left for an answer.
        """
        room = await self._room(prompt_tokens, max_tokens, price, rounds)
        held = price.usage(prompt_tokens * rounds, room.tokens * rounds)
        self._reserved.append(held)
        try:
            yield room
        finally:
            self._reserved.remove(held)
            self._released.set()
            self._released = asyncio.Event()

    async def _room(self, prompt: int, most: int, price: Price, rounds: int) -> Room:
        while True:
            alone, error = self._left(self.used, prompt, most, price, rounds)
            if error is not None and alone < min(most, LEAST_ANSWER):
                self.reached = self.reached or error
                raise error
            spoken_for = sum(self._reserved, self.used)
            allowed, short = self._left(spoken_for, prompt, most, price, rounds)
            if allowed >= alone or not self._reserved:
                return Room(allowed, short)
            await self._released.wait()

    def _left(
        self, used: Usage, prompt: int, most: int, price: Price, rounds: int
    ) -> tuple[int, BudgetReachedError | None]:
        """Return the tokens that an answer may have, and what keeps it from having more."""
        limits = self._limits
        allowed: int = most
        error: BudgetReachedError | None = None
        if limits.finish_ms and self._now_ms() >= limits.finish_ms:
            return 0, BudgetReachedError(Limit.TIME, "the time to finish was reached")
        if limits.tokens:
            left = (limits.tokens - used.input_tokens - used.output_tokens) // rounds - prompt
            if left < allowed:
                allowed = left
                reason = f"the budget of {limits.tokens:,} tokens was reached"
                error = BudgetReachedError(Limit.TOKENS, reason)
        if limits.cost_micros:
            cost = (limits.cost_micros - used.cost_micros) / rounds - prompt * price.input
            left = int(cost / price.output) if price.output else most * (cost >= 0)
            if left < allowed:
                allowed = left
                reason = f"the budget of {limits.cost_micros / 1e6:g} in cost was reached"
                error = BudgetReachedError(Limit.COST, reason)
        return allowed, error


class BudgetedModel:
    """A model whose calls keep to a budget; implements ``models.port.Model``.

    An answer may get less room than it was to have: then it ends with ``End.LENGTH``.
    Raises BudgetReachedError, where the port raises nothing else of its own.

    Args:
        meter: gets what each call uses, also where the call is given one of its own.

    """

    def __init__(self, model: Model, price: Price, budget: Budget, meter: Meter) -> None:
        self._model = model
        self._price = price
        self._budget = budget
        self._meter = meter

    @property
    def name(self) -> str:
        return self._model.name

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        async with self._call(prompt, max_tokens, meter) as (room, own):
            answer = await self._model.complete(
                prompt, max_tokens=room.tokens, meter=own, on_text=on_text
            )
        if answer.end is End.LENGTH and room.short is not None:
            self._budget.cut(room)
            self._meter.cut = self._meter.cut or (room.short.limit, room.short.reason)
        return answer

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        # The second time the schema and the wrong answer stand in the prompt too.
        more = await self._model.count(forms.ask(form, prompt.language))
        more += min(max_tokens, forms.MAX_SHOWN) // 2
        call = self._call(prompt, max_tokens, meter, rounds=2, more=more)
        async with call as (room, own):
            return await self._model.fill(prompt, form, max_tokens=room.tokens, meter=own)

    async def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        async with (
            self._call(prompt, max_tokens, meter) as (room, own),
            aclosing(self._model.stream(prompt, max_tokens=room.tokens, meter=own)) as pieces,
        ):
            async for piece in pieces:
                yield piece

    async def count(self, text: str) -> int:
        return await self._model.count(text)

    async def window(self) -> int:
        return await self._model.window()

    @asynccontextmanager
    async def _call(
        self,
        prompt: Prompt,
        max_tokens: int,
        meter: Meter | None,
        *,
        rounds: int = 1,
        more: int = 0,
    ) -> AsyncIterator[tuple[Room, Meter]]:
        sizes = [await self._model.count(message.text) for message in messages(prompt)]
        asked = sum(sizes) + MESSAGE_TOKENS * len(sizes) + more
        own = Meter(self._meter)
        async with AsyncExitStack() as stack:
            try:
                room = await stack.enter_async_context(
                    self._budget.reserve(asked, max_tokens, self._price, rounds=rounds)
                )
            except BudgetReachedError as error:
                self._meter.cut = self._meter.cut or (error.limit, error.reason)
                raise
            try:
                yield room, own
            finally:
                self._budget.charge(own.total)
                if meter is not None:
                    for model, usage in own.by_model.items():
                        meter.add(model, usage)
