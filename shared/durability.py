"""Whether the store keeps what it acknowledges: looked at when a process starts."""

from collections.abc import Mapping
from typing import cast

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from shared.jobs.redis_errors import store_errors

_LOOKED_AT = ("appendonly", "appendfsync", "maxmemory", "maxmemory-policy")


async def durability_problems(redis: Redis) -> tuple[str, ...]:
    """Return what in the store's configuration can lose acknowledged jobs, a line each.

    A store that does not tell its configuration, as some hosted ones do not, is
    reported as such. Raises QuireError STORE_UNAVAILABLE.
    """
    try:
        with store_errors():
            found = await redis.config_get(*_LOOKED_AT)
    except ResponseError:
        return ("the store does not tell its configuration (CONFIG GET)",)
    return tuple(_problems(_texts(cast("Mapping[bytes | str, bytes | str]", found))))


def _problems(config: Mapping[str, str]) -> list[str]:
    problems = []
    policy = config.get("maxmemory-policy", "noeviction")
    if policy != "noeviction":
        problems.append(
            f"maxmemory-policy is {policy}: a full store throws away parts of jobs; "
            "set it to noeviction"
        )
    if config.get("appendonly") != "yes":
        problems.append(
            "appendonly is off: a restart of the store loses jobs; set it to yes, and "
            "appendfsync to always where an acknowledged submit must survive a power cut"
        )
    return problems


def _texts(config: Mapping[bytes | str, bytes | str]) -> dict[str, str]:
    def text(value: bytes | str) -> str:
        return value.decode() if isinstance(value, bytes) else value

    return {text(name): text(value) for name, value in config.items()}
