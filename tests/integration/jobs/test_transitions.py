"""Every pair of state and transition, as docs/jobs.md has them."""

import asyncio
import dataclasses
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from deploy.local.valkey import ValkeyProcess
from shared.errors import QuireError
from shared.events.payloads import Failure, Progress
from shared.jobs.attempt import Attempt
from shared.jobs.lost import LeaseLost
from shared.jobs.model import State
from shared.jobs.scripts import Script
from shared.reasons import Reason
from tests.integration.jobs.engine import OWNER, QUICK, Engine, make_engine, new_job, result

DOC = Path(__file__).parents[3] / "docs/jobs.md"
ROW = re.compile(r"^\| (\(none\)|[A-Z]+) \| (\w+) \| (\(none\)|[A-Z]+) \|", re.MULTILINE)
NONE = "(none)"
TABLE = {(before, move): after for before, move, after in ROW.findall(DOC.read_text("utf-8"))}
STATES = [NONE, *(state.name for state in State)]
PROGRESS = Progress("s", "m", 0.5)
FAILURE = Failure(Reason.STEP_FAILED, "no")


@pytest.fixture
def engine(redis: Redis, valkey: ValkeyProcess, prefix: str) -> Engine:
    engine = make_engine(redis, valkey.url, prefix)
    # Overdue at once, and confirmed by the first look.
    policy = dataclasses.replace(QUICK, lease_seconds=0.02, ring_first_seconds=0.0)
    return Engine(redis, valkey.url, engine.keys, policy)


async def bring(engine: Engine, state: str) -> Attempt | None:
    """Bring the job into a state; return the attempt that holds it or held it last."""
    if state == NONE:
        return None
    await engine.submit()
    if state == "QUEUED":
        return None
    attempt = await engine.claimed()
    match state:
        case "CANCELLING":
            await engine.store.cancel("j", OWNER)
        case "RETRYING":
            await attempt.retry(FAILURE, 0)
        case "SUCCEEDED":
            await attempt.finish(result())
        case "FAILED":
            await attempt.fail(FAILURE)
        case "CANCELLED":
            await engine.store.cancel("j", OWNER)
            await attempt.cancelled()
    return attempt


async def _submit(engine: Engine, attempt: Attempt) -> None:
    await engine.store.submit(new_job())


async def _claim(engine: Engine, attempt: Attempt) -> None:
    await engine.attempts.claim("j")


async def _cancel(engine: Engine, attempt: Attempt) -> None:
    await engine.store.cancel("j", OWNER)


async def _delete(engine: Engine, attempt: Attempt) -> None:
    await engine.store.delete("j", OWNER)


async def _overdue(engine: Engine, attempt: Attempt) -> None:
    await engine.redis.hset(engine.keys.record("j"), "deadline_ms", 1)
    await engine.attempts.overdue(attempt.record, attempt.now_ms)


async def _reap(engine: Engine, attempt: Attempt) -> None:
    for _ in range(4):
        await engine.reaper.round()
        await asyncio.sleep(engine.policy.lease_seconds)


MOVES: dict[str, Callable[[Engine, Attempt], Awaitable[object]]] = {
    "submit": _submit,
    "claim": _claim,
    "cancel": _cancel,
    "delete": _delete,
    "overdue": _overdue,
    "ring": _reap,
    "lapse": _reap,
    "requeue": _reap,
    "emit": lambda _, attempt: attempt.emit(PROGRESS),
    "keep_step": lambda _, attempt: attempt.keep_step("a|b", b"x", PROGRESS),
    "read_step": lambda _, attempt: attempt.read_step("a|b"),
    "finish": lambda _, attempt: attempt.finish(result()),
    "fail": lambda _, attempt: attempt.fail(FAILURE),
    "retry": lambda _, attempt: attempt.retry(FAILURE, 60),
    "release": lambda _, attempt: attempt.release(),
    "cancelled": lambda _, attempt: attempt.cancelled(),
}


def test_the_table_names_every_script_that_moves_a_job() -> None:
    assert {move for _, move in TABLE} == set(MOVES)
    others = {"pick", "heartbeat", "due", "forget"}
    assert set(MOVES) | others == {script.value for script in Script}


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("move", MOVES)
async def test_a_transition(engine: Engine, before: str, move: str) -> None:
    attempt = await bring(engine, before)
    if attempt is None:  # an attempt that has never held the job, or none there is
        other = make_engine(engine.redis, engine.url, engine.keys.prefix + "x")
        await other.submit()
        stranger = await other.claimed()
        uid = (await engine.image()).get(b"uid", b"").decode()
        record = dataclasses.replace(stranger.record, uid=uid or "gone")
        attempt = Attempt(engine.attempts, record, "1", stranger.now_ms)
    image, events = await engine.image(), await engine.kinds()
    try:
        await MOVES[move](engine, attempt)
    except (LeaseLost, QuireError):
        assert (before, move) not in TABLE
    after = await engine.image()
    state = after.get(b"state", b"").decode().upper() or NONE
    wanted = TABLE.get((before, move))
    if MOVES[move] is _reap:  # a round does all that is due, so the row may be another's
        rows = [TABLE.get((before, name)) for name in ("lapse", "requeue", "ring")]
        wanted = next((row for row in rows if row), None)
    if wanted is None:
        image_, after_ = dict(image), dict(after)
        for fields in (image_, after_):
            fields.pop(b"deadline_ms", None)
        assert after_ == image_
        assert await engine.kinds() == events
    else:
        assert state == wanted
    terminal = [event.terminal for event in await engine.events()]
    assert terminal.count(True) == (State[state].final if state != NONE else 0)
    sequences = [event.sequence for event in await engine.events()]
    assert sequences == list(range(1, len(sequences) + 1))
    assert await leftovers(engine) == indexes(state)


def indexes(state: str) -> set[str]:
    """Return the indexes in which a job of that state must stand."""
    match state:
        case "QUEUED":
            return {"queued", "owner"}
        case "RUNNING" | "CANCELLING":
            return {"leases", "owner"}
        case "RETRYING":
            return {"retries", "owner"}
        case "(none)":
            return set()
        case _:
            return {"ended", "owner"}


async def leftovers(engine: Engine) -> set[str]:
    """Return the indexes in which the job stands."""
    keys = engine.keys
    found = set()
    for name, key, member in (
        ("queued", keys.queued, "j"),
        ("leases", keys.leases, "j"),
        ("retries", keys.retries, "j"),
        ("ended", keys.ended, f"j/{OWNER}"),
        ("owner", keys.owner(OWNER), "j"),
    ):
        if await engine.redis.zscore(key, member) is not None:
            found.add(name)
    return found
