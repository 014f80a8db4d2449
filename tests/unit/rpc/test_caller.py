"""The caller of a call, in tasks and streams that run side by side."""

import asyncio
import contextvars
from collections.abc import AsyncGenerator

import pytest

from shared.rpc.caller import ANONYMOUS, as_owner, current_owner


def test_the_owner_before_comes_back_even_after_an_error() -> None:
    assert current_owner() == ANONYMOUS
    with as_owner("alice"):
        with pytest.raises(ValueError, match="x"), as_owner("bob"):
            assert current_owner() == "bob"
            raise ValueError("x")
        assert current_owner() == "alice"
    assert current_owner() == ANONYMOUS


async def test_streams_side_by_side_see_their_own() -> None:
    async def seen(owner: str) -> set[str]:
        found = set()
        with as_owner(owner):
            for _ in range(20):
                found.add(current_owner())
                await asyncio.sleep(0)
        return found

    names = [f"o{number}" for number in range(20)]
    assert await asyncio.gather(*map(seen, names)) == [{name} for name in names]


async def test_a_stream_may_be_closed_in_another_context() -> None:
    async def stream() -> AsyncGenerator[str, None]:
        with as_owner("alice"):
            yield current_owner()

    items = stream()
    assert await asyncio.create_task(anext(items), context=contextvars.Context()) == "alice"
    await asyncio.create_task(items.aclose(), context=contextvars.Context())
    assert current_owner() == ANONYMOUS
