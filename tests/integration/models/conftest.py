"""A real small model, a proxy before it that makes trouble, and the port over both."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
import pytest_asyncio

from shared.authoring.models.config import ModelConfig
from shared.authoring.models.opening import open_model
from shared.authoring.models.port import Model
from shared.authoring.models.retry import RetryPolicy
from shared.authoring.models.usage import Price
from tests.support.model_proxy import ModelProxy
from tests.support.model_server import ModelServer, missing

QUICK = RetryPolicy(tries=3, base=0.05, cap=2.0)


@pytest.fixture(scope="session")
def model_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModelServer]:
    """SmolLM2 behind an OpenAI-compatible server."""
    if lacking := missing():
        pytest.skip(f"no real model: not installed: {lacking}")
    with ModelServer(tmp_path_factory.mktemp("model")) as server:
        yield server


@pytest_asyncio.fixture
async def proxy(model_server: ModelServer) -> AsyncIterator[ModelProxy]:
    async with ModelProxy(model_server.port).running() as proxy:
        yield proxy


@pytest.fixture
def config(proxy: ModelProxy) -> ModelConfig:
    return ModelConfig(
        "openai:smollm2",
        base_url=proxy.url,
        max_concurrency=2,
        first_token_seconds=20,
        next_token_seconds=10,
        price=Price(2.0, 8.0),
        temperature=0.0,
    )


@pytest_asyncio.fixture
async def model(config: ModelConfig) -> AsyncIterator[Model]:
    async with open_model(config, policy=QUICK) as model:
        yield model


@pytest_asyncio.fixture
async def hasty(config: ModelConfig) -> AsyncIterator[Model]:
    """A model whose tokens may take half a second."""
    quick = replace(config, first_token_seconds=0.5, next_token_seconds=0.5)
    async with open_model(quick, policy=RetryPolicy(tries=2, base=0.05)) as model:
        yield model
