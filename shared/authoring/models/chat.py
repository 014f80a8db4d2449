"""The model port over a LangChain chat model."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel

from shared.authoring.models import forms
from shared.authoring.models.answers import declines
from shared.authoring.models.call import (
    CallError,
    Chat,
    Draft,
    Patience,
    SchemaRefusedError,
    run_call,
)
from shared.authoring.models.config import ModelConfig
from shared.authoring.models.gate import Gate
from shared.authoring.models.port import Answer, End, F, Filled, Model, TextSink
from shared.authoring.models.prompt import Message, Prompt, answered, messages
from shared.authoring.models.retry import RetryPolicy
from shared.authoring.models.tokens import MESSAGE_TOKENS, TokenRatio
from shared.authoring.models.usage import Meter
from shared.errors import QuireError
from shared.reasons import Reason

_log = logging.getLogger(__name__)

_ROUNDS = 2
_LATER_SECONDS = 5.0
"""When a job may try again if the server does not say."""

Bind = Callable[[int, type[BaseModel] | None], Chat | None]
"""Gives the chat model for so many tokens, held to a form; ``None`` if it cannot be held to one."""


class ServerInfo(Protocol):
    """What a server can be asked about its model."""

    async def count(self, text: str) -> int | None:
        """Return how many tokens a text has; ``None`` if the server does not say."""
        ...

    async def window(self) -> int | None:
        """Return the context window in tokens, 0 if the server does not say.

        ``None`` if it cannot be asked at the moment.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked in one go, tries and all.

    Args:
        replay: whether a try that broke off may be made again from the beginning.

    """

    messages: tuple[Message, ...]
    max_tokens: int
    meter: Meter
    form: type[BaseModel] | None = None
    replay: bool = True


class ChatModel(Model):
    """One model of one server.

    Args:
        bind: gives what is called.
        info: asks the server for token counts and its window; ``None`` if it cannot.

    """

    def __init__(
        self,
        config: ModelConfig,
        bind: Bind,
        info: ServerInfo | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self._config = config
        self._bind = bind
        self._info = info
        self._policy = policy or RetryPolicy()
        self._gate = Gate(config.max_concurrency)
        self._patience = Patience(config.first_token_seconds, config.next_token_seconds)
        self._ratio = TokenRatio()
        self._window: int | None = config.context_window or None
        self._holds_schema = True

    @property
    def name(self) -> str:
        return self._config.name

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        used = Meter(meter)
        ask = _Ask(messages(prompt), max_tokens, used, replay=on_text is None)
        for _ in range(_ROUNDS):
            draft = Draft()
            async with aclosing(self._pieces(ask, draft)) as pieces:
                async for piece in pieces:
                    if on_text is not None:
                        await on_text(piece)
            if self._usable(draft):
                return Answer(draft.text.strip(), draft.end or End.DONE, self.name, used.total)
        raise self._invalid("empty", "answers with nothing")

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        used = Meter(meter)
        asked = messages(prompt)
        kind = "form"
        for _ in range(_ROUNDS):
            draft = await self._filled(asked, prompt.language, form, max_tokens, used)
            said_something = self._usable(draft)
            if draft.end is End.LENGTH:
                kind, problem = "truncated", forms.cut_off(prompt.language)
            elif draft.end is End.LOOPING:
                kind, problem = "looping", forms.loops(prompt.language)
            else:
                result = forms.read(draft.text, form)
                if result.value is not None:
                    return Filled(result.value, self.name, used.total)
                kind, problem = "form" if said_something else "empty", result.problem
            reply = forms.ask_again(problem, form, prompt.language)
            asked = answered(asked, draft.text[: forms.MAX_SHOWN] or "…", reply)
        raise self._invalid(kind, "does not fill in the form that it is given")

    async def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        ask = _Ask(messages(prompt), max_tokens, Meter(meter), replay=False)
        for _ in range(_ROUNDS):
            draft = Draft()
            async with aclosing(self._pieces(ask, draft)) as pieces:
                async for piece in pieces:
                    yield piece
            if self._usable(draft):
                return
        raise self._invalid("empty", "answers with nothing")

    async def count(self, text: str) -> int:
        measured = await self._info.count(text) if self._info else None
        return self._ratio.apply(text) if measured is None else measured

    async def window(self) -> int:
        if self._window is None:
            self._window = await self._info.window() if self._info else 0
        return self._window or 0

    async def _filled(
        self,
        asked: tuple[Message, ...],
        language: str,
        form: type[BaseModel],
        max_tokens: int,
        meter: Meter,
    ) -> Draft:
        """Return the answer, held to the form by the server if it can, else by words."""
        if self._holds_schema:
            draft = Draft()
            try:
                async with aclosing(
                    self._pieces(_Ask(asked, max_tokens, meter, form), draft)
                ) as pieces:
                    async for _ in pieces:
                        pass
                return draft
            except SchemaRefusedError:
                _log.info("%s cannot be held to a JSON Schema and is asked in words", self.name)
                self._holds_schema = False
        last = Message("human", f"{asked[-1].text}\n\n{forms.ask(form, language)}")
        draft = Draft()
        ask = _Ask((*asked[:-1], last), max_tokens, meter)
        async with aclosing(self._pieces(ask, draft)) as pieces:
            async for _ in pieces:
                pass
        return draft

    async def _pieces(self, ask: _Ask, draft: Draft) -> AsyncGenerator[str, None]:
        """Give an answer in pieces; a try that fails is made again where that may help.

        With ``replay`` the pieces of a try that broke off come again; ``draft`` has
        only those of the last.
        """
        await self._fits(ask)
        chat = self._bind(ask.max_tokens, ask.form)
        if chat is None:
            raise SchemaRefusedError
        for tried in range(1, self._policy.tries + 1):
            draft.clear()
            try:
                async with self._gate:
                    try:
                        call = run_call(
                            chat,
                            self.name,
                            ask.messages,
                            self._patience,
                            draft,
                            held=ask.form is not None,
                        )
                        async with aclosing(call) as pieces:
                            async for piece in pieces:
                                yield piece
                        return
                    finally:
                        self._charge(ask, draft)
            except CallError as failed:
                error = failed.error
                wait = self._policy.wait(tried, error.retry_after) if error.transient else None
                if wait is None or (draft.text and not ask.replay):
                    raise self._final(error) from failed.__cause__
                if error.reason is Reason.MODEL_RATE_LIMITED and error.retry_after:
                    self._gate.pause(error.retry_after)
            _log.info("%s: try %d failed (%s)", self.name, tried, error.message)
            await asyncio.sleep(wait)

    async def _fits(self, ask: _Ask) -> None:
        """Raise QuireError(MODEL_CONTEXT_EXCEEDED) for what surely does not fit the window."""
        window = await self.window()
        if not window:
            return
        text, overhead = _joined(ask.messages), len(ask.messages) * MESSAGE_TOKENS
        room = window - ask.max_tokens - overhead
        tokens = self._ratio.apply(text)
        if tokens > room:
            tokens = await self.count(text)
        if tokens > room:
            raise QuireError(
                Reason.MODEL_CONTEXT_EXCEEDED,
                f"a prompt of {tokens} tokens and an answer of {ask.max_tokens} do not fit the "
                f"context window of {self.name} ({window})",
                metadata={
                    "model": self.name,
                    "tokens": str(tokens + overhead + ask.max_tokens),
                    "limit": str(window),
                },
            )

    def _charge(self, ask: _Ask, draft: Draft) -> None:
        """Count what a call has used: by the server's word, else estimated."""
        if not draft.sent:
            return
        text = _joined(ask.messages)
        if draft.counted is None:
            read, written = self._ratio.apply(text), self._ratio.apply(draft.text)
        else:
            read, written = draft.counted
            self._ratio.learn(text, len(ask.messages), read)
        ask.meter.add(self.name, self._config.price.usage(read, written))

    def _usable(self, draft: Draft) -> bool:
        """Whether an answer says anything. Raises QuireError(MODEL_REFUSED) if it declines."""
        if draft.end is End.REFUSED or declines(draft.text):
            raise QuireError(
                Reason.MODEL_REFUSED,
                f"{self.name} declines to answer",
                metadata={"model": self.name},
            )
        return bool(draft.text.strip())

    def _invalid(self, problem: str, what: str) -> QuireError:
        return QuireError(
            Reason.MODEL_ANSWER_INVALID,
            f"{self.name} {what}",
            metadata={"model": self.name, "problem": problem},
        )

    def _final(self, error: QuireError) -> QuireError:
        if error.transient and error.retry_after is None:
            error.retry_after = _LATER_SECONDS
        return error


def _joined(asked: Sequence[Message]) -> str:
    return "\n".join(message.text for message in asked)
