"""Opens the configured model: the one place that imports LangChain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from pydantic import BaseModel

from shared.authoring.models.call import Chat
from shared.authoring.models.chat import Bind, ChatModel
from shared.authoring.models.config import ModelConfig
from shared.authoring.models.fallback import FallbackModel
from shared.authoring.models.forms import schema_of
from shared.authoring.models.port import Model
from shared.authoring.models.retry import RetryPolicy

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_CONNECT_SECONDS = 10.0
_NO_KEY = "none"


class ModelsMissingError(Exception):
    """Models are configured, and the extra ``models`` is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "a model is configured, but the packages for it are not installed: install the extra "
            '"models" (quire-shared[models])'
        )


@asynccontextmanager
async def open_model(
    config: ModelConfig, fallback: ModelConfig | None = None, *, policy: RetryPolicy | None = None
) -> AsyncIterator[Model]:
    """Open the model for as long as the ``async with`` block lasts; once a process.

    Takes a second or two, for LangChain is loaded, in a thread. Makes no call. Raises
    ModelsMissingError, and what LangChain raises for a provider that it does not know
    (ValueError) or whose package is missing (ImportError).
    """
    async with AsyncExitStack() as stack:
        first = await _open(config, policy, stack)
        if fallback is None:
            yield first
        else:
            yield FallbackModel(first, await _open(fallback, policy, stack))


async def _open(
    config: ModelConfig, policy: RetryPolicy | None, stack: AsyncExitStack
) -> ChatModel:
    try:
        await asyncio.to_thread(_load)
    except ModuleNotFoundError as error:
        raise ModelsMissingError from error
    chat = _chat_model(config, stack)
    info = None
    if config.base_url and config.provider in ("", "openai"):
        from shared.authoring.models.server import ModelServerInfo  # noqa: PLC0415

        key = config.api_key.get_secret_value() if config.api_key else ""
        info = await stack.enter_async_context(ModelServerInfo(config.base_url, config.name, key))
    return ChatModel(config, _binder(chat, config), info, policy)


def _load() -> None:
    import_module("langchain.chat_models")


def _chat_model(config: ModelConfig, stack: AsyncExitStack) -> BaseChatModel:
    from langchain.chat_models import (  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415
        init_chat_model,
    )

    # Tries, waits and timeouts are ours: two layers of them multiply.
    options: dict[str, Any] = {"max_retries": 0}  # what a provider takes is its own
    if config.temperature is not None:
        options["temperature"] = config.temperature
    if config.api_key is not None:
        options["api_key"] = config.api_key.get_secret_value()
    elif config.base_url:
        # Else LangChain would send the provider's own key to that server.
        options["api_key"] = _NO_KEY
    if config.base_url:
        options["base_url"] = config.base_url
    if config.provider in ("", "openai"):
        import openai  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

        timeout = openai.Timeout(None, connect=_CONNECT_SECONDS)
        # The client that LangChain makes outlives the event loop that it was used on.
        client = openai.DefaultAsyncHttpxClient(timeout=timeout)
        stack.push_async_callback(client.aclose)
        options |= {
            "http_async_client": client,
            "timeout": timeout,
            "stream_usage": True,
            "stream_chunk_timeout": None,
            "use_responses_api": False,
        }
    provider = config.provider or "openai"
    return cast("BaseChatModel", init_chat_model(config.name, model_provider=provider, **options))


def _binder(chat: BaseChatModel, config: ModelConfig) -> Bind:
    compatible = bool(config.base_url) and config.provider in ("", "openai")

    def bind(max_tokens: int, form: type[BaseModel] | None) -> Chat | None:
        # LangChain says max_completion_tokens to every OpenAI server; older ones know max_tokens.
        options: dict[str, object] = {"max_tokens": max_tokens}
        if compatible:
            options["extra_body"] = {"max_tokens": max_tokens}
        if form is None:
            return cast("Chat", chat.bind(**options))
        try:
            held = chat.with_structured_output(schema_of(form), method="json_schema")
        except (NotImplementedError, ValueError, TypeError):
            return None
        # Before its parser, which would keep back the stream, stands the model as bound.
        model = getattr(held, "first", None)
        return None if model is None else cast("Chat", model.bind(**options))

    return bind
