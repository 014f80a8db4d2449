"""A live pair of services for the end-to-end tests: real Valkey, servers and workers."""

from collections.abc import Iterator

import grpc
import pytest
from redis import Redis

from deploy.local.stack import LocalStack
from tests.support.pair import Pair

# One stack serves all tests that do not break it; xdist keeps them in one process.
pytestmark = pytest.mark.xdist_group("e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("e2e"))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    # The outline worker hands back at once, so that a test sees it; the other lets work end.
    part_env = {"outline-worker": {"QUIRE_DRAIN_SECONDS": "0"}}
    with LocalStack(tmp_path_factory.mktemp("stack"), part_env=part_env) as running:
        yield running


@pytest.fixture(scope="session")
def pair(stack: LocalStack) -> Iterator[Pair]:
    with (
        grpc.insecure_channel(stack.outline_address) as outline,
        grpc.insecure_channel(
            stack.document_address,
            options=[("grpc.max_send_message_length", 64 * 1024 * 1024)],
        ) as document,
    ):
        yield Pair(outline, document)


@pytest.fixture(scope="session")
def store(stack: LocalStack) -> Iterator[Redis]:
    client = Redis.from_url(stack.store_url)
    yield client
    client.close()
