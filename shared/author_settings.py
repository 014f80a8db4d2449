"""Settings of who writes and what is read for it: language models and the web."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode


def _parts(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parts)]
"""A list parted by commas."""


class AuthorSettings(BaseSettings):
    """Part of ``ServiceSettings``."""

    model: str = Field(
        "",
        description="The model that writes, as provider:name, for example openai:gpt-5; sentences "
        "are taken from the sources if not set.",
    )
    model_base_url: str = Field(
        "",
        pattern=r"^(https?://[^@\s]+)?$",
        description="Where the model is served, for OpenAI-compatible servers: "
        "http://127.0.0.1:8080/v1.",
    )
    model_api_key: SecretStr = Field(SecretStr(""), description="Key of the model's provider.")
    model_api_key_file: Path | None = Field(None, description="File with that key.")
    model_context_window: int = Field(
        0, ge=0, description="Tokens of prompt and answer together; asked of the server if 0."
    )
    model_concurrency: int = Field(4, ge=1, le=1000, description="Calls at once of a worker.")
    model_first_token_seconds: float = Field(
        120.0, gt=0, description="How long the first token of an answer may take."
    )
    model_next_token_seconds: float = Field(
        30.0, gt=0, description="How long each further token may take."
    )
    model_temperature: float = Field(0.3, ge=0, le=2, description="Temperature of sampling.")
    model_price_input: float = Field(
        0.0, ge=0, description="Price of a million tokens sent, in your currency."
    )
    model_price_output: float = Field(
        0.0, ge=0, description="Price of a million tokens received, in your currency."
    )
    fallback_model: str = Field(
        "",
        description="The model that is asked when the first one fails; its prices are taken to be "
        "the same.",
    )
    fallback_model_base_url: str = Field(
        "", pattern=r"^(https?://[^@\s]+)?$", description="Where the fallback model is served."
    )
    fallback_model_api_key: SecretStr = Field(
        SecretStr(""), description="Key of the fallback model's provider."
    )
    fallback_model_api_key_file: Path | None = Field(None, description="File with that key.")
    embeddings: bool = Field(
        False,
        description="Whether passages are found by meaning too, not by words alone; needs the "
        "extra embeddings, and some 50 ms of a core for each passage.",
    )
    search: str = Field(
        "",
        description="Search engine for research in the web: searxng:http://host:8888, tavily or "
        "ddgs; there is none if not set.",
    )
    search_key: SecretStr = Field(SecretStr(""), description="Key of the search engine.")
    search_key_file: Path | None = Field(None, description="File with that key.")
    web_user_agent: str = Field(
        "Quire",
        pattern=r"^Quire[\x20-\x7e]*$",
        description="What sites are told; begins with Quire, put an address for complaints behind.",
    )
    web_allow_sites: Words = Field((), description="If set, no other sites are read.")
    web_prefer_sites: Words = Field((), description="Sites that come before others.")
    web_deny_sites: Words = Field((), description="Sites that are never read.")
    web_networks: Words = Field(
        (), description="Networks that may be connected to besides the public internet: 10.1.0.0/16"
    )
    web_ports: Words = Field(("80", "443"), description="Ports that may be connected to.")

    @model_validator(mode="after")
    def _keys_can_be_read(self) -> Self:
        for name in ("model_api_key", "fallback_model_api_key", "search_key"):
            self.key(name)
        return self

    @model_validator(mode="after")
    def _fallback_needs_a_first(self) -> Self:
        if self.fallback_model and not self.model:
            raise ValueError("QUIRE_FALLBACK_MODEL: needs QUIRE_MODEL, in whose place it steps")
        return self

    def key(self, name: str) -> SecretStr | None:
        """Return the key of a setting, or of the file that its ``_file`` names.

        Raises ValueError when both are set, or the file cannot be read or is empty.
        """
        given: SecretStr = getattr(self, name)
        file: Path | None = getattr(self, f"{name}_file")
        setting = f"QUIRE_{name.upper()}"
        if file is None:
            return given if given.get_secret_value() else None
        if given.get_secret_value():
            raise ValueError(f"{setting} and {setting}_FILE are both set; leave one out")
        try:
            text = file.read_text().strip()
        except (OSError, UnicodeError):
            raise ValueError(f"{setting}_FILE: cannot read {file}") from None
        if not text:
            raise ValueError(f"{setting}_FILE: {file} is empty")
        return SecretStr(text)
