"""LangChain is loaded when a model is opened, and missed with clear words."""

import subprocess
import sys

import pytest
from pydantic import SecretStr

from shared.authoring.models.config import ModelConfig
from shared.authoring.models.opening import ModelsMissingError, open_model


def test_nothing_heavy_is_loaded_before_a_model_is_opened() -> None:
    script = (
        "import sys, shared.authoring.models.opening;"
        "print([name for name in ('langchain', 'langchain_core', 'openai', 'json_repair', 'httpx')"
        " if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert loaded.stdout.strip() == "[]"


async def test_without_the_extra_a_model_cannot_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)
    with pytest.raises(ModelsMissingError, match=r"quire-shared\[models\]"):
        async with open_model(ModelConfig("openai:tiny", base_url="http://127.0.0.1:9/v1")):
            pass


def test_a_model_is_named_with_or_without_its_provider() -> None:
    local, plain = ModelConfig("openai:org/tiny:1b"), ModelConfig("tiny")
    assert (local.provider, local.name) == ("openai", "org/tiny:1b")
    assert (plain.provider, plain.name) == ("", "tiny")


def test_a_key_is_not_shown() -> None:
    assert "sk-1" not in repr(ModelConfig("openai:tiny", api_key=SecretStr("sk-1")))
