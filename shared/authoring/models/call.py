"""One call of a chat model: a request, and its answer as it streams in."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol

from shared.authoring.models.answers import Thoughts, end_of
from shared.authoring.models.faults import broke_off, fault_of, refuses_schema, timed_out
from shared.authoring.models.loops import LoopWatch
from shared.authoring.models.port import End
from shared.authoring.models.prompt import Message
from shared.errors import QuireError
from shared.reasons import Reason

_ENDED_BY_SDK = {
    "LengthFinishReasonError": End.LENGTH,
    "ContentFilterFinishReasonError": End.REFUSED,
}


class CallError(Exception):
    """A call failed for a reason of the model's; ``error`` says which."""

    def __init__(self, error: QuireError) -> None:
        super().__init__(error.message)
        self.error = error


class SchemaRefusedError(Exception):
    """The server cannot hold the model to a JSON Schema."""


class Chunk(Protocol):
    """What is read of LangChain's ``AIMessageChunk``."""

    @property
    def text(self) -> str: ...
    @property
    def usage_metadata(self) -> Mapping[str, object] | None: ...
    @property
    def response_metadata(self) -> Mapping[str, object]: ...
    @property
    def additional_kwargs(self) -> Mapping[str, object]: ...


class Chat(Protocol):
    """What is asked of a LangChain chat model, bound to its options."""

    def astream(self, messages: list[tuple[str, str]], /) -> AsyncIterator[Chunk]: ...


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a token may take, in seconds."""

    first: float
    next: float


@dataclass
class Draft:
    """What one call has brought so far.

    Attributes:
        sent: whether the server may have begun to work.
        counted: input and output tokens, where the server told them.

    """

    text: str = ""
    end: End | None = None
    sent: bool = False
    counted: tuple[int, int] | None = None
    watch: LoopWatch = field(default_factory=LoopWatch)

    def clear(self) -> None:
        """Forget all of it, for another try."""
        self.text, self.end, self.sent, self.counted = "", None, False, None
        self.watch = LoopWatch()


async def run_call(
    chat: Chat,
    model: str,
    messages: Sequence[Message],
    patience: Patience,
    draft: Draft,
    *,
    held: bool,
) -> AsyncGenerator[str, None]:
    """Give the answer in pieces; ``draft`` has all of it, and its end, when this is done.

    Closing or cancelling this closes the connection. Raises CallError,
    SchemaRefusedError, and what is no fault of the model's as it is.

    Args:
        held: whether the model is held to a JSON Schema, which its server may refuse.

    """
    stream = chat.astream([(message.role, message.text) for message in messages])
    thoughts = Thoughts()
    draft.sent = True
    async with aclosing(_chunks(stream, model, patience, draft, held=held)) as chunks:
        async for chunk in chunks:
            piece = thoughts.feed(str(chunk.text))
            _note(chunk, draft)
            if not piece:
                continue
            repeats = draft.watch.feed(piece)
            draft.text += piece
            if repeats is not None:
                draft.text, draft.end = draft.text[:repeats], End.LOOPING
                return
            yield piece
    if rest := thoughts.close():
        draft.text += rest
        yield rest
    if draft.end is None:
        raise CallError(broke_off(model))


async def _chunks(
    stream: AsyncIterator[Chunk], model: str, patience: Patience, draft: Draft, *, held: bool
) -> AsyncGenerator[Chunk, None]:
    loop = asyncio.get_running_loop()
    limit, what = patience.first, "first"
    due = loop.time() + limit
    opening = True
    try:
        while True:
            try:
                async with asyncio.timeout_at(due) as timer:
                    chunk = await anext(stream)
            except StopAsyncIteration:
                return
            except TimeoutError as error:
                if timer.expired():
                    raise CallError(timed_out(model, what, limit)) from error
                raise
            yield chunk
            # Some servers open with an empty chunk at once, long before the first token.
            if not opening or chunk.text:
                limit, what = patience.next, "further"
                due = loop.time() + limit
            opening = False
    except CallError:
        raise
    except Exception as error:
        _judge(error, model, draft, held=held)
    finally:
        close = getattr(stream, "aclose", None)
        if close is not None:
            await close()


def _judge(error: Exception, model: str, draft: Draft, *, held: bool) -> None:
    """Raise what an error means, unless it only repeats how the answer has ended."""
    end = _ENDED_BY_SDK.get(type(error).__name__)
    if end is not None:
        draft.end = end
        usage = getattr(getattr(error, "completion", None), "usage", None)
        counts = (getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None))
        _count(counts, draft)
        return
    fault = fault_of(error, model)
    overflows = fault is not None and fault.reason is Reason.MODEL_CONTEXT_EXCEEDED
    if held and not overflows and refuses_schema(error):
        draft.sent = False
        raise SchemaRefusedError from error
    if fault is None:
        raise error
    draft.sent = bool(draft.text)
    raise CallError(fault) from error


def _note(chunk: Chunk, draft: Draft) -> None:
    """Take from a chunk what it says of the whole answer."""
    if chunk.additional_kwargs.get("refusal"):
        draft.end = End.REFUSED
    if draft.end is not End.REFUSED:
        draft.end = end_of(chunk.response_metadata) or draft.end
    if usage := chunk.usage_metadata:
        _count((usage.get("input_tokens"), usage.get("output_tokens")), draft)


def _count(counts: tuple[object, object], draft: Draft) -> None:
    read, written = counts
    if isinstance(read, int) and isinstance(written, int) and read + written:
        before = draft.counted or (0, 0)
        # Some providers tell the input at the beginning and the output at the end.
        draft.counted = (max(read, before[0]), max(written, before[1]))
