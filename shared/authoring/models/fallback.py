"""A second model for when the first cannot be had."""

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing

from shared.authoring.models.port import Answer, F, Filled, Model, TextSink
from shared.authoring.models.prompt import Prompt
from shared.authoring.models.usage import Meter
from shared.errors import QuireError
from shared.reasons import Reason

_log = logging.getLogger(__name__)

_AWAY = frozenset({Reason.MODEL_UNAVAILABLE, Reason.MODEL_RATE_LIMITED})


class FallbackModel(Model):
    """Asks the second model what the first, after all its tries, could not be asked.

    What the first refuses or does badly is not put to the second, and neither is an
    answer of which something was shown.
    """

    def __init__(self, first: Model, second: Model) -> None:
        self._first = first
        self._second = second

    @property
    def name(self) -> str:
        return self._first.name

    async def complete(
        self,
        prompt: Prompt,
        *,
        max_tokens: int,
        meter: Meter | None = None,
        on_text: TextSink | None = None,
    ) -> Answer:
        shown = False

        async def show(piece: str) -> None:
            nonlocal shown
            shown = True
            if on_text is not None:
                await on_text(piece)

        sink = None if on_text is None else show
        try:
            return await self._first.complete(
                prompt, max_tokens=max_tokens, meter=meter, on_text=sink
            )
        except QuireError as error:
            self._require_away(error, shown)
        return await self._second.complete(
            prompt, max_tokens=max_tokens, meter=meter, on_text=on_text
        )

    async def fill(
        self, prompt: Prompt, form: type[F], *, max_tokens: int, meter: Meter | None = None
    ) -> Filled[F]:
        try:
            return await self._first.fill(prompt, form, max_tokens=max_tokens, meter=meter)
        except QuireError as error:
            self._require_away(error, shown=False)
        return await self._second.fill(prompt, form, max_tokens=max_tokens, meter=meter)

    async def stream(
        self, prompt: Prompt, *, max_tokens: int, meter: Meter | None = None
    ) -> AsyncGenerator[str, None]:
        shown = False
        try:
            first = self._first.stream(prompt, max_tokens=max_tokens, meter=meter)
            async with aclosing(first) as pieces:
                async for piece in pieces:
                    shown = True
                    yield piece
            return
        except QuireError as error:
            self._require_away(error, shown)
        second = self._second.stream(prompt, max_tokens=max_tokens, meter=meter)
        async with aclosing(second) as pieces:
            async for piece in pieces:
                yield piece

    async def count(self, text: str) -> int:
        return max(await self._first.count(text), await self._second.count(text))

    async def window(self) -> int:
        """Return the smaller window, so that what fits one fits both."""
        known = [size for size in (await self._first.window(), await self._second.window()) if size]
        return min(known, default=0)

    def _require_away(self, error: QuireError, shown: bool) -> None:
        if error.reason not in _AWAY or shown:
            raise error
        _log.warning("%s; %s is asked instead", error.message, self._second.name)
