"""How a model is reached, and what it may be asked."""

from dataclasses import dataclass, field

from pydantic import SecretStr

from shared.authoring.models.usage import Price


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """A chat model that LangChain knows.

    Args:
        model: provider and name, as ``init_chat_model`` takes them: ``openai:gpt-5``;
            with a ``base_url`` that of any OpenAI-compatible server (llama.cpp, vLLM,
            Ollama): ``openai:smollm2``.
        base_url: where it is, such as ``http://127.0.0.1:8080/v1``; the provider's own
            if empty.
        api_key: without one the provider's own variable is read (OPENAI_API_KEY), but
            never for a server that ``base_url`` names.
        context_window: tokens that prompt and answer may have together; 0 to ask the
            server, and if it does not say, to trust it to refuse.
        max_concurrency: calls at once of this process.
        first_token_seconds: how long the first token may take, from the call.
        next_token_seconds: how long each further one may take.
        temperature: of sampling; ``None`` for the provider's default.

    """

    model: str
    base_url: str = ""
    api_key: SecretStr | None = None
    context_window: int = 0
    max_concurrency: int = 4
    first_token_seconds: float = 120.0
    next_token_seconds: float = 30.0
    price: Price = field(default_factory=Price)
    temperature: float | None = 0.3

    @property
    def provider(self) -> str:
        """The part before the colon; empty if there is none."""
        provider, colon, _ = self.model.partition(":")
        return provider if colon else ""

    @property
    def name(self) -> str:
        """The model's name without its provider."""
        return self.model.partition(":")[2] or self.model
