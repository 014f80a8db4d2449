"""The Lua scripts: loaded from ``scripts/``, run with their errors mapped."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeAlias, cast

from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from shared.jobs.observer import UNOBSERVED, JobObserver
from shared.jobs.redis_errors import store_errors

FOLDER = Path(__file__).with_name("scripts")

Reply: TypeAlias = "bytes | int | list[Reply] | None"
Argument: TypeAlias = "str | bytes | int | float"


class Script(StrEnum):
    """A script by the name of its file."""

    SUBMIT = "submit"
    PICK = "pick"
    CLAIM = "claim"
    EMIT = "emit"
    READ_STEP = "read_step"
    KEEP_STEP = "keep_step"
    FINISH = "finish"
    FAIL = "fail"
    RETRY = "retry"
    CANCELLED = "cancelled"
    RELEASE = "release"
    CANCEL = "cancel"
    DELETE = "delete"
    LAPSE = "lapse"
    REQUEUE = "requeue"
    OVERDUE = "overdue"
    RING = "ring"
    HEARTBEAT = "heartbeat"
    DUE = "due"
    FORGET = "forget"


_WITHOUT_PRELUDE = frozenset({Script.PICK, Script.HEARTBEAT, Script.DUE, Script.FORGET})
_WITH_GROUPS = frozenset({Script.PICK, Script.CLAIM})

# A full store refuses what adds to it and takes what helps it to empty again; without
# the flag a script is refused before its first line (Valkey, "Eval scripts: flags").
# DUE writes nothing, but must be refused by a store that takes no writes: such a store has
# heard no heartbeats, and a reaper's clock may not run on.
_FLAGS = {
    Script.READ_STEP: "no-writes",
    Script.PICK: "no-writes",
    **dict.fromkeys(
        (
            Script.FAIL,
            Script.RETRY,
            Script.CANCELLED,
            Script.RELEASE,
            Script.CANCEL,
            Script.DELETE,
            Script.LAPSE,
            Script.REQUEUE,
            Script.OVERDUE,
            Script.RING,
            Script.HEARTBEAT,
            Script.FORGET,
            Script.DUE,
        ),
        "allow-oom",
    ),
}


@cache
def source(script: Script) -> str:
    """Return the text of a script as it is sent to the server."""
    flags = _FLAGS.get(script, "")
    first = f"#!lua flags={flags}\n" if flags else "#!lua\n"
    parts = [f"{script}.lua"]
    if script in _WITH_GROUPS:
        parts.insert(0, "groups.lua")
    if script not in _WITHOUT_PRELUDE:
        parts.insert(0, "prelude.lua")
    return first + "".join((FOLDER / part).read_text("utf-8") for part in parts)


class Scripts:
    """The scripts over one client, which must answer in bytes."""

    def __init__(self, redis: Redis, observer: JobObserver = UNOBSERVED) -> None:
        self._redis = redis
        self._observer = observer
        self._registered: dict[Script, AsyncScript] = {}

    async def run(
        self, script: Script, keys: Sequence[str], args: Sequence[Argument]
    ) -> list[Reply]:
        """Run a script and return its reply.

        Raises QuireError STORE_UNAVAILABLE, after which it may or may not have run, so
        that the same call must be repeated; STORE_FULL, after which it has not run.
        """
        registered = self._registered.get(script)
        if registered is None:
            registered = self._registered[script] = self._redis.register_script(source(script))
        with store_errors(self._observer):
            return cast("list[Reply]", await registered(keys=list(keys), args=args))


def word(reply: Reply) -> str:
    """Return an element of a reply as text."""
    return reply.decode() if isinstance(reply, bytes) else ""


def number(reply: Reply) -> int:
    """Return an element of a reply as a number."""
    return reply if isinstance(reply, int) else 0


def table(reply: Reply) -> dict[str, bytes]:
    """Return the reply of an HGETALL within a script as a dictionary."""
    flat = cast("list[bytes]", reply or [])
    return {flat[at].decode(): flat[at + 1] for at in range(0, len(flat), 2)}
